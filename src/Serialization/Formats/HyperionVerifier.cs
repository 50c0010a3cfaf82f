using System.Buffers.Binary;
using System.Text;
using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Reads the bytes of a message without making any object, and proves what Hyperion takes on trust: every length fits into what is left, every
/// type is on the allow-list, the outermost may stand alone, nesting is bounded, and the message ends where its bytes end. Only then does
/// Hyperion, which would reserve whatever a length says and recurse as deep as it is told, see them.
/// </summary>
internal ref struct HyperionVerifier
{
    /// <summary>How deep values may nest.</summary>
    public const int MaximumDepth = 256;

    private static readonly Type[] TypeOfCode = MakeTypeOfCode();

    [ThreadStatic]
    private static List<TypeShape>? _typesOfThread;

    private readonly AllowList _allowList;
    private readonly HyperionFormatOptions _options;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<TypeShape> _types;
    private int _at;
    private int _depth;

    private HyperionVerifier(AllowList allowList, HyperionFormatOptions options, ReadOnlySpan<byte> bytes)
    {
        _allowList = allowList;
        _options = options;
        _bytes = bytes;
        _types = _typesOfThread ??= [];
        _types.Clear();
    }

    /// <summary>Verifies a message.</summary>
    /// <returns>The type of the whole when it is announced by its name.</returns>
    /// <exception cref="MessageRefusedException">A type in it may not travel, or not in its place.</exception>
    /// <exception cref="MalformedMessageException">The bytes are not what Hyperion writes.</exception>
    public static TypeShape? Verify(AllowList allowList, HyperionFormatOptions options, MessagePlace place, MessageFormat kind, ReadOnlySpan<byte> bytes)
    {
        var verifier = new HyperionVerifier(allowList, options, bytes);
        verifier.Message(place, kind);
        return bytes[0] == HyperionManifest.FullType ? verifier._types[0] : null;
    }

    private void Message(MessagePlace place, MessageFormat kind)
    {
        var root = Value(mayBeNull: false);
        if (root is null || !_allowList.MayStandAt(place, root, kind))
            throw _allowList.Refuse(root ?? typeof(object), kind);
        if (_at != _bytes.Length)
            throw Malformed($"a message ends with its bytes: end={_at}");
    }

    /// <summary>Passes over a value with its announcement, and says its type where the announcement does.</summary>
    private Type? Value(bool mayBeNull)
    {
        if (++_depth > MaximumDepth)
            throw Malformed($"values nest at most {MaximumDepth} deep");
        var type = Announced(Byte(), mayBeNull);
        _depth--;
        return type;
    }

    private Type? Announced(byte manifest, bool mayBeNull)
    {
        switch (manifest)
        {
            case HyperionManifest.Null:
                return mayBeNull ? null : throw Malformed("a value that cannot be null is not null");
            case HyperionManifest.Object:
                return typeof(object);
            case HyperionManifest.PrimitiveArray:
                return PrimitiveArray();
            case HyperionManifest.Reference when _options.PreserveObjectReferences:
                Skip(sizeof(int));
                return null;
            case HyperionManifest.KnownType:
                return Body(KnownType());
            case HyperionManifest.FullType when !_options.VersionTolerance:
                return Body(NamedType());
            case HyperionManifest.TypeAndFields when _options.VersionTolerance:
                var shape = NamedType();
                FieldNames(shape);
                return Body(shape);
            case HyperionManifest.Type:
                throw AllowList.Refuse(typeof(Type).FullName!);
            default:
                Primitive(manifest);
                return TypeOfCode[manifest];
        }
    }

    private TypeShape NamedType()
    {
        var name = Bytes(Length());
        var shape = _allowList.Find(name) ?? throw AllowList.Refuse(Encoding.UTF8.GetString(name[..Math.Min(name.Length, 1024)]));
        _types.Add(shape);
        return shape;
    }

    private TypeShape KnownType()
    {
        var number = BinaryPrimitives.ReadUInt16LittleEndian(Bytes(sizeof(ushort)));
        return number < _types.Count ? _types[number] : throw Malformed($"a type is named before it is referred to: number={number} named={_types.Count}");
    }

    /// <summary>The names of the fields the sender's type has: they must be ours. (What collections keep inside is their own affair: only their elements are written.)</summary>
    private void FieldNames(TypeShape shape)
    {
        var count = Byte();
        if (shape.Kind == ShapeKind.Object && count != (byte)shape.Fields.Length)
            throw Malformed($"sender and receiver have the same fields in {shape.Name}: sender={count} receiver={shape.Fields.Length}");
        for (var i = 0; i < count; i++)
        {
            var name = Bytes(Length());
            if (shape.Kind == ShapeKind.Object && !name.SequenceEqual(Encoding.UTF8.GetBytes(shape.Fields[i].Name)))
                throw Malformed($"sender and receiver have the same fields in {shape.Name}: receiver={shape.Fields[i].Name} sender={Encoding.UTF8.GetString(name)}");
        }
    }

    private Type Body(TypeShape shape)
    {
        if (shape.Kind == ShapeKind.Sequence)
        {
            var count = Length();
            for (var i = 0; i < count; i++)
                Value(shape.ElementMayBeNull);
            return shape.Type;
        }
        if (shape.Kind != ShapeKind.Object)
            throw Malformed($"a primitive type is announced by its code: type={shape.Name}");
        foreach (var field in shape.Fields)
        {
            if (field.Primitive != 0 && !_options.VersionTolerance)
                Primitive(field.Primitive);
            else
                Value(field.MayBeNull);
        }
        return shape.Type;
    }

    private Type PrimitiveArray()
    {
        var code = Byte();
        var size = HyperionManifest.SizeOf(code);
        if (size < 0 || code == HyperionManifest.ByteArray)
            throw Malformed($"an array of primitives has elements of one primitive type: code={code}");
        var count = Length();
        if (size > 0)
        {
            if (count > (_bytes.Length - _at) / size)
                throw Malformed($"a length fits into what is left: count={count} size={size}");
            Skip(count * size);
        }
        for (var i = 0; size == 0 && i < count; i++)
            Primitive(code);
        return TypeOfCode[code].MakeArrayType();
    }

    private void Primitive(int code)
    {
        switch (HyperionManifest.SizeOf(code))
        {
            case -1:
                throw Malformed($"a value begins with a code of the format: code={code}");
            case > 0 and var size:
                Skip(size);
                break;
            case 0 when code == HyperionManifest.ByteArray:
                Skip(Length());
                break;
            default:
                var length = Byte();
                Skip(length == byte.MaxValue ? Length() : Math.Max(0, length - 1));
                break;
        }
    }

    private byte Byte() => Bytes(1)[0];

    /// <summary>A length or a count: whatever it counts takes at least a byte each, so it cannot exceed what is left.</summary>
    private int Length()
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));
        return length >= 0 && length <= _bytes.Length - _at ? length : throw Malformed($"a length fits into what is left: length={length}");
    }

    private void Skip(int count) => Bytes(count);

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _bytes.Length - _at)
            throw Malformed($"a message is complete: missing={count - (_bytes.Length - _at)}");
        var bytes = _bytes.Slice(_at, count);
        _at += count;
        return bytes;
    }

    private static Type[] MakeTypeOfCode()
    {
        var types = new Type[byte.MaxValue + 1];
        foreach (var (type, code) in KnownTypes.Primitives)
            types[code] = type;
        return types;
    }

    private readonly MalformedMessageException Malformed(string rule) => new($"{rule} offset={_at} bytes={_bytes.Length}");
}
