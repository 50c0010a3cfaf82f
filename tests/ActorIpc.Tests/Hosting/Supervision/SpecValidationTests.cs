using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class SpecValidationTests
{
    [Fact]
    public void Check_AGoodTree_HasNoProblems() => Assert.Empty(SpecValidation.Check(new SupervisorSpec
    {
        Name = Specs.Name("shop"),
        AutoShutdown = AutoShutdown.Any,
        Children =
        [
            Specs.Child("a", dependsOn: "workers"),
            Specs.Child("job", RestartType.Transient) with { Significant = true, SuccessCodes = [3], Shutdown = ShutdownPolicy.Infinite },
            new SupervisorSpec { Name = Specs.Name("workers"), Children = [Specs.Child("counter") with { Instances = 256 }] },
        ],
    }));

    [Fact]
    public void Check_ManyErrors_AllAtOnceWithTheirPathsAndValues()
    {
        var root = new SupervisorSpec
        {
            Name = Specs.Name("shop"),
            Intensity = -1,
            Period = TimeSpan.Zero,
            Children =
            [
                Specs.Child("a") with { Executable = " ", Instances = 0, StartTimeout = TimeSpan.Zero },
                Specs.Supervisor("inner", Specs.Child("a"), Specs.Child("b", dependsOn: "nobody")) with { Intensity = 10_001 },
            ],
        };
        Assert.Equal(
            [
                "intensity: intensity is from 0 to 10000: intensity=-1",
                "period: period is more than 0 and at most 7 days: period=0s",
                "children.a.executable: a child needs the name or path of a program: executable= ",
                "children.a.instances: instances are from 1 to 256: instances=0",
                "children.a.start-timeout: start-timeout is more than 0 and at most 7 days: start-timeout=0s",
                "children.inner.intensity: intensity is from 0 to 10000: intensity=10001",
                "children.inner.children.a.name: a name is given once in the whole tree: name=a also=children.a",
                "children.inner.children.b.depends-on: depends-on names an unknown entry: name=b depends-on=nobody",
            ],
            SpecValidation.Check(root).Select(problem => problem.ToString()));
    }

    public static TheoryData<string, SupervisorSpec, string, string> OneErrorEach => new()
    {
        { "significant without auto-shutdown", Root(Transient() with { Significant = true }), "children.a.significant", "auto-shutdown=never" },
        { "significant and permanent", Root(Specs.Child("a") with { Significant = true }) with { AutoShutdown = AutoShutdown.Any }, "children.a.significant", "restart=permanent" },
        { "significant root", Root() with { Significant = true }, "significant", "significant=true" },
        { "no name", Root(new ChildSpec { Name = default, Executable = "x" }), "children..name", "name=" },
        { "unknown restart type", Root(Specs.Child("a", (RestartType)7)), "children.a.restart", "restart=7" },
        { "unknown strategy", Root() with { Strategy = (RestartStrategy)7 }, "strategy", "strategy=7" },
        { "unknown auto-shutdown", Root() with { AutoShutdown = (AutoShutdown)7 }, "auto-shutdown", "auto-shutdown=7" },
        { "unknown hang policy", Root(Specs.Child("a") with { OnHang = (HangPolicy)7 }), "children.a.on-hang", "on-hang=7" },
        { "too many instances", Root(Specs.Child("a") with { Instances = 257 }), "children.a.instances", "instances=257" },
        { "instance name too long", Root(Specs.Child(new string('a', 62)) with { Instances = 1 }), $"children.{new string('a', 62)}.instances", "length=64" },
        { "instance name taken", Root(Specs.Child("a-1"), Specs.Child("a") with { Instances = 1 }), "children.a.instances", "name=a-1 also=children.a-1" },
        { "name of the root", Root(Specs.Child("root")), "children.root.name", "also=the root" },
        { "too many nodes", Root([.. Enumerable.Range(0, 5).Select(at => Specs.Child($"n{at}") with { Instances = 250 })]), "children", "nodes=1250" },
        { "negative shutdown", Root(Specs.Child("a") with { Shutdown = ShutdownPolicy.After(TimeSpan.FromSeconds(-1)) }), "children.a.shutdown", "shutdown=-1s" },
        { "long shutdown", Root(Specs.Child("a") with { Shutdown = ShutdownPolicy.After(TimeSpan.FromDays(8)) }), "children.a.shutdown", "shutdown=691200s" },
        { "no memory", Root(Specs.Child("a") with { MemoryCeiling = 0 }), "children.a.memory-ceiling", "memory-ceiling=0" },
        { "impossible exit code", Root(Specs.Child("a") with { SuccessCodes = [256] }), "children.a.success-codes", "code=256" },
        { "the exit code of a failed job", Root(Specs.Child("a") with { SuccessCodes = [65] }), "children.a.success-codes", "code=65" },
        { "no working directory", Root(Specs.Child("a") with { WorkingDirectory = "" }), "children.a.working-directory", "working-directory=" },
        { "environment name", Root(Specs.Child("a") with { Environment = new Dictionary<string, string> { ["A=B"] = "" } }), "children.a.environment", "variable=A=B" },
        { "environment value", Root(Specs.Child("a") with { Environment = new Dictionary<string, string> { ["A"] = "x\0" } }), "children.a.environment", "A=x\\0" },
        { "argument with NUL", Root(Specs.Child("a") with { Arguments = ["x\0"] }), "children.a.arguments", "argument=x\\0" },
        { "depends on itself", Root(Specs.Child("a", dependsOn: "a")), "children.a.depends-on", "depends-on=a" },
        { "depends on an instance", Root(Specs.Child("a", dependsOn: "b-1"), Specs.Child("b") with { Instances = 1 }), "children.a.depends-on", "child=b" },
        { "depends twice", Root(Specs.Child("a", RestartType.Permanent, "b", "b"), Specs.Child("b")), "children.a.depends-on", "named once" },
        { "depends on the supervisor above", Root(Specs.Supervisor("in", Specs.Child("a", dependsOn: "in"))), "children.in.children.a.depends-on", "depends-on=in" },
        { "depends on what is below", Root(Specs.Supervisor("in", Specs.Child("a")) with { DependsOn = [Specs.Name("a")] }), "children.in.depends-on", "depends-on=a" },
        { "the root depends", Root(Specs.Child("a")) with { DependsOn = [Specs.Name("a")] }, "depends-on", "depends-on=a" },
        { "cycle", Root(Specs.Child("z"), Specs.Child("a", dependsOn: "b"), Specs.Child("b", dependsOn: "c"), Specs.Child("c", dependsOn: "b")), "children", "b -> c -> b" },
        {
            "cycle across supervisors",
            Root(Specs.Supervisor("x", Specs.Child("a", dependsOn: "d"), Specs.Child("b")), Specs.Supervisor("y", Specs.Child("c", dependsOn: "b"), Specs.Child("d"))),
            "children", "x -> y -> x"
        },
        { "restarts with nothing", Root(Specs.Child("a") with { RestartsWithDependencies = true }), "children.a.restarts-with-dependencies", "needs depends-on" },
        {
            "temporary restarts with dependencies",
            Root(Specs.Child("a", RestartType.Temporary, "b") with { RestartsWithDependencies = true }, Specs.Child("b")),
            "children.a.restarts-with-dependencies", "temporary"
        },
        { "negative backoff", Root() with { Backoff = new BackoffSpec { Minimum = TimeSpan.FromSeconds(-1) } }, "backoff.min", "min=-1s" },
        { "longest below shortest", Root() with { Backoff = new BackoffSpec { Maximum = TimeSpan.FromMilliseconds(1) } }, "backoff.max", "max=0.001s" },
        { "jitter", Root() with { Backoff = new BackoffSpec { Jitter = 1 } }, "backoff.jitter", "jitter=1" },
        { "reset", Root() with { Backoff = new BackoffSpec { ResetAfter = TimeSpan.Zero } }, "backoff.reset-after", "reset-after=0s" },
        {
            "never escalates",
            Root() with { Backoff = new BackoffSpec(), Intensity = 20, Period = TimeSpan.FromSeconds(60) },
            "intensity", "intensity=20 period=60s"
        },
    };

    [Theory]
    [MemberData(nameof(OneErrorEach))]
    public void Check_OneError_IsFoundAloneWithPathAndValue(string what, SupervisorSpec root, string path, string expected)
    {
        var problem = Assert.Single(SpecValidation.Check(root));
        Assert.True(problem.Path == path && problem.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {problem}");
        Assert.False(problem.IsWarning);
        Assert.Contains(problem.ToString(), Assert.Throws<ArgumentException>(() => new SupervisionTree(root, new Random(1))).Message);
    }

    [Fact]
    public void Check_BackoffsThatJustFitIntoThePeriod_AreAccepted()
    {
        // 0 + 0.1 + 0.2 + 0.4 s before the fourth restart
        var root = Root() with { Backoff = new BackoffSpec(), Intensity = 4, Period = TimeSpan.FromMilliseconds(701) };
        Assert.Empty(SpecValidation.Check(root));
        Assert.Single(SpecValidation.Check(root with { Period = TimeSpan.FromMilliseconds(700) }));
        Assert.Empty(SpecValidation.Check(root with { Period = TimeSpan.FromMilliseconds(1), Backoff = BackoffSpec.None }));
    }

    [Fact]
    public void Check_LongStartTimeout_IsAWarningOnly()
    {
        var root = Root(Specs.Child("a") with { StartTimeout = TimeSpan.FromSeconds(60) });
        var problem = Assert.Single(SpecValidation.Check(root));
        Assert.Equal(("children.a.start-timeout", true), (problem.Path, problem.IsWarning));
        Assert.Empty(new SupervisionTree(root, new Random(1)).Handle(new RetryDue(1), TimeSpan.Zero));
    }

    [Fact]
    public void Check_NestedTooDeep_IsRefusedAtTheLimit()
    {
        SupervisorSpec Nest(int depth) => Specs.Supervisor($"s{depth}", depth == 1 ? [] : [Nest(depth - 1)]);
        Assert.Empty(SpecValidation.Check(Nest(SupervisorSpec.MaximumDepth)));
        Assert.Contains("depth=17", Assert.Single(SpecValidation.Check(Nest(SupervisorSpec.MaximumDepth + 1))).Message);
        Assert.Contains("depth=17", Assert.Single(SpecValidation.Check(Nest(1000))).Message);
    }

    [Fact]
    public void NodeNames_WithAndWithoutInstances_AreTheChildsOrNumbered()
    {
        Assert.Equal(["a"], Specs.Child("a").NodeNames.Select(name => name.Value));
        Assert.Equal(["a-1", "a-2"], (Specs.Child("a") with { Instances = 2 }).NodeNames.Select(name => name.Value));
    }

    private static ChildSpec Transient() => Specs.Child("a", RestartType.Transient);

    private static SupervisorSpec Root(params TreeSpec[] children) => Specs.Supervisor("root", children);
}
