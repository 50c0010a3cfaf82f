using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorIpc.Channels.Formats;
using ActorIpc.Channels.Meetings;
using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels.Ends;

/// <summary>
/// The writing end. Items become bytes on the program's thread, in a batch that leaves when it is full, when nothing has left for a while, or when the program pauses.
/// </summary>
internal sealed class WriterEnd<T> : ChannelEnd, IFlushClient
{
    private static readonly object Finished = new();

    /// <summary>A record costs about a microsecond with its bell: at most so often one leaves before it is full, and only to a reader that has nothing left to do.</summary>
    private static readonly long PublishAtOnceAfter = Stopwatch.Frequency / 200_000;

    private readonly ItemFormat<T> _format;
    private readonly bool _raw;
    private readonly int _itemBytes;
    private readonly int _capacity;
    private readonly int _maxItem;
    private readonly TimeSpan _closeTimeout;
    private readonly Guid _session = Guid.NewGuid();
    private readonly BatchBuffer _batch = new();
    private readonly OutboundBatches _out;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _writable;
    private BriefWaits _waits;
    private TaskCompletionSource? _news; // null while nobody waits for acknowledgements
    private object? _stopped; // null exactly while the program may write; then Finished or the exception
    private bool _completing; // COMPLETE is among the batches, or was
    private long _next;
    private long _taken;
    private long _acknowledged;
    private long _lastPublish;
    private long _lookedAt;
    private bool _armed;

    public WriterEnd(ChannelTerms terms, IMeeting meeting, ItemFormat<T> format, IpcChannelOptions<T> options)
        : base(terms, meeting)
    {
        _format = format;
        _raw = format is RawFormat<T>;
        _itemBytes = format.ItemBytes;
        _capacity = options.Capacity;
        _maxItem = options.MaxItem;
        _closeTimeout = options.CloseTimeout;
        var keeps = options.OnPeerDown == OnPeerDown.Resume;
        _out = new OutboundBatches(keeps, options.WriterBuffer ?? (keeps ? 4 * 1024 * 1024 : 64 * 1024));
    }

    public Task Completion => _completion.Task;

    public long Unacknowledged
    {
        get
        {
            lock (Gate)
                return UnacknowledgedInGate;
        }
    }

    public long Acknowledged
    {
        get
        {
            lock (Gate)
                return AcknowledgedInGate;
        }
    }

    private long AcknowledgedInGate => Math.Min(_acknowledged, _next);

    protected override long UnacknowledgedInGate => _next - AcknowledgedInGate;

    private bool CanTake => _stopped is null && _next - _taken < _capacity && !_batch.IsFull;

    public bool TryWrite(T item)
    {
        lock (Gate)
        {
            if (!CanTake)
                return false;
            Append(item);
            _next++;
            var count = ++_batch.Count;
            if (_batch.IsFull)
                SealAndSend();
            else if ((count & (count - 1)) == 0 && State == EndState.Flowing && Stopwatch.GetTimestamp() - _lastPublish > PublishAtOnceAfter && Current!.Link.IsDrained)
                SealAndSend();
            else if (!_armed)
                Arm();
            return true;
        }
    }

    public async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellation)
    {
        var yielded = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task? writable = null;
            lock (Gate)
            {
                if (_stopped is not null)
                    return _stopped is Exception error ? throw error : false;
                if (CanTake)
                    return true;
                SealAndSend();
                if (CanTake)
                    return true;
                if (!_waits.IsWorthAYield(yielded))
                    writable = (_writable ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            if (writable is null)
            {
                yielded++;
                Thread.Yield();
                continue;
            }
            var since = Stopwatch.GetTimestamp();
            await writable.WaitAsync(cancellation).ConfigureAwait(false);
            lock (Gate)
                _waits.NoteSleep(since);
        }
    }

    public async ValueTask WriteSlowlyAsync(T item, CancellationToken cancellation)
    {
        do
        {
            bool open;
            try
            {
                open = await WaitToWriteAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                throw new ChannelClosedException(e);
            }
            if (!open)
                throw new ChannelClosedException();
        }
        while (!TryWrite(item));
    }

    public bool TryComplete(Exception? error)
    {
        lock (Gate)
        {
            if (_stopped is not null)
                return false;
            _stopped = error ?? Finished;
            _completing = true;
            Seal();
            if (_batch.Count > 0)
                SealInAnyCase();
            var record = ChannelRecords.Complete(_next, error);
            _out.Add(record, record.Length, _next + 1);
            Send();
            WakeInGate();
            return true;
        }
    }

    /// <summary>Waits until more items are acknowledged than a number, or the channel is over.</summary>
    public async ValueTask<long> WaitForAcknowledgementAsync(long moreThan, CancellationToken cancellation)
    {
        while (true)
        {
            Task news;
            lock (Gate)
            {
                if (AcknowledgedInGate > moreThan || State == EndState.Ended)
                    return AcknowledgedInGate;
                news = NewsInGate();
            }
            await news.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what is there.</summary>
    public void Flush()
    {
        lock (Gate)
            SealAndSend();
    }

    /// <summary>Completes, and waits until everything was acknowledged or the time is over.</summary>
    public async ValueTask DisposeAsync()
    {
        TryComplete(null);
        try
        {
            await _completion.Task.WaitAsync(_closeTimeout).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Completion says what became of it; a close that took too long becomes an error here.
        }
        lock (Gate)
        {
            if (State != EndState.Ended)
                FailInGate(new TimeoutException($"the reader must take everything within {_closeTimeout}: channel={Terms.Name} unacknowledged={UnacknowledgedInGate}"));
        }
        await LinkClosedAsync().ConfigureAwait(false);
    }

    /// <summary>This program goes, the stream does not end: waits, while its reader is there, until everything was acknowledged, and gives up the link without a word.</summary>
    public async ValueTask LeaveAsync(TimeSpan limit)
    {
        var left = new ObjectDisposedException(nameof(ChannelWriter<>), $"this program has left the channel: channel={Terms.Name}");
        lock (Gate)
        {
            _stopped ??= left;
            if (_batch.Count > 0)
                SealInAnyCase();
            Send();
            WakeInGate();
        }
        using var deadline = new CancellationTokenSource(limit);
        while (!deadline.IsCancellationRequested)
        {
            Task news;
            lock (Gate)
            {
                if ((UnacknowledgedInGate == 0 && !_completing) || State is EndState.Waiting or EndState.Ended)
                    break;
                news = NewsInGate();
            }
            await news.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        lock (Gate)
        {
            if (State != EndState.Ended)
            {
                EndWith(left);
                Terms.Log.Done(Terms.Name, Terms.Role.ToString());
            }
        }
        await LinkClosedAsync().ConfigureAwait(false);
    }

    bool IFlushClient.Look()
    {
        lock (Gate)
        {
            if (State == EndState.Ended || (_batch.Count == 0 && _lookedAt == _next))
            {
                _armed = false;
                return false;
            }
            if (_lookedAt != _next)
            {
                _lookedAt = _next;
                return true;
            }
            SealAndSend();
            // A batch that stays waits for news of the peer, which send it.
            _armed = _batch.Count == 0;
            return _armed;
        }
    }

    protected override void OnAttached()
    {
        // The reader says first what it knows.
    }

    protected override LinkFlow OnRecord(ReadOnlySpan<byte> record)
    {
        switch (State, record.IsEmpty ? default : (RecordKind)record[0])
        {
            case (EndState.Greeting, RecordKind.Ready):
                Begin(record);
                break;
            case (EndState.Flowing, RecordKind.Acknowledge):
                Acknowledge(record);
                break;
            case (EndState.Greeting or EndState.Flowing, RecordKind.Stop):
                FailInGate(new ReaderStoppedException(Current!.Peer, ChannelRecords.ReadStop(record), UnacknowledgedInGate));
                break;
            default:
                throw ChannelRecords.Unexpected(record, State.ToString());
        }
        return LinkFlow.More;
    }

    protected override void OnWritable() => SendAll();

    protected override void OnPeerLost() => TellNews();

    protected override void FailInGate(Exception error)
    {
        EndWith(error);
        Terms.Log.Failed(Terms.Name, Terms.Role.ToString(), error.Message);
    }

    private void EndWith(Exception error)
    {
        EndInGate();
        _stopped ??= error;
        _completion.TrySetException(error);
        _ = _completion.Task.Exception; // Observed: a program that never looks at it has the error elsewhere.
        _out.Clear();
        TellNews();
        WakeInGate();
    }

    private void Begin(ReadOnlySpan<byte> record)
    {
        var (session, next) = ChannelRecords.ReadReady(record);
        var end = _completing ? _next + 1 : _next;
        if (session == _session && (next < _acknowledged || next > end))
            throw new ChannelProtocolException($"a reader knows of nothing before what it acknowledged or after what was written: next={next} acknowledged={_acknowledged} written={end}");
        // A reader that does not know this session starts where its former life has acknowledged.
        if (session != _session)
            (next, _taken) = (_acknowledged, _acknowledged);
        _out.Rewind(next);
        State = EndState.Flowing;
        Current!.Link.TryWrite(ChannelRecords.Begin(_session, next, _capacity), RecordClass.Control);
        SendAll();
    }

    private void Acknowledge(ReadOnlySpan<byte> record)
    {
        var (taken, acknowledged) = ChannelRecords.ReadAcknowledge(record);
        var end = _completing ? _next + 1 : _next;
        if (acknowledged < _acknowledged || taken < _taken || acknowledged > taken || taken > end)
        {
            throw new ChannelProtocolException(
                $"acknowledgements grow, and not past what was written: acknowledged={_acknowledged}->{acknowledged} taken={_taken}->{taken} written={end}");
        }
        (_taken, _acknowledged) = (taken, acknowledged);
        _out.Acknowledge(acknowledged);
        TellNews();
        if (_completing && acknowledged == end)
        {
            EndInGate();
            _completion.TrySetResult();
            _out.Clear();
            TellNews();
            Terms.Log.Done(Terms.Name, Terms.Role.ToString());
            return;
        }
        SendAll();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(T item)
    {
        if (_raw && _batch.Bytes.Length - _batch.Length >= _itemBytes)
        {
            Unsafe.WriteUnaligned(ref _batch.Bytes[_batch.Length], item);
            _batch.Length += _itemBytes;
        }
        else
        {
            AppendByFormat(item);
        }
    }

    private void AppendByFormat(T item)
    {
        var start = _batch.Length;
        try
        {
            if (_itemBytes > 0)
            {
                _batch.BeginItem(_maxItem);
                _format.Write(_batch, item);
                if (_batch.Length != start + _itemBytes)
                    throw new InvalidOperationException($"a format of a fixed size writes so many bytes: bytes={_batch.Length - start} fixed={_itemBytes} format={_format.Name}");
                return;
            }
            _batch.Length += sizeof(int); // there is always room for an ordinary item
            _batch.BeginItem(_maxItem);
            _format.Write(_batch, item);
            BinaryPrimitives.WriteInt32LittleEndian(_batch.Bytes.AsSpan(start), _batch.Length - start - sizeof(int));
        }
        catch
        {
            _batch.Length = start;
            throw;
        }
    }

    private void Arm()
    {
        _armed = true;
        FlushThread.Shared.Add(this);
    }

    private void SealAndSend()
    {
        Seal();
        Send();
        if (_batch.IsFull)
            Seal();
    }

    /// <summary>Sends what can be sent, and lets writers in when that made room.</summary>
    private void SendAll()
    {
        Send();
        if (_batch.Count > 0)
            SealAndSend();
        if (_writable is not null && CanTake)
            WakeInGate();
    }

    private void Seal()
    {
        if (_batch.Count > 0 && _out.HasRoom)
            SealInAnyCase();
    }

    private void SealInAnyCase()
    {
        ChannelRecords.WriteItemsHeader(_batch.Bytes, _batch.Count, _next - _batch.Count);
        _out.Add(_batch.Bytes, _batch.Length, _next, _batch.IsRented);
        _batch.Replace(_out.TakeBuffer());
    }

    private void Send()
    {
        if (State != EndState.Flowing || !_out.HasUnsent)
            return;
        var link = Current!.Link;
        while (_out.HasUnsent && link.TryWrite(_out.NextUnsent))
            _out.Sent();
        _lastPublish = Stopwatch.GetTimestamp();
    }

    private Task NewsInGate() => (_news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void TellNews()
    {
        _news?.SetResult();
        _news = null;
    }

    private void WakeInGate()
    {
        _writable?.SetResult();
        _writable = null;
    }
}
