using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace ActorIpc.Links.Handshakes;

/// <summary>
/// Frames over a socket, with a deadline for each step and exact reads: what follows the last frame stays in the socket. A frame is u32 length (of type and
/// body), u8 type, body.
/// </summary>
/// <param name="socket">Connected; becomes non-blocking.</param>
/// <param name="timeout">For each step.</param>
internal sealed class HandshakeSocket(Socket socket, TimeSpan timeout)
{
    /// <summary>The longest frame: a greeting with the longest addresses and data.</summary>
    public const int MaxFrame = 1 + 128 + (2 * LinkOptions.MaxAddress) + LinkOptions.MaxHandshakeData;

    private const int MaxText = 2048;

    public Socket Socket { get; } = socket;

    /// <summary>Sends a frame.</summary>
    /// <exception cref="LinkException">Not in time, or the peer is gone.</exception>
    public void Send(FrameType type, ReadOnlySpan<byte> body)
    {
        Socket.Blocking = false;
        var frame = new byte[5 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, 1 + body.Length);
        frame[4] = (byte)type;
        body.CopyTo(frame.AsSpan(5));
        var watch = Stopwatch.StartNew();
        for (var sent = 0; sent < frame.Length;)
        {
            var count = Socket.Send(frame.AsSpan(sent), SocketFlags.None, out var error);
            if (error == SocketError.Success)
                sent += count;
            else if (error == SocketError.WouldBlock)
                Wait(watch, SelectMode.SelectWrite, $"sending {type}");
            else if (error != SocketError.Interrupted)
                throw Gone($"the peer went away while it was sent {type}: {error}");
        }
    }

    /// <summary>Sends REJECT as far as the peer still listens.</summary>
    public void TryReject(LinkFailure failure, string text)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Send(FrameType.Reject, new FrameWriter().UInt16((ushort)failure).Bytes(bytes.AsSpan(0, Math.Min(bytes.Length, MaxText))).Body);
        }
        catch (Exception error) when (error is LinkException or SocketException or ObjectDisposedException)
        {
            // It is refused either way; it only does not hear why.
        }
    }

    /// <summary>Receives a frame of one of two types.</summary>
    /// <exception cref="LinkException">Not in time, another frame, the peer refused or is gone.</exception>
    public (FrameType Type, byte[] Body) Receive(FrameType expected, FrameType? or = null)
    {
        Socket.Blocking = false;
        var step = or is null ? $"{expected}" : $"{expected} or {or}";
        var watch = Stopwatch.StartNew();
        var prefix = new byte[5];
        ReadExactly(prefix, watch, step);
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length is < 1 or > MaxFrame)
            throw new LinkException(LinkFailure.ProtocolViolation, $"a frame must have 1 to {MaxFrame} bytes: expected={step} bytes={length}");
        var body = new byte[length - 1];
        ReadExactly(body, watch, step);
        var type = (FrameType)prefix[4];
        if (type == FrameType.Reject)
            throw Rejected(body);
        return type == expected || type == or
            ? (type, body)
            : throw new LinkException(LinkFailure.ProtocolViolation, $"the next frame must be {step}: type={(byte)type}");
    }

    /// <summary>A peer that refuses closes at once: its REJECT may be waiting behind the failure to send, and says more.</summary>
    private LinkException Gone(string text)
    {
        try
        {
            Receive(FrameType.Reject);
        }
        catch (LinkException waiting) when (waiting.Failure != LinkFailure.PeerDied)
        {
            return waiting;
        }
        catch (LinkException)
        {
            // It said nothing.
        }
        return new LinkException(LinkFailure.PeerDied, text);
    }

    private static LinkException Rejected(byte[] body)
    {
        var reader = new FrameReader(body);
        var failure = (LinkFailure)reader.UInt16("code");
        return new LinkException(Enum.IsDefined(failure) ? failure : LinkFailure.Refused, $"the peer refused: {reader.Text("text", MaxText)}");
    }

    private void ReadExactly(Span<byte> buffer, Stopwatch watch, string step)
    {
        while (!buffer.IsEmpty)
        {
            var count = Socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.Success && count > 0)
                buffer = buffer[count..];
            else if (error == SocketError.WouldBlock)
                Wait(watch, SelectMode.SelectRead, step);
            else if (error != SocketError.Interrupted)
                throw new LinkException(LinkFailure.PeerDied, $"the peer went away before {step}: {(error == SocketError.Success ? "end of file" : error)}");
        }
    }

    private void Wait(Stopwatch watch, SelectMode mode, string step)
    {
        var left = timeout - watch.Elapsed;
        if (left <= TimeSpan.Zero || !Socket.Poll(left, mode))
            throw new LinkException(LinkFailure.TimedOut, $"a step of the handshake must come within {timeout.TotalMilliseconds:0} ms: step={step}");
    }
}
