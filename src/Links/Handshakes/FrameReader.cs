using System.Buffers.Binary;
using System.Text;

namespace ActorIpc.Links.Handshakes;

/// <summary>Reads the fields of a frame's body; a body that is too short, or too long at the end, is a violation that names the field.</summary>
/// <param name="body">The body.</param>
internal ref struct FrameReader(ReadOnlySpan<byte> body)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = body;

    public byte Byte(string field) => Take(1, field)[0];

    public ushort UInt16(string field) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, field));

    public int Int32(string field) => BinaryPrimitives.ReadInt32LittleEndian(Take(4, field));

    public long Int64(string field) => BinaryPrimitives.ReadInt64LittleEndian(Take(8, field));

    public Guid Guid(string field) => new(Take(16, field));

    public string Text(string field, int maxBytes)
    {
        try
        {
            return Strict.GetString(Bytes(field, maxBytes));
        }
        catch (DecoderFallbackException error)
        {
            throw new LinkException(LinkFailure.ProtocolViolation, $"a text must be UTF-8: field={field}", error);
        }
    }

    public ReadOnlySpan<byte> Bytes(string field, int maxBytes)
    {
        var length = UInt16(field);
        return length <= maxBytes
            ? Take(length, field)
            : throw new LinkException(LinkFailure.ProtocolViolation, $"a field must have at most {maxBytes} bytes: field={field} bytes={length}");
    }

    public readonly void End(FrameType type)
    {
        if (!_rest.IsEmpty)
            throw new LinkException(LinkFailure.ProtocolViolation, $"a frame must end with its last field: frame={type} extra={_rest.Length}");
    }

    private ReadOnlySpan<byte> Take(int count, string field)
    {
        if (_rest.Length < count)
            throw new LinkException(LinkFailure.ProtocolViolation, $"a frame must hold all of its fields: field={field} needs={count} left={_rest.Length}");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
