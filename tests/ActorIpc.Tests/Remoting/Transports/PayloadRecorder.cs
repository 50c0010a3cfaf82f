using System.Collections.Concurrent;
using Akka.Remote.Transport;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>Takes what an association delivers, as Akka's protocol actor does.</summary>
internal sealed class PayloadRecorder : IHandleEventListener
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private int _ends;
    private int _lateEvents;

    /// <summary>The payloads, in their order.</summary>
    public ConcurrentQueue<byte[]> Payloads { get; } = new();

    /// <summary>How often the end was told.</summary>
    public int Ends => Volatile.Read(ref _ends);

    /// <summary>What came after the end.</summary>
    public int LateEvents => Volatile.Read(ref _lateEvents);

    /// <summary>Attaches one to an association.</summary>
    public static PayloadRecorder On(AssociationHandle handle)
    {
        var recorder = new PayloadRecorder();
        handle.ReadHandlerSource.SetResult(recorder);
        return recorder;
    }

    /// <inheritdoc/>
    public void Notify(IHandleEvent ev)
    {
        if (Ends > 0)
            Interlocked.Increment(ref _lateEvents);
        switch (ev)
        {
            case InboundPayload payload:
                Payloads.Enqueue(payload.Payload.ToByteArray());
                break;
            case Disassociated:
                Interlocked.Increment(ref _ends);
                break;
            default:
                Assert.Fail($"an unexpected event: {ev}");
                break;
        }
    }

    /// <summary>Waits for a number of payloads in all.</summary>
    public Task Received(int count) => Eventually.Equal(count, () => Payloads.Count, Wait);

    /// <summary>Waits for the end.</summary>
    public Task Ended() => Eventually.True(() => Ends > 0, Wait, "the end of the association is told");
}
