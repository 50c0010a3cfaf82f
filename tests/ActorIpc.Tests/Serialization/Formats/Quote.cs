using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ActorIpc.Tests.Serialization.Formats;

/// <summary>What protoc would make of <c>message Quote { string symbol = 1; int64 number = 2; }</c>, made an ActorIpc message by a second part.</summary>
public sealed class Quote : Google.Protobuf.IMessage<Quote>, IBufferMessage, ActorIpc.Messages.IMessage<ISample>
{
    public static MessageParser<Quote> Parser { get; } = new(() => new Quote());

    public string Symbol { get; set; } = "";

    public long Number { get; set; }

    MessageDescriptor IMessage.Descriptor => throw new NotSupportedException();

    public Quote Clone() => new() { Symbol = Symbol, Number = Number };

    public bool Equals(Quote? other) => other is not null && other.Symbol == Symbol && other.Number == Number;

    public override bool Equals(object? obj) => Equals(obj as Quote);

    public override int GetHashCode() => HashCode.Combine(Symbol, Number);

    public int CalculateSize() => 1 + CodedOutputStream.ComputeStringSize(Symbol) + 1 + CodedOutputStream.ComputeInt64Size(Number);

    public void MergeFrom(Quote message) => (Symbol, Number) = (message.Symbol, message.Number);

    public void MergeFrom(CodedInputStream input) => input.ReadRawMessage(this);

    public void WriteTo(CodedOutputStream output) => output.WriteRawMessage(this);

    void IBufferMessage.InternalMergeFrom(ref ParseContext input)
    {
        while (input.ReadTag() is > 0 and var tag)
        {
            switch (tag)
            {
                case 10:
                    Symbol = input.ReadString();
                    break;
                case 16:
                    Number = input.ReadInt64();
                    break;
                default:
                    UnknownFieldSet.MergeFieldFrom(null, ref input);
                    break;
            }
        }
    }

    void IBufferMessage.InternalWriteTo(ref WriteContext output)
    {
        output.WriteRawTag(10);
        output.WriteString(Symbol);
        output.WriteRawTag(16);
        output.WriteInt64(Number);
    }
}
