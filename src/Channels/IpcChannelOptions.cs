using System.Net;
using ActorIpc.Channels.Formats;
using ActorIpc.Links;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Channels;

/// <summary>
/// How one end of a channel behaves. The two ends need not agree, but for <see cref="Format"/>, <see cref="TypeName"/> and an <see cref="Endpoint"/>; capacity is the writer's.
/// At most <see cref="Capacity"/> items are under way between the two programs, and at most WriterBuffer + 2 batches + Ring + ReaderBuffer bytes, each plus one item.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed record IpcChannelOptions<T>
{
    /// <summary>What carries the items.</summary>
    public ChannelMedium Medium { get; init; }

    /// <summary>Where the listener listens on TCP, and the connector connects; loopback only. Null: no TCP.</summary>
    public IPEndPoint? Endpoint { get; init; }

    /// <summary>How an item becomes bytes; null: chosen by the type (<see cref="ItemFormats.Default{T}"/>). Both ends must have the same.</summary>
    public ItemFormat<T>? Format { get; init; }

    /// <summary>The name of the item type, compared at the handshake; null: the full name of <typeparamref name="T"/>, without its assembly.</summary>
    public string? TypeName { get; init; }

    /// <summary>Of a writer: how many items it may have taken that the reading program has not, over all buffers; a write then waits. Default 65,536.</summary>
    public int Capacity { get; init; } = 64 * 1024;

    /// <summary>Of a writer: how many bytes may wait in it. With <see cref="OnPeerDown.Resume"/> that is everything not acknowledged. Null: 64 KiB, with Resume 4 MiB.</summary>
    public int? WriterBuffer { get; init; }

    /// <summary>Of a reader: how many received bytes may wait for the program. Default 256 KiB.</summary>
    public int ReaderBuffer { get; init; } = 256 * 1024;

    /// <summary>Capacity of the shared memory that carries the items, in bytes, a power of two; the smaller of the two ends' values. Default 256 KiB.</summary>
    public int Ring { get; init; } = 256 * 1024;

    /// <summary>The longest item, in bytes as its format writes it. Default 1 MiB.</summary>
    public int MaxItem { get; init; } = 1024 * 1024;

    /// <summary>What this end does when the peer's process is gone.</summary>
    public OnPeerDown OnPeerDown { get; init; }

    /// <summary>Of a reader: when an item it took counts as done.</summary>
    public Acknowledgement Acknowledgement { get; init; }

    /// <summary>How long to wait for a peer that is not there: when connecting, and, with <see cref="OnPeerDown.Resume"/>, for its next life. Default 30 s.</summary>
    public TimeSpan WaitForPeer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long disposing a writer waits until everything has been read. Default 30 s.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The name this end gives for itself, for the peer's errors and logs; null: the name of the program.</summary>
    public string? Identity { get; init; }

    /// <summary>The number of this life of <see cref="Identity"/>, for the peer's errors; 0 when there is none.</summary>
    public long Incarnation { get; init; }

    /// <summary>Whose links carry it; null: the runtime all channels of the process share (<see cref="IpcChannel.SharedLinks"/>).</summary>
    public LinkRuntime? Links { get; init; }

    /// <summary>Where lifecycle steps are logged; null: nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The time; another than the system's for tests.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Every error in these options, each as <c>rule: name=value</c>; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Medium == ChannelMedium.Tcp && Endpoint is null)
            errors.Add("a channel over TCP needs an endpoint on the loopback interface: Endpoint=");
        if (Endpoint is not null && !IPAddress.IsLoopback(Endpoint.Address))
            errors.Add($"channels stay on the loopback interface: Endpoint={Endpoint}");
        if (Capacity is < 1 or > 1 << 30)
            errors.Add($"the capacity must be 1 to {1 << 30} items: Capacity={Capacity}");
        if (WriterBuffer is < 1)
            errors.Add($"the writer's buffer must be at least a byte (one item always fits): WriterBuffer={WriterBuffer}");
        if (ReaderBuffer < 1)
            errors.Add($"the reader's buffer must be at least a byte (one record always fits): ReaderBuffer={ReaderBuffer}");
        if (!System.Numerics.BitOperations.IsPow2(Ring) || Ring is < LinkOptions.MinRing or > LinkOptions.MaxRing)
            errors.Add($"the ring must be a power of two from {LinkOptions.MinRing} to {LinkOptions.MaxRing} bytes: Ring={Ring}");
        if (MaxItem is < 1 or > 256 * 1024 * 1024)
            errors.Add($"the longest item must have 1 to {256 * 1024 * 1024} bytes: MaxItem={MaxItem}");
        if (WaitForPeer < TimeSpan.Zero || WaitForPeer > TimeSpan.FromDays(20))
            errors.Add($"the time to wait for a peer must be 0 to 20 days: WaitForPeer={WaitForPeer}");
        if (CloseTimeout < TimeSpan.Zero || CloseTimeout > TimeSpan.FromDays(20))
            errors.Add($"the time to close must be 0 to 20 days: CloseTimeout={CloseTimeout}");
        if (Identity is { Length: > 256 })
            errors.Add($"an identity must have at most 256 letters: Identity={Identity}");
        if (TypeName is { Length: > 300 })
            errors.Add($"a type's name must have at most 300 letters: TypeName={TypeName}");
        return errors;
    }
}
