using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using ActorIpc.Serialization;
using Google.Protobuf;
using MemoryPack;

namespace ActorIpc.Channels.Formats;

/// <summary>The formats a channel may have.</summary>
public static class ItemFormats
{
    /// <summary>
    /// The format a type has by itself: a copy of its memory when it has no references; MemoryPack when it is a text, a byte array, or <c>[MemoryPackable]</c> and such that a peer's bytes do no harm
    /// (<see cref="MemoryPack{T}"/>); Protobuf when it is a generated message.
    /// </summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static ItemFormat<T> Default<T>() => TryDefault<T>() ?? throw new ArgumentException(
        "an item's type must be without references, [MemoryPackable] (and not version tolerant or circular, without itself, a union, a Type or a BigInteger inside) or a Protobuf message, or its format must be named "
        + $"(Format = ItemFormats.Json(...), ItemFormats.Hyperion<T>(...)): type={typeof(T)}");

    /// <summary>The same; null when the type has no format by itself.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    public static ItemFormat<T>? TryDefault<T>()
    {
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            return new RawFormat<T>();
        if (typeof(T) == typeof(string) || typeof(T) == typeof(byte[]) || (typeof(T).GetCustomAttribute<MemoryPackableAttribute>() is not null && MemoryPackShape.Of(typeof(T)).IsBounded))
            return MemoryPack<T>();
        if (typeof(IMessage).IsAssignableFrom(typeof(T)) && typeof(T).GetConstructor(Type.EmptyTypes) is not null)
            return (ItemFormat<T>)Activator.CreateInstance(typeof(ProtobufFormat<>).MakeGenericType(typeof(T)))!;
        return null;
    }

    /// <summary>A copy of the value's memory. Both programs must have the type with the same fields.</summary>
    /// <typeparam name="T">A type without references.</typeparam>
    public static ItemFormat<T> Raw<T>()
        where T : unmanaged => new RawFormat<T>();

    /// <summary>
    /// MemoryPack. Both programs must have the type with the same members. A type that contains itself, a union, one that is version tolerant or circular, and one with a <see cref="Type"/> or a
    /// <see cref="System.Numerics.BigInteger"/> inside must be asked for by name: of these MemoryPack believes the bytes, and bad ones end the process. For peers that are trusted.
    /// </summary>
    /// <typeparam name="T">A type it knows.</typeparam>
    public static ItemFormat<T> MemoryPack<T>() => MemoryPackShape.Of(typeof(T)).IsPlain && MemoryPackShape.IsGenerated<T>()
        ? (ItemFormat<T>)Activator.CreateInstance(typeof(GeneratedMemoryPackFormat<>).MakeGenericType(typeof(T)))!
        : new GeneralMemoryPackFormat<T>();

    /// <summary>System.Text.Json. Members are matched by name, so the two programs' types may differ.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="typeInfo">How it is written: from a source-generated context, for speed.</param>
    public static ItemFormat<T> Json<T>(JsonTypeInfo<T> typeInfo) => new JsonFormat<T>(typeInfo);

    /// <summary>Protobuf.</summary>
    /// <typeparam name="T">A generated message.</typeparam>
    public static ItemFormat<T> Protobuf<T>()
        where T : IMessage<T>, new() => new ProtobufFormat<T>();

    /// <summary>Hyperion under an allow-list: what may travel as a message between actors may be an item.</summary>
    /// <typeparam name="T">A type that may stand alone.</typeparam>
    /// <param name="allowList">The types that may travel.</param>
    public static ItemFormat<T> Hyperion<T>(AllowList allowList) => new HyperionItemFormat<T>(allowList);
}
