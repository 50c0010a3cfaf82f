using System.Threading.Channels;
using ActorIpc.Channels.Ends;
using ActorIpc.Links;

namespace ActorIpc.Channels;

/// <summary>
/// The writing end of a channel to another process: the contract of <see cref="ChannelWriter{T}"/>, safe for use by several threads. A write that returned true is in the
/// writer's buffer and leaves by itself; <see cref="Completion"/> says that everything has been read.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class IpcChannelWriter<T> : ChannelWriter<T>, IAsyncDisposable
{
    private readonly WriterEnd<T> _end;

    internal IpcChannelWriter(WriterEnd<T> end) => _end = end;

    /// <summary>Completes when the channel was completed and the reader has acknowledged everything; fails with what ended the channel before: <see cref="PeerDownException"/>,
    /// <see cref="ReaderStoppedException"/>, <see cref="ChannelProtocolException"/>. A program that ends before loses what has not left it.</summary>
    public Task Completion => _end.Completion;

    /// <summary>How many items were taken from the program that the reader has not acknowledged, as far as acknowledgements arrived.</summary>
    public long Unacknowledged => _end.Unacknowledged;

    /// <summary>How many items the reader has acknowledged in all, as far as acknowledgements arrived.</summary>
    public long Acknowledged => _end.Acknowledged;

    /// <summary>Who reads, or read last.</summary>
    public ChannelPeer Peer => _end.Peer;

    /// <summary>What carries the items; null: there is no peer now.</summary>
    public LinkMedium? Medium => _end.Medium;

    /// <summary>Takes an item if there is room.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False: no room, or the channel is completed or over; <see cref="WaitToWriteAsync"/> says which.</returns>
    /// <exception cref="ArgumentException">The item is longer than <see cref="IpcChannelOptions{T}.MaxItem"/>.</exception>
    public override bool TryWrite(T item) => _end.TryWrite(item);

    /// <summary>Waits until there is room.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False: the channel was completed.</returns>
    /// <exception cref="PeerDownException">The reader's process is gone.</exception>
    /// <exception cref="ReaderStoppedException">The reader has stopped.</exception>
    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => _end.WaitToWriteAsync(cancellationToken);

    /// <summary>Takes an item; waits while there is no room.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up waiting; the item was not taken.</param>
    /// <exception cref="ChannelClosedException">The channel was completed or is over; the inner exception says why.</exception>
    public override ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        try
        {
            return _end.TryWrite(item) ? default : _end.WriteSlowlyAsync(item, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>No more items: the reader gets what there is, then the end, or this error by its type's name and message.</summary>
    /// <param name="error">Null: the normal end.</param>
    /// <returns>False: it was completed or over already.</returns>
    public override bool TryComplete(Exception? error = null) => _end.TryComplete(error);

    /// <summary>Sends a batch that is not full now; without it that happens by itself, within about two milliseconds of the last write.</summary>
    public void Flush() => _end.Flush();

    /// <summary>Waits until more items are acknowledged than a number. For a program that passes items on, and acknowledges what it took when what it made of it has been acknowledged.</summary>
    /// <param name="moreThan">How many are known to be.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>How many are in all; no more than before when the channel is over.</returns>
    public ValueTask<long> WaitForAcknowledgementAsync(long moreThan, CancellationToken cancellation = default) => _end.WaitForAcknowledgementAsync(moreThan, cancellation);

    /// <summary>
    /// This program goes and the stream does not end: for a reader with <see cref="OnPeerDown.Resume"/> the next life of this program goes on with it, any other gets
    /// <see cref="PeerDownException"/>. Waits until everything has been acknowledged as long as a reader is there.
    /// </summary>
    /// <param name="limit">The longest wait.</param>
    public ValueTask LeaveAsync(TimeSpan limit) => _end.LeaveAsync(limit);

    /// <summary>Completes the channel if it is not, and waits until everything has been read, at most <see cref="IpcChannelOptions{T}.CloseTimeout"/>. Does not throw:
    /// <see cref="Completion"/> says how it went.</summary>
    public ValueTask DisposeAsync() => _end.DisposeAsync();
}
