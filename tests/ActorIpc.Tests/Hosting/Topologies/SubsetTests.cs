using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;

namespace ActorIpc.Tests.Hosting.Topologies;

/// <summary>Which part of a tree runs when only some of it is named.</summary>
public sealed class SubsetTests
{
    /// <summary>trial( store, workers( parser, index after parser ) after config, web after store and index, config, spare( cold ) )</summary>
    private static readonly SupervisorSpec Root = Supervisor(
        "trial",
        Child("store"),
        Supervisor("workers", Child("parser"), Child("index", "parser")) with { DependsOn = [new NodeName("config")] },
        Child("web", "store", "index"),
        Child("config"),
        Supervisor("spare", Child("cold")));

    [Theory]
    [InlineData("store", "trial(store)")]
    [InlineData("index", "trial(workers(parser index) config)")]
    [InlineData("parser", "trial(workers(parser) config)")]
    [InlineData("workers", "trial(workers(parser index) config)")]
    [InlineData("web", "trial(store workers(parser index) web config)")]
    [InlineData("spare store", "trial(store spare(cold))")]
    [InlineData("trial", "trial(store workers(parser index) web config spare(cold))")]
    public void Only_NamedEntries_ComeWithWhatTheyNeed(string names, string expected)
    {
        var part = new Topology { Name = "trial", Root = Root }.Only(names.Split(' '));
        Assert.Equal(expected, Text(part.Root));
        Assert.Empty(SpecValidation.Check(part.Root));
    }

    [Fact]
    public void Only_NoName_IsTheWhole() => Assert.Same(Root, new Topology { Name = "trial", Root = Root }.Only([]).Root);

    [Theory]
    [InlineData("nobody")]
    [InlineData("Not_A_Name")]
    public void Only_UnknownName_IsRefusedWithTheKnownOnes(string name)
    {
        var thrown = Assert.Throws<UnknownEntryException>(() => new Topology { Name = "trial", Root = Root }.Only(["store", name]));
        Assert.Contains($"name={name}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("workers,", thrown.Message, StringComparison.Ordinal);
    }

    private static string Text(TreeSpec spec) => spec is SupervisorSpec supervisor
        ? $"{supervisor.Name}({string.Join(' ', supervisor.Children.Select(Text))})"
        : spec.Name.Value;

    private static SupervisorSpec Supervisor(string name, params TreeSpec[] children) => new() { Name = new NodeName(name), Children = children };

    private static ChildSpec Child(string name, params string[] dependsOn) =>
        new() { Name = new NodeName(name), Executable = "x", DependsOn = [.. dependsOn.Select(other => new NodeName(other))] };
}
