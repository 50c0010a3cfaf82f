using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;
using ActorIpc.TestNode;
using Akka.Actor;

namespace ActorIpc.SystemTests;

/// <summary>Nodes without a program of their own: actors of assemblies that know nothing of nodes.</summary>
public sealed class GenericNodeTests : HostTests
{
    private static readonly string PlainAkkaFolder = Path.GetDirectoryName(BuildOutput.PlainAkka)!;

    [Fact]
    public async Task Actor_OfAPlainAssembly_AnswersInEachOfItsLives()
    {
        await StartAsync(Pricing("pricing") with { Standby = 1 });
        var first = await NodeAsync("pricing");
        Assert.Equal("ab costs 195, question 1", await AskPriceAsync(first.Address!));
        var standby = await Eventually.Get(
            () => Host.StatusAsync().Result.Standbys.FirstOrDefault(standby => standby.State == "standby")!, standby => standby is not null, Patience, "a standby");
        Signals.Send(first.Pid!.Value, "KILL");
        var second = await NodeAsync("pricing", node => node is { State: NodeState.Ready, Incarnation: 2 });
        Assert.Equal(standby.Pid, second.Pid);
        Assert.Equal("ab costs 195, question 1", await AskPriceAsync(second.Address!));
    }

    [Fact]
    public async Task Actor_ThatIsNotThere_IsFailedAtOnceWithThePath()
    {
        var host = await StartAsync(Pricing("pricing"));
        await host.StartAsync(Pricing("a") with { Actor = new ActorSpec { Type = "PlainAkka.NoActor, plain-akka", AssemblyPath = PlainAkkaFolder } });
        await host.StartAsync(Pricing("b") with { Actor = new ActorSpec { Type = "PlainAkka.PricingActor, plain-akka", AssemblyPath = PlainAkkaFolder, Arguments = [new("x")] } });
        var refusal = await Assert.ThrowsAsync<Hosting.CommandRefusedException>(() => host.StartAsync(Child("c") with { Executable = Generic, Actor = new ActorSpec { Type = "A, B", AssemblyPath = Scratch.Folder } }));
        Assert.Contains($"looked at={Scratch.PathOf("B.dll")}", refusal.Message, StringComparison.Ordinal);
        var a = await NodeAsync("a", node => node.State == NodeState.Failed);
        var b = await NodeAsync("b", node => node.State == NodeState.Failed);
        Assert.Contains($"no such type: actor=PlainAkka.NoActor, plain-akka looked at={PlainAkkaFolder}/plain-akka.dll", a.Note, StringComparison.Ordinal);
        Assert.Contains("no constructor takes the arguments: type=PlainAkka.PricingActor arguments=[x]", b.Note, StringComparison.Ordinal);
        Assert.Equal((1, 0), (a.Incarnation, a.Restarts));
        Assert.Equal((1, 0), (b.Incarnation, b.Restarts));
        Assert.False(host.Completion.IsCompleted);
    }

    [Fact]
    public async Task Assembly_ThatIsGone_IsFailedAtOnceWithThePath()
    {
        var folder = Scratch.PathOf("deployed");
        File.CreateSymbolicLink(folder, PlainAkkaFolder);
        await StartAsync(Pricing("pricing") with { Actor = new ActorSpec { Type = "PlainAkka.PricingActor, plain-akka", AssemblyPath = folder } });
        File.Delete(folder);
        Signals.Send((await NodeAsync("pricing")).Pid!.Value, "KILL");
        var failed = await NodeAsync("pricing", node => node.State == NodeState.Failed);
        Assert.Contains($"there is no such assembly (is it built?): looked at={folder}/plain-akka.dll", failed.Note, StringComparison.Ordinal);
        Assert.Equal(2, failed.Incarnation);
    }

    [Fact]
    public async Task Actor_WithAProtocol_IsReachedByOtherNodesThroughTheNodesName()
    {
        var served = new ActorSpec
        {
            Type = $"{typeof(PlainEcho)}, test-node",
            AssemblyPath = Path.GetDirectoryName(BuildOutput.TestNode),
            Arguments = [new("plain")],
            Protocol = $"{typeof(ITestNode)}, test-node",
        };
        var host = await StartAsync(Child("a"), Pricing("b") with { Actor = served });
        var b = await NodeAsync("b");
        var echoed = await AskAsync(await NodeAsync("a"), new EchoThrough(new NodeRef<ITestNode>(new NodeName("b")), "hi"));
        Assert.Equal(("hi", "plain", b.Pid), (echoed.Text, echoed.Node, (int?)echoed.Pid));
        // Asked the moment the reference is there, again and again: one in three was lost when it had not heard by then that the node is up.
        for (var i = 0; i < 20; i++)
            Assert.Equal("plain", (await (await host.ActorOfAsync(new NodeName("b"))).Ask<Echoed>(new Echo("hi"), Patience)).Node);
    }

    private static string Generic { get; } = Path.Combine(Path.GetDirectoryName(BuildOutput.Actoripc)!, "nodes", ActorSpec.Executable);

    private static ChildSpec Pricing(string name) => new()
    {
        Name = new NodeName(name),
        Executable = Generic,
        Actor = new ActorSpec { Type = "PlainAkka.PricingActor, plain-akka", AssemblyPath = PlainAkkaFolder, Name = "pricing" },
    };

    private Task<string> AskPriceAsync(string address) => Host.System.ActorSelection($"{address}/user/pricing").Ask<string>("ab", Patience);
}
