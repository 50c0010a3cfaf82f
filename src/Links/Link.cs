using System.Buffers;
using System.Runtime.CompilerServices;
using ActorIpc.Links.Media;
using ActorIpc.Links.Readers;
using ActorIpc.Links.Rings;
using ActorIpc.Links.Spills;

namespace ActorIpc.Links;

/// <summary>
/// A duplex stream of whole records between two processes, in order. Writing is for any thread and never blocks; reading is a callback on a reader thread
/// (<see cref="ILinkHandler"/>). Everything the peer published before its end, whatever that end was, is delivered before the end is told.
/// </summary>
public sealed partial class Link : IAsyncDisposable, IDisposable
{
    private readonly LinkRuntime _runtime;
    private readonly Medium _medium;
    private readonly Outbound _outbound;
    private readonly WriterGate _gate = new();
    private byte[] _claimBuffer = [];
    private volatile LinkState _state = LinkState.Open;

    internal Link(LinkRuntime runtime, LinkTerms terms, Func<ReaderThread, Medium> medium)
    {
        _runtime = runtime;
        Reader = runtime.Readers.Next();
        _medium = medium(Reader);
        _outbound = new Outbound(_medium, new SpillQueue(terms.SpillLimit, runtime.Options.ControlReserve, runtime.SpillBudget));
        _assembly = new Assembly(terms.MaxMessage);
        Purpose = terms.Purpose;
        LocalAddress = terms.LocalAddress;
        Peer = terms.Peer;
        MaxMessage = terms.MaxMessage;
        MediumNote = terms.MediumNote;
        runtime.OnOpened(this);
        Reader.Add(this);
    }

    /// <summary>Whom it is for.</summary>
    public LinkPurpose Purpose { get; }

    /// <summary>This side's full address, as the handshake said it.</summary>
    public string LocalAddress { get; }

    /// <summary>Who is at the other end.</summary>
    public LinkPeer Peer { get; }

    /// <summary>What carries it.</summary>
    public LinkMedium Medium => _medium.Kind;

    /// <summary>Why it is not a better medium, or not larger rings: one sentence; null when it is the first choice.</summary>
    public string? MediumNote { get; }

    /// <summary>The longest record, in bytes, as negotiated.</summary>
    public int MaxMessage { get; }

    /// <summary>Capacity of the ring this side writes, in bytes; 0 when the medium has none.</summary>
    public int OutboundRing => (_medium as RingMedium)?.OutboundCapacity ?? 0;

    /// <summary>Capacity of the ring this side reads, in bytes; 0 when the medium has none.</summary>
    public int InboundRing => (_medium as RingMedium)?.InboundCapacity ?? 0;

    /// <summary>True while writes are taken.</summary>
    public bool IsOpen => _state == LinkState.Open;

    /// <summary>Bytes that wait in this side's spill.</summary>
    public long WaitingBytes => _outbound.Waiting;

    /// <summary>True when the peer has taken everything that was written, as far as this side can see: over a socket, when it has left this process. While it has not, more may as well come in larger records.</summary>
    public bool IsDrained
    {
        get
        {
            using (_gate.EnterScope())
                return _state != LinkState.Ended && _outbound.Waiting == 0 && _medium.IsDrained;
        }
    }

    /// <summary>Completes with the reason after the link has ended and <see cref="ILinkHandler.OnEnd"/> has returned; never faults.</summary>
    public Task<LinkEnd> Closed => _closed.Task;

    /// <summary>The position behind the last record the peer has published, in bytes of the stream; the scale of <see cref="InboundDelivered"/>. A record
    /// published before some other news of the peer arrived lies before the position read then.</summary>
    public long InboundPublished
    {
        get
        {
            using (_gate.EnterScope())
                return _state == LinkState.Ended ? _medium.Delivered : _medium.Published;
        }
    }

    /// <summary>The position behind the last record the handler has taken.</summary>
    public long InboundDelivered => _medium.Delivered;

    /// <summary>What has gone over it.</summary>
    public LinkCounters Counters => new(
        _outbound.Records, _outbound.Bytes, Volatile.Read(ref _recordsReceived), Volatile.Read(ref _bytesReceived), _medium.BellsSent, _wakeUps,
        _outbound.FullWaits, _outbound.SpilledBytes, _outbound.Refused);

    internal ReaderThread Reader { get; }

    /// <summary>Attaches the handler: delivery begins. Once.</summary>
    /// <exception cref="InvalidOperationException">It has a handler already.</exception>
    public void Start(ILinkHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (Interlocked.CompareExchange(ref _handler, handler, null) is not null)
            throw new InvalidOperationException("a link has one handler");
        if (_state == LinkState.Ended)
        {
            // It was closed here before it was started: nobody will call any more.
            if (Interlocked.Exchange(ref _endTold, 1) == 0)
                handler.OnEnd(_end!);
            return;
        }
        Reader.Wake();
    }

    /// <summary>Writes a record.</summary>
    /// <returns>False: the link is not open (<see cref="IsOpen"/>), or its spill is at its bound.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The record is longer than <see cref="MaxMessage"/>.</exception>
    public bool TryWrite(ReadOnlySpan<byte> payload, RecordClass recordClass = RecordClass.Data) => TryWrite(payload, default, recordClass);

    /// <summary>Writes a record of two parts, without putting them together first.</summary>
    /// <returns>False: the link is not open (<see cref="IsOpen"/>), or its spill is at its bound.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The record is longer than <see cref="MaxMessage"/>.</exception>
    public bool TryWrite(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, RecordClass recordClass = RecordClass.Data)
    {
        CheckLength(header.Length + payload.Length);
        _gate.Enter();
        try
        {
            if (_state != LinkState.Open || !_outbound.Write(header, payload, recordClass))
                return false;
            _medium.Publish();
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Begins a batch: its records are published together when it is disposed.</summary>
    public LinkBatch BeginBatch()
    {
        _gate.Enter();
        return new LinkBatch(this);
    }

    /// <summary>Claims room for one record to be written in place.</summary>
    /// <param name="maxLength">The most it will need, in bytes.</param>
    /// <param name="claim">The room, when there is a link to write to.</param>
    /// <returns>False: the link is not open.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MaxMessage"/>.</exception>
    public bool TryClaim(int maxLength, out LinkClaim claim)
    {
        CheckLength(maxLength);
        _gate.Enter();
        if (_state != LinkState.Open)
        {
            _gate.Exit();
            claim = default;
            return false;
        }
        if (_outbound.TryClaim(maxLength, out var room))
        {
            claim = new LinkClaim(this, room, inPlace: true);
            return true;
        }
        if (_claimBuffer.Length < maxLength)
        {
            ReturnClaimBuffer();
            _claimBuffer = ArrayPool<byte>.Shared.Rent(maxLength);
        }
        claim = new LinkClaim(this, _claimBuffer.AsSpan(0, maxLength), inPlace: false);
        return true;
    }

    /// <summary>Waits, after a refused write, until something of the spill has left and it is at most half full.</summary>
    /// <returns>False: the link is not open any more.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the link is as before.</exception>
    public async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellation = default)
    {
        Task waiting;
        using (_gate.EnterScope())
        {
            if (_state != LinkState.Open)
                return false;
            if (!_outbound.IsRefusing)
                return true;
            waiting = (_writable ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
        await waiting.WaitAsync(cancellation).ConfigureAwait(false);
        return IsOpen;
    }

    /// <summary>Delivery goes on after <see cref="LinkFlow.Stop"/> or <see cref="LinkFlow.Again"/>. Any thread, also before the handler has returned; without effect while
    /// nothing is stopped.</summary>
    public void Resume()
    {
        if (Interlocked.Exchange(ref _flow, FlowResumed) == FlowStopped)
            Reader.Wake();
    }

    /// <summary>
    /// Closes gracefully: takes no more writes, lets everything accepted on either side be delivered, then ends. Without a handler nothing is read any more. Must not be waited
    /// for inside a handler.
    /// </summary>
    /// <param name="timeout">After this it is cut (<see cref="LinkEndKind.TimedOut"/>); null: <see cref="LinkOptions.CloseTimeout"/>.</param>
    public Task<LinkEnd> CloseAsync(TimeSpan? timeout = null)
    {
        BeginClose(timeout ?? _runtime.Options.CloseTimeout);
        Reader.Wake();
        return Closed;
    }

    /// <summary>Cuts the link: what waits in the spill is lost, what was published the peer still gets. The end comes from the reader thread, soon.</summary>
    /// <param name="reason">For the log.</param>
    public void Abort(string reason = "cut by this side") => RequestEnd(new LinkEnd(LinkEndKind.LocalClose, reason), CloseCode.Aborted);

    /// <summary><see cref="Abort"/>.</summary>
    public void Dispose() => Abort();

    /// <summary><see cref="CloseAsync"/> with the default time-out.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    public override string ToString() => $"{Purpose} link to {(Peer.Address.Length == 0 ? Peer.Instance.ToString("N") : Peer.Address)} (pid {Peer.ProcessId}) over {Medium}";

    internal bool WriteInBatch(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, RecordClass recordClass)
    {
        CheckLength(header.Length + payload.Length);
        return _state == LinkState.Open && _outbound.Write(header, payload, recordClass);
    }

    internal void EndBatch()
    {
        try
        {
            if (_state != LinkState.Ended)
                _medium.Publish();
        }
        finally
        {
            _gate.Exit();
        }
    }

    internal bool PublishClaim(ReadOnlySpan<byte> bytes, bool inPlace)
    {
        try
        {
            if (inPlace)
                _outbound.CommitClaim(bytes.Length);
            else if (!_outbound.Write(bytes, default, RecordClass.Data))
                return false;
            _medium.Publish();
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    internal void AbandonClaim() => _gate.Exit();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckLength(int length)
    {
        if ((uint)length > (uint)MaxMessage)
            ThrowTooLong(length);
    }

    private void ThrowTooLong(int length) =>
        throw new ArgumentOutOfRangeException(nameof(length), $"a record must not be longer than the link's limit: bytes={length} limit={MaxMessage}");

    private void ReturnClaimBuffer()
    {
        if (_claimBuffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_claimBuffer);
        _claimBuffer = [];
    }
}
