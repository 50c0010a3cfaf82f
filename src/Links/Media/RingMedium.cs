using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Rings;
using ActorIpc.Links.Segments;

namespace ActorIpc.Links.Media;

/// <summary>Shared memory: one segment with two rings, and a Unix socket that carries bells (bytes without a meaning) and tells of death.</summary>
internal sealed class RingMedium : Medium
{
    private static readonly byte[] Bell = [1];

    private readonly Segment _segment;
    private readonly Socket _socket;
    private readonly RingWriter _writer;
    private readonly RingReader _reader;
    private readonly int _maxFragment;

    public RingMedium(Segment segment, Socket socket, bool creator)
    {
        _segment = segment;
        _socket = socket;
        var outbound = creator ? segment.Layout.Ring0 : segment.Layout.Ring1;
        var inbound = creator ? segment.Layout.Ring1 : segment.Layout.Ring0;
        _writer = new RingWriter(segment.Memory, outbound);
        _reader = new RingReader(segment.Memory, inbound);
        _maxFragment = outbound.MaxFragment;
        ScratchBytes = RingReader.ScratchBytes(inbound);
        OutboundCapacity = outbound.Capacity;
        InboundCapacity = inbound.Capacity;
    }

    public int OutboundCapacity { get; }

    public int InboundCapacity { get; }

    /// <inheritdoc/>
    public override LinkMedium Kind => LinkMedium.SharedMemory;

    /// <inheritdoc/>
    public override int MaxFragment => _maxFragment;

    /// <inheritdoc/>
    public override int ScratchBytes { get; }

    /// <inheritdoc/>
    public override Socket Socket => _socket;

    /// <inheritdoc/>
    public override bool CanSpin => true;

    /// <inheritdoc/>
    public override string? WriteViolation => _writer.Violation;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryPut(byte flags, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => _writer.TryPut(flags, first, second);

    /// <inheritdoc/>
    public override bool TryClaim(int length, out Span<byte> payload) => _writer.TryClaim(length, out payload);

    /// <inheritdoc/>
    public override void CommitClaim(int length) => _writer.CommitClaim(length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override void Publish()
    {
        if (_writer.Publish())
            Ring();
    }

    /// <inheritdoc/>
    public override bool AwaitSpace(int length) => _writer.AwaitSpace(length);

    /// <inheritdoc/>
    public override void ForgetSpace() => _writer.ForgetSpace();

    /// <inheritdoc/>
    public override bool PeerReadsNoMore => _writer.ConsumerClosed;

    /// <inheritdoc/>
    public override bool TryAnnounceClose(CloseCode code)
    {
        _writer.Close(code);
        Ring();
        return true;
    }

    /// <inheritdoc/>
    public override void AnnounceDeaf()
    {
        _reader.Close();
        Ring();
    }

    /// <inheritdoc/>
    public override bool HasOutput => false;

    /// <inheritdoc/>
    public override bool IsFlushed => true;

    /// <inheritdoc/>
    public override bool IsDrained => _writer.IsDrained();

    /// <inheritdoc/>
    public override long Published => _reader.Published();

    /// <inheritdoc/>
    public override long Delivered => _reader.Head;

    /// <inheritdoc/>
    public override bool Receive(byte[] scratch, IRecordSink sink, int budget, out LinkFlow flow)
    {
        var taken = _reader.Drain(scratch, sink, budget, out flow, out var bell);
        if (bell)
            Ring();
        return taken > 0;
    }

    /// <inheritdoc/>
    public override bool IsEmpty => _reader.IsEmpty();

    /// <inheritdoc/>
    public override CloseCode PeerClosed => _reader.ProducerClosed();

    /// <inheritdoc/>
    public override short Interest(bool stopped) => PeerGone ? NoInterest : Posix.PollIn;

    /// <inheritdoc/>
    public override void OnEvents(short events, byte[] scratch)
    {
        // Bells are read and forgotten before the rings are looked at: one that comes later wakes the thread again.
        while (true)
        {
            var bytes = _socket.Receive(scratch, SocketFlags.None, out var error);
            if (error is SocketError.WouldBlock or SocketError.Interrupted)
                return;
            if (error != SocketError.Success || bytes == 0)
            {
                // A reset is the death of a peer that had unread bells: the same end.
                PeerGone = true;
                return;
            }
            if (bytes < scratch.Length)
                return;
        }
    }

    /// <inheritdoc/>
    public override bool TryArm(bool stopped) => _reader.TryArm() || stopped;

    /// <inheritdoc/>
    public override void Disarm() => _reader.Disarm();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _socket.Dispose();
        _segment.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Ring()
    {
        FaultPoints.Hit(FaultPoints.WriterBeforeBell);
        BellsSent++;
        // A full socket means unread bells, so the peer cannot be asleep; a closed one is noticed by the reader thread.
        _ = _socket.Send(Bell, SocketFlags.None, out _);
    }
}
