using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using ActorIpc.Messages;
using Google.Protobuf;

namespace ActorIpc.Serialization.Formats;

/// <summary>Messages that <c>protoc</c> makes, in the binary form of Protocol Buffers. Its parser bounds nesting to 100 and every length by what is left.</summary>
public sealed class ProtobufFormat : NamedFormat
{
    private readonly ConcurrentDictionary<Type, MessageParser> _parsers = new();

    /// <summary>Makes the format.</summary>
    /// <param name="allowList">The types that may travel.</param>
    public ProtobufFormat(AllowList allowList)
        : base(allowList, MessageFormat.Protobuf)
    {
    }

    private protected override void WriteBody(object message, Type type, MessageOutput output) => ((IMessage)message).WriteTo((IBufferWriter<byte>)output);

    private protected override object? ReadBody(ReadOnlySpan<byte> bytes, Type type) => _parsers.GetOrAdd(type, ParserOf).ParseFrom(bytes);

    private static MessageParser ParserOf(Type type) => type.GetProperty("Parser", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as MessageParser
        ?? throw new MalformedMessageException($"a message of Protocol Buffers has a static property Parser: type={type}");
}
