using System.Buffers.Binary;
using System.Collections;
using System.Text;
using ActorIpc.Serialization.Formats;

namespace ActorIpc.Serialization;

/// <summary>How the values of a type are laid out on the wire.</summary>
internal enum ShapeKind
{
    /// <summary>A value with a format of its own, such as a number or a text. <see cref="TypeShape.Fields"/> and <see cref="TypeShape.ElementMayBeNull"/> mean nothing.</summary>
    Primitive,

    /// <summary>An array of primitive values. <see cref="TypeShape.Fields"/> and <see cref="TypeShape.ElementMayBeNull"/> mean nothing.</summary>
    PrimitiveArray,

    /// <summary>A count and that many values. <see cref="TypeShape.ElementMayBeNull"/> is valid.</summary>
    Sequence,

    /// <summary>Fields one after the other. <see cref="TypeShape.Fields"/> is valid.</summary>
    Object,
}

/// <summary>One field of an object on the wire.</summary>
/// <param name="Name">The name of the .NET field.</param>
/// <param name="Primitive">The code of its type when that is a primitive, else 0.</param>
/// <param name="MayBeNull">False exactly when the field is of a value type other than <see cref="Nullable{T}"/>.</param>
internal sealed record FieldShape(string Name, int Primitive, bool MayBeNull);

/// <summary>What the bytes of one allowed type look like.</summary>
/// <param name="Type">The type.</param>
/// <param name="Kind">How its values are laid out.</param>
/// <param name="Fields">Its fields in the order of the wire.</param>
/// <param name="ElementMayBeNull">Whether an element may be null.</param>
internal sealed record TypeShape(Type Type, ShapeKind Kind, FieldShape[] Fields, bool ElementMayBeNull)
{
    /// <summary>The name by which the wire knows the type.</summary>
    public string Name { get; } = WireName.Of(Type);

    /// <summary>How Hyperion announces the type where it occurs first in a message.</summary>
    public byte[] Announcement { get; } = Announce(WireName.Of(Type));

    /// <summary>Whether its values hold nothing but primitive ones, so that no other type is announced inside.</summary>
    public bool IsFlat { get; } = Kind == ShapeKind.Object && Array.TrueForAll(Fields, field => field.Primitive != 0);

    /// <summary>Whether a member of a type can hold null.</summary>
    public static bool MayBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>What a sequence holds, as the wire sees it; null when the type is no sequence.</summary>
    /// <remarks><see cref="Dictionary{TKey, TValue}"/> is written as entries, other dictionaries as pairs.</remarks>
    public static Type? ElementOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        if (!type.IsGenericType || !KnownGenerics.Sequences.Contains(type.GetGenericTypeDefinition()))
            return null;
        if (type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return typeof(DictionaryEntry);
        var arguments = type.GetGenericArguments();
        return arguments.Length == 2 ? typeof(KeyValuePair<,>).MakeGenericType(arguments) : arguments[0];
    }

    private static byte[] Announce(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var bytes = new byte[1 + sizeof(int) + text.Length];
        bytes[0] = HyperionManifest.FullType;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), text.Length);
        text.CopyTo(bytes, 1 + sizeof(int));
        return bytes;
    }
}
