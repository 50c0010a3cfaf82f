using System.Buffers.Binary;
using System.Net.Sockets;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Rings;

namespace ActorIpc.Links.Media;

/// <summary>The records themselves over a stream socket (Unix or TCP), unpadded, ended by a close record.</summary>
internal sealed class SocketMedium : Medium
{
    /// <summary>The longest payload of one record over a socket, in bytes.</summary>
    public const int FragmentBytes = 64 * 1024;

    private const int OutBytes = FragmentBytes + (64 * 1024);
    private const int InBytes = FragmentBytes + (64 * 1024);

    private readonly Socket _socket;
    private readonly Action _wakeReader;
    private readonly byte[] _out = new byte[OutBytes];
    private readonly byte[] _in = new byte[InBytes];
    private int _outStart;
    private int _outEnd;
    private int _inStart;
    private int _inEnd;
    private ushort _outNumber;
    private ushort _inNumber;
    private bool _wantsWrite;
    private bool _peerDeaf;
    private bool _hungUp;
    private bool _readable = true;
    private long _delivered;
    private long _received;
    private CloseCode _peerClosed;

    /// <param name="socket">Non-blocking, its handshake complete.</param>
    /// <param name="kind">Unix socket or TCP.</param>
    /// <param name="wakeReader">Makes the reader thread look at <see cref="Interest"/> again.</param>
    public SocketMedium(Socket socket, LinkMedium kind, Action wakeReader)
    {
        _socket = socket;
        _wakeReader = wakeReader;
        Kind = kind;
    }

    /// <inheritdoc/>
    public override LinkMedium Kind { get; }

    /// <inheritdoc/>
    public override int MaxFragment => FragmentBytes;

    /// <inheritdoc/>
    public override int ScratchBytes => 0;

    /// <inheritdoc/>
    public override Socket Socket => _socket;

    /// <inheritdoc/>
    public override bool CanSpin => false;

    /// <inheritdoc/>
    public override string? WriteViolation => null;

    /// <inheritdoc/>
    public override bool TryPut(byte flags, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        if (!HasRoom(RecordLayout.HeaderBytes + length))
            return false;
        PutHeader(length, RecordLayout.KindMessage, flags);
        first.CopyTo(_out.AsSpan(_outEnd));
        second.CopyTo(_out.AsSpan(_outEnd + first.Length));
        _outEnd += length;
        return true;
    }

    /// <inheritdoc/>
    public override bool TryClaim(int length, out Span<byte> payload)
    {
        payload = default;
        if (!HasRoom(RecordLayout.HeaderBytes + length))
            return false;
        payload = _out.AsSpan(_outEnd + RecordLayout.HeaderBytes, length);
        return true;
    }

    /// <inheritdoc/>
    public override void CommitClaim(int length)
    {
        PutHeader(length, RecordLayout.KindMessage, RecordLayout.FlagWhole);
        _outEnd += length;
    }

    /// <inheritdoc/>
    public override void Publish()
    {
        if (!Volatile.Read(ref _wantsWrite))
            Send();
    }

    /// <inheritdoc/>
    public override bool AwaitSpace(int length)
    {
        // What does not fit means output that waits for the socket, and the reader thread looks again when that can take more.
        Send();
        return HasRoom(RecordLayout.HeaderBytes + length);
    }

    /// <inheritdoc/>
    public override void ForgetSpace()
    {
    }

    /// <inheritdoc/>
    public override bool PeerReadsNoMore => _peerDeaf;

    /// <inheritdoc/>
    public override bool TryAnnounceClose(CloseCode code)
    {
        if (!HasRoom(RecordLayout.HeaderBytes + 1))
            return false;
        PutHeader(1, RecordLayout.KindClose, 0);
        _out[_outEnd++] = (byte)code;
        Send();
        return true;
    }

    /// <inheritdoc/>
    public override bool HasOutput => _outStart != _outEnd && !_peerDeaf && !Volatile.Read(ref _wantsWrite);

    /// <inheritdoc/>
    public override void AnnounceDeaf()
    {
        // A peer that writes to a socket nobody reads is told so by the kernel when this side closes.
    }

    /// <inheritdoc/>
    public override bool IsFlushed => _outStart == _outEnd || _peerDeaf;

    /// <inheritdoc/>
    public override bool IsDrained => _outStart == _outEnd;

    /// <inheritdoc/>
    public override long Published => Volatile.Read(ref _received) + _socket.Available;

    /// <inheritdoc/>
    public override long Delivered => Volatile.Read(ref _delivered);

    /// <inheritdoc/>
    public override bool Receive(byte[] scratch, IRecordSink sink, int budget, out LinkFlow flow)
    {
        flow = LinkFlow.More;
        var start = _delivered;
        while (_delivered - start < budget)
        {
            if (!Parse(sink, ref flow) && (flow != LinkFlow.More || !Fill()))
                break;
        }
        return _delivered != start;
    }

    /// <inheritdoc/>
    public override bool IsEmpty => _peerClosed != CloseCode.Open || (PeerGone && !HasWholeRecord());

    /// <inheritdoc/>
    public override CloseCode PeerClosed => _peerClosed;

    /// <inheritdoc/>
    public override short Interest(bool stopped) => _hungUp
        ? NoInterest
        : (short)((stopped || _peerClosed != CloseCode.Open ? 0 : Posix.PollIn) | (Volatile.Read(ref _wantsWrite) ? Posix.PollOut : 0));

    /// <inheritdoc/>
    public override void OnEvents(short events, byte[] scratch)
    {
        if ((events & Posix.PollIn) != 0)
            _readable = true;
        if ((events & Posix.PollOut) != 0)
            Volatile.Write(ref _wantsWrite, false);
        if ((events & (Posix.PollHangUp | Posix.PollError)) != 0)
        {
            // What the peer sent before its end is still in the kernel: Fill finds the end behind it.
            _hungUp = true;
            _readable = true;
            _peerDeaf = true;
            Volatile.Write(ref _wantsWrite, false);
        }
    }

    /// <inheritdoc/>
    public override bool TryArm(bool stopped) => stopped || !_readable || _peerClosed != CloseCode.Open;

    /// <inheritdoc/>
    public override void Disarm()
    {
    }

    /// <inheritdoc/>
    public override void Dispose() => _socket.Dispose();

    private void PutHeader(int length, byte kind, byte flags)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_out.AsSpan(_outEnd), RecordLayout.Header(length, kind, flags, _outNumber++));
        _outEnd += RecordLayout.HeaderBytes;
    }

    private bool HasRoom(int bytes)
    {
        if (_out.Length - _outEnd >= bytes)
            return true;
        if (_outStart > 0)
        {
            _out.AsSpan(_outStart, _outEnd - _outStart).CopyTo(_out);
            _outEnd -= _outStart;
            _outStart = 0;
        }
        if (_out.Length - _outEnd >= bytes)
            return true;
        if (!Volatile.Read(ref _wantsWrite))
            Send();
        if (_outStart == _outEnd)
            _outStart = _outEnd = 0;
        return _out.Length - _outEnd >= bytes;
    }

    private void Send()
    {
        while (_outStart < _outEnd && !_peerDeaf)
        {
            var sent = _socket.Send(_out.AsSpan(_outStart, _outEnd - _outStart), SocketFlags.None, out var error);
            BellsSent++;
            if (error == SocketError.Success)
            {
                _outStart += sent;
            }
            else if (error == SocketError.WouldBlock)
            {
                if (!Volatile.Read(ref _wantsWrite))
                {
                    Volatile.Write(ref _wantsWrite, true);
                    _wakeReader();
                }
                return;
            }
            else if (error != SocketError.Interrupted)
            {
                // The peer's end is closed. What it sent before is still to be read, so the end is found by the reading side.
                _peerDeaf = true;
                return;
            }
        }
        if (_outStart == _outEnd)
            _outStart = _outEnd = 0;
    }

    private bool HasWholeRecord()
    {
        var available = _inEnd - _inStart;
        return available >= RecordLayout.HeaderBytes
            && RecordLayout.HeaderBytes + RecordLayout.Length(BinaryPrimitives.ReadUInt64LittleEndian(_in.AsSpan(_inStart))) <= available;
    }

    /// <summary>Delivers the first buffered record; false when there is no whole one, or the handler did not take it, or the stream is over.</summary>
    private bool Parse(IRecordSink sink, ref LinkFlow flow)
    {
        var available = _inEnd - _inStart;
        if (flow != LinkFlow.More || available < RecordLayout.HeaderBytes || _peerClosed != CloseCode.Open)
            return false;
        var header = BinaryPrimitives.ReadUInt64LittleEndian(_in.AsSpan(_inStart));
        var kind = RecordLayout.Kind(header);
        if (RecordLayout.Length(header) > FragmentBytes || RecordLayout.Number(header) != _inNumber || kind is not (RecordLayout.KindMessage or RecordLayout.KindClose)
            || RecordLayout.Flags(header) > RecordLayout.FlagWhole)
            throw new LinkViolation(RecordLayout.Explain(header, _inNumber, FragmentBytes));
        var length = (int)RecordLayout.Length(header);
        if (available < RecordLayout.HeaderBytes + length)
            return false;
        var payload = _in.AsSpan(_inStart + RecordLayout.HeaderBytes, length);
        if (kind == RecordLayout.KindClose)
        {
            if (length != 1 || payload[0] is 0 or > (byte)CloseCode.HandlerFailed)
                throw new LinkViolation($"a close record must have one byte 1..{(int)CloseCode.HandlerFailed}: length={length}");
            _peerClosed = (CloseCode)payload[0];
        }
        else
        {
            flow = sink.OnRecord(RecordLayout.Flags(header), payload);
            if (flow == LinkFlow.Again)
                return false;
        }
        _inNumber++;
        _inStart += RecordLayout.HeaderBytes + length;
        Volatile.Write(ref _delivered, _delivered + RecordLayout.HeaderBytes + length);
        return flow == LinkFlow.More;
    }

    private bool Fill()
    {
        if (!_readable || PeerGone || _peerClosed != CloseCode.Open)
            return false;
        if (_inStart > 0)
        {
            _in.AsSpan(_inStart, _inEnd - _inStart).CopyTo(_in);
            _inEnd -= _inStart;
            _inStart = 0;
        }
        var bytes = _socket.Receive(_in.AsSpan(_inEnd), SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            _readable = error == SocketError.Interrupted;
            return false;
        }
        if (error != SocketError.Success || bytes == 0)
        {
            PeerGone = true;
            return false;
        }
        _inEnd += bytes;
        Volatile.Write(ref _received, _received + bytes);
        return true;
    }
}
