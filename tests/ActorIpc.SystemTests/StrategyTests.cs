using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>Which processes a crash takes along; the whole matrix is shown by the core's own tests, over virtual time.</summary>
public sealed class StrategyTests : HostTests
{
    [Theory]
    [InlineData(RestartStrategy.OneForOne, "1 2 1")]
    [InlineData(RestartStrategy.RestForOne, "1 2 2")]
    [InlineData(RestartStrategy.OneForAll, "2 2 2")]
    public async Task Crash_OfTheMiddleOne_TakesAlongWhomTheStrategySays(RestartStrategy strategy, string incarnations)
    {
        await StartAsync([Child("a"), Child("b"), Child("c")], new SupervisorSpec { Name = new NodeName("trial"), Strategy = strategy });
        string[] names = ["a", "b", "c"];
        var expected = incarnations.Split(' ').Select(int.Parse).ToArray();
        var before = await Task.WhenAll(names.Select(NodeAsync));
        Signals.Send(before[1].Pid!.Value, "KILL");
        for (var i = 0; i < names.Length; i++)
        {
            var incarnation = expected[i];
            var after = await NodeAsync(names[i], node => node.State == NodeState.Ready && node.Incarnation == incarnation);
            Assert.Equal(incarnation == 1, after.Pid == before[i].Pid);
            Assert.Equal(names[i] == "b" ? 1 : 0, after.Restarts); // a round counts once
        }
    }

    [Fact]
    public async Task BrutalKill_OfWhatRefusesToStop_DoesNotAsk()
    {
        var host = await StartAsync(Child("a") with { Arguments = ["refuse-stop"], Shutdown = ShutdownPolicy.BrutalKill }, Child("b"));
        var events = host.Events(CancellationToken.None);
        var pid = (await NodeAsync("a")).Pid!.Value;
        await host.StopNodeAsync(new NodeName("a"), "test");
        Assert.False(Signals.IsAlive(pid));
        Assert.Equal("SIGKILL", (await FirstAsync<Hosting.Events.NodeDown>(events)).Reason);
        Assert.Equal(NodeState.Stopped, (await NodeAsync("a", _ => true)).State);
    }

    [Fact]
    public async Task SignificantChild_Completed_EndsTheTreeInReverseOrder()
    {
        var host = await StartAsync(
            [Child("a"), Child("b"), Child("job") with { Restart = RestartType.Transient, Significant = true }],
            new SupervisorSpec { Name = new NodeName("trial"), AutoShutdown = AutoShutdown.Any });
        var events = host.Events(CancellationToken.None);
        Tell(await NodeAsync("job"), new ActorIpc.TestNode.Misbehave("complete"));
        var outcome = await host.Completion.WaitAsync(Patience);
        Assert.Equal("job", Assert.IsType<TreeOutcome.Completed>(outcome.Tree).Significant.Value);
        var ended = new List<string>();
        await foreach (var entry in events)
        {
            if (entry is Hosting.Events.NodeDown down)
                ended.Add(down.Node.Value);
        }
        Assert.Equal(["job", "b", "a"], ended);
    }
}
