using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorIpc.Channels.Formats;
using ActorIpc.Channels.Meetings;
using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels.Ends;

/// <summary>
/// The reading end. The link's reader thread hands over batches of bytes; they become items on the program's thread, under the take lock, which is always taken before the gate.
/// </summary>
internal sealed class ReaderEnd<T> : ChannelEnd, IFlushClient
{
    private const int MostBetweenAcknowledgements = 16 * 1024;
    private static readonly object Finished = new();

    private readonly ItemFormat<T> _format;
    private readonly bool _raw;
    private readonly int _itemBytes;
    private readonly int _buffer;
    private readonly bool _explicit;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _take = new();

    // Under the gate.
    private readonly InboundBatches _inbound = new();
    private TaskCompletionSource? _readable;
    private object? _over; // null while items may come; then Finished or the exception
    private Guid _session;
    private int _epoch;
    private long _expected;
    private bool _stoppedFlow;
    private bool _programAtBatch; // true while the program is in a batch that has items left

    // Under the take lock.
    private InboundBatch _batch;
    private int _at;
    private int _left;
    private bool _isHarmless; // the whole batch
    private BriefWaits _waits;
    private bool _peeked;
    private T? _peekedItem;
    private int _takenEpoch;
    private long _taken;
    private long _acknowledged;
    private long _sentTaken;
    private long _sentAcknowledged;
    private int _acknowledgeEvery = 1;
    private bool _armed;
    private bool _disposed;

    public ReaderEnd(ChannelTerms terms, IMeeting meeting, ItemFormat<T> format, IpcChannelOptions<T> options)
        : base(terms, meeting)
    {
        _format = format;
        _raw = format is RawFormat<T>;
        _itemBytes = format.ItemBytes;
        _buffer = options.ReaderBuffer;
        _explicit = options.Acknowledgement == Acknowledgement.Explicit;
    }

    public Task Completion => _completion.Task;

    public int Count
    {
        get
        {
            lock (_take)
            {
                lock (Gate)
                    return _inbound.Items + _left + (_peeked ? 1 : 0);
            }
        }
    }

    /// <summary>The place after the last item that was taken.</summary>
    public ReadMark Mark
    {
        get
        {
            lock (_take)
                return new ReadMark(_takenEpoch, _taken);
        }
    }

    protected override long UnacknowledgedInGate => 0;

    public bool TryRead([MaybeNullWhen(false)] out T item)
    {
        lock (_take)
        {
            ComeBack();
            if (_peeked)
            {
                item = _peekedItem!;
                _peeked = false;
                _peekedItem = default;
            }
            else if (!TryNext(out item))
            {
                return false;
            }
            _taken++;
            if (_left == 0)
                LeaveBatch();
            if (_taken - _sentTaken >= _acknowledgeEvery && !_explicit)
                SendAcknowledgement();
            else if (!_armed)
                Arm();
            return true;
        }
    }

    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        lock (_take)
        {
            ComeBack();
            if (!_peeked)
                _peeked = TryNext(out _peekedItem);
            item = _peekedItem;
            return _peeked;
        }
    }

    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellation)
    {
        var yielded = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task? readable = null;
            lock (_take)
            {
                ComeBack();
                if (_peeked || _left > 0)
                    return true;
                object? over;
                lock (Gate)
                {
                    if (_inbound.Count > 0)
                        return true;
                    over = _over;
                    if (over is null && !_waits.IsWorthAYield(yielded))
                        readable = (_readable ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                }
                if (over is not null)
                {
                    Finish();
                    return over is Exception error ? throw error : false;
                }
                SendAcknowledgement();
            }
            if (readable is null)
            {
                yielded++;
                Thread.Yield();
                continue;
            }
            var since = Stopwatch.GetTimestamp();
            await readable.WaitAsync(cancellation).ConfigureAwait(false);
            lock (_take)
                _waits.NoteSleep(since);
        }
    }

    public async ValueTask<T> ReadSlowlyAsync(CancellationToken cancellation)
    {
        while (true)
        {
            bool more;
            try
            {
                more = await WaitToReadAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                throw new ChannelClosedException(e);
            }
            if (!more)
                throw new ChannelClosedException();
            if (TryRead(out var item))
                return item;
        }
    }

    /// <summary>Everything taken so far is done.</summary>
    public void Acknowledge() => Acknowledge(Mark);

    /// <summary>Everything taken before a mark is done.</summary>
    public void Acknowledge(ReadMark mark)
    {
        lock (_take)
        {
            // An older mark says nothing new, but what was said before may still have to leave.
            if (mark.Epoch == _takenEpoch && mark.Next > _acknowledged)
                _acknowledged = mark.Next;
            SendAcknowledgement();
            if (_left == 0 && !_peeked)
                Finish();
        }
    }

    /// <summary>Reads no more: the writer is told, unless it has completed and everything was taken.</summary>
    /// <param name="reason">Null: it is not told, to the writer this is as if the process ended.</param>
    public async ValueTask StopAsync(string? reason)
    {
        lock (_take)
        {
            if (!_disposed)
            {
                _disposed = true;
                ComeBack();
                SendAcknowledgement();
                Finish();
                Stop(reason);
                _left = 0;
                _peeked = false;
            }
        }
        await LinkClosedAsync().ConfigureAwait(false);
    }

    bool IFlushClient.Look()
    {
        lock (_take)
        {
            if (_disposed || (_sentTaken == TakenToSend && _sentAcknowledged == _acknowledged))
            {
                _armed = false;
                return false;
            }
            // Not sent: there is no link, or its way back is full; then the peer's news, or the next call, send it.
            _armed = SendAcknowledgement();
            return _armed;
        }
    }

    /// <inheritdoc/>
    public override void OnBatchEnd()
    {
        lock (Gate)
            WakeInGate();
    }

    protected override void OnAttached() => Current!.Link.TryWrite(ChannelRecords.Ready(_session, _expected), RecordClass.Control);

    protected override LinkFlow OnRecord(ReadOnlySpan<byte> record)
    {
        switch (State, record.IsEmpty ? default : (RecordKind)record[0])
        {
            case (EndState.Greeting, RecordKind.Begin):
                Begin(record);
                return LinkFlow.More;
            case (EndState.Flowing, RecordKind.Items):
                return Take(record);
            case (EndState.Flowing, RecordKind.Complete):
                Complete(record);
                return LinkFlow.More;
            default:
                throw ChannelRecords.Unexpected(record, State.ToString());
        }
    }

    protected override void OnWritable()
    {
        // Acknowledgements that found no room go with the next.
    }

    protected override void FailInGate(Exception error)
    {
        EndInGate();
        _over ??= error;
        Terms.Log.Failed(Terms.Name, Terms.Role.ToString(), error.Message);
        CompleteWhenDrained();
        WakeInGate();
    }

    private long TakenToSend => _explicit ? _acknowledged : _taken;

    private void Begin(ReadOnlySpan<byte> record)
    {
        var (session, first, capacity) = ChannelRecords.ReadBegin(record);
        if (session == Guid.Empty || (session == _session && first > _expected))
            throw new ChannelProtocolException($"a session goes on where this reader knows it: expected={_expected} first={first}");
        if (session != _session)
        {
            _session = session;
            _expected = first;
            _epoch++;
        }
        Volatile.Write(ref _acknowledgeEvery, Math.Clamp(capacity / 4, 1, MostBetweenAcknowledgements));
        State = EndState.Flowing;
        // What was acknowledged over a former link may not have arrived there.
        FlushThread.Shared.Add(new Reminder(this));
    }

    private LinkFlow Take(ReadOnlySpan<byte> record)
    {
        var (count, sequence) = ChannelRecords.ReadItemsHeader(record, _itemBytes);
        if (sequence > _expected)
            throw new ChannelProtocolException($"no item is left out: expected={_expected} sequence={sequence}");
        var skip = _expected - sequence;
        if (skip >= count)
            return LinkFlow.More;
        _inbound.Add(record[ChannelRecords.ItemsHeader..], count, (int)skip, sequence, _epoch);
        _expected = sequence + count;
        _stoppedFlow = _inbound.Bytes >= _buffer;
        return _stoppedFlow ? LinkFlow.Stop : LinkFlow.More;
    }

    private void Complete(ReadOnlySpan<byte> record)
    {
        var (sequence, failed, type, message) = ChannelRecords.ReadComplete(record);
        if (sequence != _expected)
            throw new ChannelProtocolException($"no item is left out: expected={_expected} completed at={sequence}");
        _over = failed ? new RemoteChannelException(Current!.Peer, type, message) : Finished;
        State = EndState.Draining;
        CompleteWhenDrained();
        WakeInGate();
    }

    /// <summary>A call of the program: unless it says so itself, it is done with what it took before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ComeBack()
    {
        if (!_explicit)
            _acknowledged = _taken;
    }

    private bool TryNext([MaybeNullWhen(false)] out T item)
    {
        if (_left == 0 && !NextBatch())
        {
            item = default;
            return false;
        }
        if (!_raw)
            return TryDecode(out item);
        item = Unsafe.ReadUnaligned<T>(ref _batch.Buffer[_at]);
        _at += _itemBytes;
        _left--;
        return true;
    }

    private bool NextBatch()
    {
        lock (Gate)
            _programAtBatch = _inbound.TryTake(out _batch);
        if (!_programAtBatch)
        {
            Finish();
            return false;
        }
        _at = 0;
        _left = _batch.Count;
        _isHarmless = _format.IsHarmless(_batch.Buffer.AsSpan(0, _batch.Length));
        if (_batch.Epoch != _takenEpoch)
        {
            _takenEpoch = _batch.Epoch;
            _taken = _acknowledged = _sentTaken = _sentAcknowledged = _batch.Sequence + _batch.Skip;
        }
        for (var i = 0; i < _batch.Skip; i++)
        {
            if (!TrySkip())
                return false;
        }
        return true;
    }

    private void LeaveBatch()
    {
        Link? resume = null;
        lock (Gate)
        {
            _inbound.Return(_batch);
            _programAtBatch = false;
            if (_stoppedFlow && _inbound.Bytes <= _buffer / 2)
            {
                _stoppedFlow = false;
                resume = Current?.Link;
            }
            CompleteWhenDrained();
        }
        _batch = default;
        resume?.Resume();
    }

    private bool TrySkip()
    {
        if (_itemBytes > 0)
        {
            _at += _itemBytes;
            _left--;
            return true;
        }
        return TryNextBytes(out _);
    }

    private bool TryDecode([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (_itemBytes > 0)
        {
            var fixedBytes = _batch.Buffer.AsSpan(_at, _itemBytes);
            _at += _itemBytes;
            _left--;
            return TryDecode(fixedBytes, out item);
        }
        return TryNextBytes(out var bytes) && TryDecode(bytes, out item);
    }

    private bool TryDecode(ReadOnlySpan<byte> bytes, [MaybeNullWhen(false)] out T item)
    {
        try
        {
            item = _isHarmless ? _format.ReadHarmless(bytes) : _format.Read(bytes);
            return true;
        }
        catch (Exception e)
        {
            Malformed(new ChannelProtocolException($"an item must be one its format can read: channel={Terms.Name} sequence={_taken} format={_format.Name}: {e.Message}", e));
            item = default;
            return false;
        }
    }

    private bool TryNextBytes(out ReadOnlySpan<byte> bytes)
    {
        var rest = _batch.Buffer.AsSpan(_at, _batch.Length - _at);
        var length = rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < 0 || length > rest.Length - sizeof(int) || (_left == 1 && length != rest.Length - sizeof(int)))
        {
            Malformed(new ChannelProtocolException($"items lie one behind the other and fill their record: channel={Terms.Name} length={length} left={rest.Length - sizeof(int)}"));
            bytes = default;
            return false;
        }
        bytes = rest.Slice(sizeof(int), length);
        _at += sizeof(int) + length;
        _left--;
        return true;
    }

    private void Malformed(ChannelProtocolException error)
    {
        _left = 0;
        lock (Gate)
        {
            _inbound.Clear();
            _programAtBatch = false;
            if (_over is null or not Exception)
                _over = error;
            if (State != EndState.Ended)
            {
                Current?.Link.TryWrite(ChannelRecords.Stop(error.Message), RecordClass.Control);
                FailInGate(error);
            }
            CompleteWhenDrained();
            WakeInGate();
        }
        _batch = default;
    }

    /// <summary>The stream is over and the program came back after its last item: the writer hears of it, and the link ends.</summary>
    private void Finish()
    {
        lock (Gate)
        {
            if (State != EndState.Draining || _programAtBatch || _inbound.Count > 0 || (_explicit && _acknowledged != _taken))
                return;
            WriteAcknowledgement(_expected + 1, _expected + 1);
            EndInGate();
            Terms.Log.Done(Terms.Name, Terms.Role.ToString());
        }
    }

    private void Stop(string? reason)
    {
        lock (Gate)
        {
            if (State != EndState.Ended)
            {
                if (reason is not null)
                    Current?.Link.TryWrite(ChannelRecords.Stop(reason), RecordClass.Control);
                EndInGate();
                Terms.Log.Done(Terms.Name, Terms.Role.ToString());
            }
            var read = _inbound.Count == 0 && !_programAtBatch && _over is not null;
            _inbound.Clear();
            _programAtBatch = false;
            if (!read)
                _over = new ObjectDisposedException(nameof(ChannelReader<>), $"the reader has been disposed: channel={Terms.Name}");
            CompleteWhenDrained();
            WakeInGate();
        }
    }

    /// <returns>True: what there was to say has been said.</returns>
    private bool SendAcknowledgement()
    {
        var taken = TakenToSend;
        if (taken == _sentTaken && _acknowledged == _sentAcknowledged)
            return true;
        lock (Gate)
        {
            if (_takenEpoch != _epoch || !WriteAcknowledgement(taken, _acknowledged))
                return false;
        }
        (_sentTaken, _sentAcknowledged) = (taken, _acknowledged);
        return true;
    }

    private bool WriteAcknowledgement(long taken, long acknowledged)
    {
        if (Current is not { } current || State is not (EndState.Flowing or EndState.Draining))
            return false;
        Span<byte> record = stackalloc byte[ChannelRecords.AcknowledgeRecord];
        ChannelRecords.WriteAcknowledge(record, taken, acknowledged);
        return current.Link.TryWrite(record, RecordClass.Control);
    }

    private void Arm()
    {
        _armed = true;
        FlushThread.Shared.Add(this);
    }

    private void CompleteWhenDrained()
    {
        if (_over is null || _programAtBatch || _inbound.Count > 0)
            return;
        if (_over is Exception error)
        {
            _completion.TrySetException(error);
            _ = _completion.Task.Exception; // Observed: a program that never looks at it has the error from its reads.
        }
        else
        {
            _completion.TrySetResult();
        }
    }

    private void WakeInGate()
    {
        if (_readable is null || (_inbound.Count == 0 && _over is null))
            return;
        _readable.SetResult();
        _readable = null;
    }

    /// <summary>Has everything said again that was said over a former link.</summary>
    private sealed class Reminder(ReaderEnd<T> reader) : IFlushClient
    {
        public bool Look()
        {
            lock (reader._take)
            {
                reader._sentTaken = reader._sentAcknowledged = -1;
                if (reader._takenEpoch == 0)
                    (reader._sentTaken, reader._sentAcknowledged) = (0, 0);
                reader.SendAcknowledgement();
            }
            return false;
        }
    }
}
