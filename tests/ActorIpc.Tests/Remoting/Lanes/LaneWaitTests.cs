using System.Diagnostics;
using ActorIpc.Links;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 7 with <c>overflow = wait</c>: who tells waits a bounded time, but never a thread that reads links.</summary>
public sealed class LaneWaitTests() : LanePair(
    "actoripc { lanes { overflow = wait, overflow-wait = 100ms }\n links { spill-limit = 65536, ring = 65536, small-ring = 65536 } }")
{
    [Fact]
    public async Task Peer_ThatReadsSlowerThanItsSender_LosesNothing()
    {
        // Broken once: with LaneWait.ForRoom never waiting this failed, messages were missing.
        const int count = 2_000;
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        var peer = LanesOf(Sys).PeerOf(PeerAddress);

        for (var i = 0; i < count; i++)
            remote.Tell(new byte[10_000]);

        for (var i = 0; i < count; i++)
            await ExpectMsgAsync<byte[]>(Wait);
        Assert.Equal(0, peer.Refused);
    }

    [Fact]
    public async Task Peer_ThatDoesNotReadAtAll_CostsABoundedWaitAndThenADeadLetterAndAReaderNone()
    {
        // Broken once: without the question for the thread in LaneWait.ForRoom a reader waited.
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        var peer = LanesOf(Sys).PeerOf(PeerAddress);
        // The peer's reader thread stands still where it asks for a serializer's object.
        var standstill = new Standstill();
        remote.Tell(standstill);
        await Eventually.True(() => { remote.Tell(new byte[10_000]); return peer.Refused > 0; }, Wait, "ring and spill are full");

        var refused = peer.Refused;
        var waited = Stopwatch.StartNew();
        remote.Tell(new byte[60_000]);
        waited.Stop();

        Assert.Equal(refused + 1, peer.Refused);
        Assert.True(waited.Elapsed >= TimeSpan.FromMilliseconds(100), $"who tells waits as long as it says: {waited.Elapsed}");
        var waits = LanesOf(Sys).Counts.Waits;
        await OnAReaderThreadAsync(() => remote.Tell(new byte[60_000]));
        Assert.Equal(refused + 2, peer.Refused);
        Assert.Equal(waits, LanesOf(Sys).Counts.Waits);
        standstill.Until.Set();
    }

    /// <summary>Does something on a thread that reads links.</summary>
    private async Task OnAReaderThreadAsync(Action action)
    {
        await using var runtime = new LinkRuntime(new LinkOptions { RuntimeDirectory = Folder.Path });
        using var listener = LinkListener.Listen(runtime, "akka.shm://reader@localhost:1");
        var acted = new Acting(action);
        listener.Accept(LinkPurpose.Lane, acted);
        await using var link = await LinkConnector.ConnectAsync(
            runtime, new LinkRequest { To = listener.Address, From = "akka.shm://writer@localhost:1", Purpose = LinkPurpose.Lane });
        link.Start(acted);
        Assert.True(link.TryWrite([1]));
        await acted.Done.Task.WaitAsync(Wait);
    }

    private sealed class Acting(Action action) : ILinkAcceptor, ILinkHandler
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkDecision Decide(LinkHello hello) => LinkDecision.Accept(default);

        public void OnLink(Link link) => link.Start(this);

        public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
        {
            action();
            Done.TrySetResult();
            return LinkFlow.More;
        }

        public void OnEnd(LinkEnd end)
        {
        }
    }
}
