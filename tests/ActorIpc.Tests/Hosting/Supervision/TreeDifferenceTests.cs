using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>What has to be done to make one tree the other.</summary>
public sealed class TreeDifferenceTests
{
    private static readonly SupervisorSpec Running = Specs.Supervisor(
        "root", Specs.Child("a"), Specs.Child("b") with { Instances = 2 }, Specs.Supervisor("inner", Specs.Child("c"), Specs.Child("d")));

    [Fact]
    public void Same_IsNothing() => Assert.Equal("", Difference(Running with { }));

    [Theory]
    [InlineData("executable", "restart")]
    [InlineData("arguments", "restart")]
    [InlineData("environment", "restart")]
    [InlineData("working-directory", "restart")]
    [InlineData("memory-ceiling", "restart")]
    [InlineData("restart", "adjust")]
    [InlineData("depends-on", "adjust")]
    [InlineData("restarts-with-dependencies", "adjust")]
    [InlineData("standby", "adjust")]
    [InlineData("shutdown", "adjust")]
    [InlineData("start-timeout", "adjust")]
    [InlineData("success-codes", "adjust")]
    [InlineData("on-hang", "adjust")]
    [InlineData("instances", "scale")]
    public void Child_WithOneKeyChanged_IsWhatTheKeyIs(string key, string kind)
    {
        var before = Specs.Child("a") with { Instances = 1 };
        var after = key switch
        {
            "executable" => before with { Executable = "other" },
            "arguments" => before with { Arguments = ["x"] },
            "environment" => before with { Environment = new Dictionary<string, string> { ["X"] = "1" } },
            "working-directory" => before with { WorkingDirectory = "/tmp" },
            "memory-ceiling" => before with { MemoryCeiling = 1 << 30 },
            "restart" => before with { Restart = RestartType.Transient },
            "depends-on" => before with { DependsOn = [Specs.Name("b")] },
            "restarts-with-dependencies" => before with { RestartsWithDependencies = true },
            "standby" => before with { Standby = 1 },
            "shutdown" => before with { Shutdown = ShutdownPolicy.BrutalKill },
            "start-timeout" => before with { StartTimeout = TimeSpan.FromSeconds(1) },
            "success-codes" => before with { SuccessCodes = [3] },
            "on-hang" => before with { OnHang = HangPolicy.Report },
            _ => before with { Instances = 3 },
        };
        var change = Assert.Single(TreeDifference.Of(Specs.Supervisor("root", before), Specs.Supervisor("root", after), (_, _) => []));
        Assert.Equal((kind, key), (change.Kind.ToString().ToLowerInvariant(), Assert.Single(change.Values).Key));
    }

    [Fact]
    public void Configuration_OfAChild_IsARestart() => Assert.Equal(
        "Restart a(shop.port)",
        string.Join(' ', TreeDifference.Of(Running, Running, (before, _) => before.Name.Value == "a" ? [new ValueChange("shop.port", "1", "2")] : []).Select(Short)));

    [Fact]
    public void Supervisor_OwnKeys_AreInPlaceAndNothingBelowIsTouched() => Assert.Equal(
        "Adjust root(strategy,intensity) Adjust inner(period)",
        Difference(Running with
        {
            Strategy = RestartStrategy.OneForAll,
            Intensity = 9,
            Children = [.. Running.Children.Take(2), (SupervisorSpec)Running.Children[2] with { Period = TimeSpan.FromSeconds(9) }],
        }));

    [Fact]
    public void Children_RemovedAddedAndMoved_AreRemovedAndAdded() => Assert.Equal(
        "Remove a() Remove c() Add e() Add a()",
        Difference(Specs.Supervisor("root", Running.Children[1], Specs.Child("e"), Specs.Supervisor("inner", Specs.Child("d"), Specs.Child("a")))));

    [Fact]
    public void Kind_OfAnEntry_CannotBecomeAnotherInPlace() => Assert.Equal(
        "Remove a() Remove b() Add a() Add b()",
        Difference(Specs.Supervisor("root", Specs.Supervisor("a", Specs.Child("x")), Specs.Child("b"), Running.Children[2])));

    [Fact]
    public void Order_OfWhatStays_IsInPlace() => Assert.Equal(
        "Remove a() Add e() Reorder inner(order) Reorder root(order)",
        Difference(Specs.Supervisor("root", Specs.Supervisor("inner", Specs.Child("d"), Specs.Child("c")), Specs.Child("e"), Running.Children[1])));

    private static string Difference(SupervisorSpec wanted) => string.Join(' ', TreeDifference.Of(Running, wanted, (_, _) => []).Select(Short));

    private static string Short(TreeChange change) => $"{change.Kind} {change.Name}({string.Join(',', change.Values.Select(value => value.Key))})";
}
