using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ActorIpc.Channels.Ends;
using ActorIpc.Links;

namespace ActorIpc.Channels;

/// <summary>
/// The reading end of a channel from another process: the contract of <see cref="ChannelReader{T}"/>, safe for use by several threads. What was published before the writer's
/// end, whatever that end was, is read before the end is told.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class IpcChannelReader<T> : ChannelReader<T>, IAsyncDisposable
{
    private readonly ReaderEnd<T> _end;

    internal IpcChannelReader(ReaderEnd<T> end) => _end = end;

    /// <summary>Completes when the channel is over and its last item was taken; fails with <see cref="RemoteChannelException"/>, <see cref="PeerDownException"/> or
    /// <see cref="ChannelProtocolException"/>.</summary>
    public override Task Completion => _end.Completion;

    /// <inheritdoc/>
    public override bool CanCount => true;

    /// <summary>Items that are in this process and not taken.</summary>
    public override int Count => _end.Count;

    /// <inheritdoc/>
    public override bool CanPeek => true;

    /// <summary>Who writes, or wrote last.</summary>
    public ChannelPeer Peer => _end.Peer;

    /// <summary>What carries the items; null: there is no peer now.</summary>
    public LinkMedium? Medium => _end.Medium;

    /// <summary>Takes an item if one is here.</summary>
    /// <param name="item">The item.</param>
    public override bool TryRead([MaybeNullWhen(false)] out T item) => _end.TryRead(out item);

    /// <summary>Looks at the next item without taking it.</summary>
    /// <param name="item">The item.</param>
    public override bool TryPeek([MaybeNullWhen(false)] out T item) => _end.TryPeek(out item);

    /// <summary>Waits until an item is here.</summary>
    /// <param name="cancellationToken">Gives up waiting; the channel is as before.</param>
    /// <returns>False: the writer completed the channel and everything was taken.</returns>
    /// <exception cref="RemoteChannelException">It completed it with an exception.</exception>
    /// <exception cref="PeerDownException">Its process is gone, and everything it had published was taken.</exception>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => _end.WaitToReadAsync(cancellationToken);

    /// <summary>Takes an item; waits until one is here.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ChannelClosedException">The channel is over; the inner exception says why.</exception>
    public override ValueTask<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<T>(cancellationToken);
        return _end.TryRead(out var item) ? new ValueTask<T>(item) : _end.ReadSlowlyAsync(cancellationToken);
    }

    /// <summary>With <see cref="Acknowledgement.Explicit"/>: everything taken so far is done, and is not sent again to a next life of this program.</summary>
    public void Acknowledge() => _end.Acknowledge();

    /// <summary>Reads no more; the writer gets <see cref="ReaderStoppedException"/> with this reason. What was received and not taken is forgotten.</summary>
    /// <param name="reason">For the writing program.</param>
    public ValueTask StopAsync(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return _end.StopAsync(reason);
    }

    /// <summary>The place after the last item that was taken. Remember it with the item to acknowledge that one later, while others are being taken.</summary>
    public ReadMark Mark => _end.Mark;

    /// <summary>With <see cref="Acknowledgement.Explicit"/>: everything taken before a mark is done.</summary>
    /// <param name="mark">What <see cref="Mark"/> said after the last of it; one that is older than another that was given changes nothing.</param>
    public void Acknowledge(ReadMark mark) => _end.Acknowledge(mark);

    /// <summary>
    /// This program goes and does not stop reading: a writer with <see cref="OnPeerDown.Resume"/> keeps what is not acknowledged for its next life, any other gets
    /// <see cref="PeerDownException"/>. Acknowledges what was taken, unless that is explicit.
    /// </summary>
    public ValueTask LeaveAsync() => _end.StopAsync(null);

    /// <summary><see cref="StopAsync"/>, unless the writer completed the channel and everything was taken. Acknowledges what was taken, unless that is explicit.</summary>
    public ValueTask DisposeAsync() => _end.StopAsync("the reader was disposed");
}
