using System.Runtime.CompilerServices;
using ActorIpc.Messages;
using Hyperion;
using MemoryPack;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Messages with <c>[MemoryPackable]</c>, as MemoryPack writes them:
/// <code>
/// payload = 1 memorypack            a message as MemoryPack writes it
///         | 2 hyperion              one whose bytes have a trap
/// trap    = any of 0..3, 0, 0, 128
/// </code>
/// </summary>
/// <remarks>
/// MemoryPack checks lengths against the bytes that are left, with exceptions. No payload with a trap (<see cref="MemoryPackTraps"/>) is given to it: the rare message that has one is
/// written by Hyperion, whose bytes are verified. The product of a count and the size of an element is kept in range by the longest payload. What else MemoryPack takes at its word
/// (nesting, arrays of several dimensions, <see cref="Type"/>, see <see cref="FormatChooser"/>) does not come here in the first place.
/// </remarks>
public sealed class MemoryPackFormat : NamedFormat
{
    private const byte ByMemoryPack = 1;
    private const byte ByHyperion = 2;

    private readonly MemoryPackSerializerOptions _options;
    private readonly Lazy<HyperionFormat> _hyperion;
    private readonly int _maximumLength;

    static MemoryPackFormat()
    {
        MemoryPackFormatterProvider.Register(new NodeNameFormatter());
        MemoryPackFormatterProvider.RegisterGenericType(typeof(NodeRef<>), typeof(NodeRefFormatter<>));
    }

    /// <summary>Makes the format.</summary>
    /// <param name="allowList">The types that may travel.</param>
    /// <param name="surrogates">The conversions that stand behind the allow-list's substitutions, for Hyperion; null: none.</param>
    /// <param name="services">What formatters of members may ask for while they read and write; null: nothing.</param>
    public MemoryPackFormat(AllowList allowList, IReadOnlyList<Surrogate>? surrogates = null, IServiceProvider? services = null)
        : base(allowList, MessageFormat.MemoryPack)
    {
        ArgumentNullException.ThrowIfNull(allowList);
        _options = MemoryPackSerializerOptions.Default with { ServiceProvider = services };
        _hyperion = new Lazy<HyperionFormat>(() => new HyperionFormat(allowList, new HyperionFormatOptions { Surrogates = surrogates ?? [] }, MessageFormat.MemoryPack));
        _maximumLength = Math.Min(MessageOutput.MaximumLength, int.MaxValue / LargestElement(allowList));
    }

    private protected override void WriteBody(object message, Type type, MessageOutput output)
    {
        var begin = (int)output.Length;
        output.WriteByte(ByMemoryPack);
        MemoryPackSerializer.Serialize(type, output, message, _options);
        if (MemoryPackTraps.IsIn(output.Written[(begin + 1)..]))
        {
            output.Truncate(begin);
            output.WriteByte(ByHyperion);
            _hyperion.Value.Write(message, MessagePlace.Alone, output);
        }
        CheckLength(type, (int)output.Length - begin);
    }

    private protected override object? ReadBody(ReadOnlySpan<byte> bytes, Type type)
    {
        CheckLength(type, bytes.Length);
        var body = bytes.IsEmpty ? bytes : bytes[1..];
        return (bytes.IsEmpty ? 0 : bytes[0]) switch
        {
            ByMemoryPack when !MemoryPackTraps.IsIn(body) => Unpack(body, type),
            ByMemoryPack => throw new MalformedMessageException($"bytes that MemoryPack cannot be given are written by Hyperion: type={type} bytes={bytes.Length}"),
            ByHyperion when _hyperion.Value.Deserialize(body) is var message && message.GetType() == type => message,
            _ => throw new MalformedMessageException($"a message is written by MemoryPack or by Hyperion, and is of the type that is named: type={type} bytes={bytes.Length}"),
        };
    }

    private object? Unpack(ReadOnlySpan<byte> bytes, Type type)
    {
        object? message = null;
        var read = MemoryPackSerializer.Deserialize(type, bytes, ref message, _options);
        return read == bytes.Length ? message : throw new MalformedMessageException($"a message ends with its bytes: type={type} end={read} bytes={bytes.Length}");
    }

    private void CheckLength(Type type, int length)
    {
        if (length > _maximumLength)
            throw new MalformedMessageException($"a message has at most {_maximumLength} bytes: type={type} bytes={length}");
    }

    /// <summary>The size of the largest value that MemoryPack copies as it lies in memory.</summary>
    private static int LargestElement(AllowList allowList)
    {
        var ofNullable = 2 * sizeof(long); // what Nullable<T> adds, at the most
        return allowList.Types.Where(type => type is { IsValueType: true, ContainsGenericParameters: false, IsPrimitive: false, IsEnum: false })
            .Select(type => RuntimeHelpers.SizeOf(type.TypeHandle)).Append(sizeof(long)).Max() + ofNullable;
    }
}
