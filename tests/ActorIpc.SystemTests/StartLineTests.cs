using ActorIpc.Hosting;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>Nodes that wait in line to be started.</summary>
public sealed class StartLineTests : HostTests
{
    private const int Nodes = 6;

    [Fact]
    public async Task Nodes_StartedOneAtATime_AllBecomeReady()
    {
        var host = await StartAsync([Child("a") with { Instances = Nodes }], Supervisor, new HostOptions { StartsAtOnce = 1 });
        await host.AllReady.WaitAsync(2 * Patience);
        Assert.All((await host.StatusAsync()).Nodes, node => Assert.Equal(1, node.Incarnation));
    }

    [Fact]
    public async Task Nodes_StoppedBeforeTheirTurn_AreNeverStarted()
    {
        var host = await StartAsync([Child("a") with { Instances = Nodes }], Supervisor, new HostOptions { StartsAtOnce = 1 });
        var events = CollectAsync(host.Events(CancellationToken.None));
        host.RequestStop("enough");
        await host.Completion.WaitAsync(Patience);
        var told = await events;
        Assert.Equal(Nodes, told.OfType<Hosting.Events.NodeDown>().Count(down => down.Expected));
        Assert.InRange(told.OfType<NodeStarting>().Count(), 0, 2); // the first may have been told before anybody listened
        Assert.Equal(Nodes, told.OfType<NodeEnded>().Count());
    }

    private static SupervisorSpec Supervisor => new() { Name = new NodeName("trial"), Backoff = BackoffSpec.None };

    private static async Task<List<HostEvent>> CollectAsync(IAsyncEnumerable<HostEvent> events)
    {
        var all = new List<HostEvent>();
        await foreach (var entry in events)
            all.Add(entry);
        return all;
    }
}
