using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ActorIpc.Links.Handshakes;

/// <summary>Writes the fields of a frame's body, little-endian.</summary>
internal sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _body = new();

    public ReadOnlySpan<byte> Body => _body.WrittenSpan;

    public FrameWriter Byte(byte value)
    {
        _body.Write([value]);
        return this;
    }

    public FrameWriter UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_body.GetSpan(2), value);
        _body.Advance(2);
        return this;
    }

    public FrameWriter Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_body.GetSpan(4), value);
        _body.Advance(4);
        return this;
    }

    public FrameWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_body.GetSpan(8), value);
        _body.Advance(8);
        return this;
    }

    public FrameWriter Guid(Guid value)
    {
        value.TryWriteBytes(_body.GetSpan(16));
        _body.Advance(16);
        return this;
    }

    public FrameWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public FrameWriter Bytes(ReadOnlySpan<byte> value)
    {
        UInt16(checked((ushort)value.Length));
        _body.Write(value);
        return this;
    }
}
