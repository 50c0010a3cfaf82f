using ActorIpc.Channels;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes;
using ActorIpc.Nodes.Lifelines;
using Akka.Actor;

namespace ActorIpc.Tests.Nodes.Channels;

/// <summary>Channels between nodes by name; the nodes are actor systems of this process, with the links that processes have.</summary>
public sealed class NodeChannelsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _host = $"akka.tcp://trial-{Guid.NewGuid():N}@127.0.0.1:1";
    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Task.WhenAll(_systems.Select(system => system.Terminate()));

    [Fact]
    public async Task Channel_BetweenTwoNodes_CarriesItemsBothWaysAndNamesThePeer()
    {
        var (web, pricing) = (Start("web", 3), Start("pricing", 2));
        var ticks = pricing.OpenReader<long>("ticks");
        var quotes = pricing.OpenWriter<string>("quotes");
        Assert.True(quotes.TryWrite("before anybody reads"));

        await using var writer = await web.OpenWriterAsync<long>("ticks", to: "pricing");
        await using var reader = await web.OpenReaderAsync<string>("quotes", from: "pricing");
        await writer.WriteAsync(42);

        Assert.Equal(42, await ticks.ReadAsync().AsTask().WaitAsync(Patience));
        Assert.Equal("before anybody reads", await reader.ReadAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(("pricing", 2, "web", 3), (writer.Peer.Name, writer.Peer.Incarnation, ticks.Peer.Name, ticks.Peer.Incarnation));
        await ticks.DisposeAsync();
        quotes.Complete();
        Assert.False(await reader.WaitToReadAsync().AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task Name_OfAChannelThatIsOver_CanBeOpenedAgainAndOneThatIsOpenCannot()
    {
        var (web, pricing) = (Start("web", 1), Start("pricing", 1));
        var first = pricing.OpenReader<long>("ticks");
        Assert.Equal(ChannelConnectFailure.NameInUse, Assert.Throws<ChannelConnectException>(() => pricing.OpenReader<long>("ticks")).Failure);
        await first.DisposeAsync();

        // At once, however it ended: a program that serves one peer after the other has nothing to wait for.
        for (var i = 0; i < 100; i++)
        {
            var reader = pricing.OpenReader<long>("ticks");
            await using var writer = await web.OpenWriterAsync<long>("ticks", to: "pricing");
            await writer.WriteAsync(i);
            Assert.Equal(i, await reader.ReadAsync().AsTask().WaitAsync(Patience));
            if (i % 2 == 0)
            {
                writer.Complete();
                Assert.False(await reader.WaitToReadAsync().AsTask().WaitAsync(Patience));
            }
            else
            {
                await reader.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Name_OfAWriterThatIsOver_CanBeOpenedAgainAtOnce()
    {
        var (web, pricing) = (Start("web", 1), Start("pricing", 1));
        for (var i = 0; i < 100; i++)
        {
            var writer = pricing.OpenWriter<long>("ticks");
            await using var reader = await web.OpenReaderAsync<long>("ticks", from: "pricing");
            await writer.WriteAsync(i);
            writer.Complete();
            Assert.Equal(i, await reader.ReadAsync().AsTask().WaitAsync(Patience));
            Assert.False(await reader.WaitToReadAsync().AsTask().WaitAsync(Patience));
            await writer.Completion.WaitAsync(Patience);
        }
    }

    [Theory]
    [InlineData(null, "which the topology does not have")]
    [InlineData(NodeState.Backoff, "which is Backoff (incarnation 7)")]
    [InlineData(NodeState.Ready, "which is ready (incarnation 7) and has no end of this channel that is free")]
    public async Task Open_NobodyThere_SaysForWhomItWaitedAndHowThatOneIs(NodeState? state, string expected)
    {
        var web = Start("web", 1);
        if (state is { } known)
            web.Directory.Apply(new DirectoryChanged(2, [new NodeEntry(new NodeName("pricing"), "pricing", 7, known == NodeState.Ready ? "akka.tcp://trial@127.0.0.1:2" : null, known)]));

        var failure = await Assert.ThrowsAsync<ChannelConnectException>(
            () => web.OpenWriterAsync<long>("ticks", to: "pricing", new IpcChannelOptions<long> { WaitForPeer = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal(ChannelConnectFailure.NoPeer, failure.Failure);
        Assert.Contains($"node web waits as the writer of channel ticks for node pricing, {expected}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TypesDiffer_IsRefusedNamingBothSides()
    {
        var (web, pricing) = (Start("web", 1), Start("pricing", 1));
        var reader = pricing.OpenReader<long>("ticks");

        var failure = await Assert.ThrowsAsync<ChannelConnectException>(() => web.OpenWriterAsync<int>("ticks", to: "pricing"));

        Assert.Equal(ChannelConnectFailure.Mismatch, failure.Failure);
        Assert.Contains("[web: role=Writer type=System.Int32", failure.Message, StringComparison.Ordinal);
        Assert.Contains("[pricing: role=Reader type=System.Int64", failure.Message, StringComparison.Ordinal);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task Items_WithoutAFormatOfTheirOwn_StandUnderTheAllowList()
    {
        var (web, pricing) = (Start("web", 1), Start("pricing", 1));
        var reader = pricing.OpenReader<PlanGiven>("plans");
        await using var writer = await web.OpenWriterAsync<PlanGiven>("plans", to: "pricing");
        await writer.WriteAsync(new PlanGiven("run", 1, 2, [3, 4]));

        var plan = await reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(new long[] { 3, 4 }, plan.Remaining);
        var refused = Assert.Throws<ArgumentException>(() => pricing.OpenReader<Version>("versions"));
        Assert.Contains("only messages of a protocol and their replies may travel: type=System.Version", refused.Message, StringComparison.Ordinal);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task Node_Stopping_HasItsWritersEmptiedAndLeavesWithoutEndingTheStream()
    {
        var (web, pricing) = (Start("web", 1), Start("pricing", 1));
        var reader = pricing.OpenReader<int>("ticks");
        var writer = await web.OpenWriterAsync<int>("ticks", to: "pricing");
        for (var i = 0; i < 1000; i++)
            await writer.WriteAsync(i);
        var stopping = CoordinatedShutdown.Get(web.System).Run(CoordinatedShutdown.ClrExitReason.Instance);

        for (var i = 0; i < 1000; i++)
            Assert.Equal(i, await reader.ReadAsync().AsTask().WaitAsync(Patience));
        var down = await Assert.ThrowsAsync<PeerDownException>(() => reader.WaitToReadAsync().AsTask().WaitAsync(Patience));

        Assert.Equal(("web", 1), (down.Peer.Name, down.Incarnation));
        await stopping.WaitAsync(Patience);
        Assert.Equal(0, writer.Unacknowledged);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.WaitToWriteAsync().AsTask());
    }

    [Fact]
    public async Task ReadingNode_StoppingAndComingBack_GoesOnWithTheFirstItemItHadNotAcknowledged()
    {
        var (web, pricing) = (Start("web", 1), Start("pricing", 1));
        var first = pricing.OpenReader<int>("ticks");
        await using var writer = await web.OpenWriterAsync<int>("ticks", to: "pricing", new IpcChannelOptions<int> { OnPeerDown = OnPeerDown.Resume });
        for (var i = 0; i < 100; i++)
            await writer.WriteAsync(i);
        for (var i = 0; i < 40; i++)
            Assert.Equal(i, await first.ReadAsync().AsTask().WaitAsync(Patience));
        await CoordinatedShutdown.Get(pricing.System).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Patience);

        var second = Start("pricing", 2).OpenReader<int>("ticks");

        for (var i = 40; i < 100; i++)
            Assert.Equal(i, await second.ReadAsync().AsTask().WaitAsync(Patience));
        await Eventually.True(() => writer.Peer.Incarnation == 2, Patience, "the writer knows the new incarnation");
        writer.Complete();
        Assert.False(await second.WaitToReadAsync().AsTask().WaitAsync(Patience));
    }

    private Node Start(string name, int incarnation)
    {
        var system = ActorSystem.Create("trial", NodeConfig.Build(new Launch(ControlProtocol.Version, "", 0, _host, "trial", "akka.loglevel = ERROR")));
        _systems.Add(system);
        var adopt = new Adopt(new NodeName(name), name, incarnation, new DirectoryChanged(1, []));
        return new Node(system, adopt, _host, new NodeLifetime(), ActorRefs.Nobody);
    }
}
