using System.Reflection;
using System.Runtime.CompilerServices;
using MemoryPack;
using MemoryPack.Formatters;

namespace ActorIpc.Channels.Formats;

/// <summary>What MemoryPack (1.21.4) may meet in the bytes of a type.</summary>
internal sealed class MemoryPackShape
{
    private readonly HashSet<Type> _seen = [];
    private readonly HashSet<Type> _within = []; // the types the one looked at is inside of

    private MemoryPackShape()
    {
    }

    /// <summary>True: it, and everything inside, is written without remembering objects. False: members may refer to each other, or to what only the program knows.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>
    /// True: whatever the bytes are, what they make is in proportion to them. False: MemoryPack believes them. A type that contains itself nests as deep as they say, versions are skipped by lengths they
    /// give, a <see cref="Type"/> is loaded by the name in them.
    /// </summary>
    public bool IsBounded { get; private set; } = true;

    /// <summary>True: it may contain texts, or what is written like one.</summary>
    public bool HasTexts { get; private set; }

    /// <summary>The bytes of the largest element of an array that is copied as it is; at least 8.</summary>
    public int LargestElement { get; private set; } = sizeof(long);

    /// <summary>Looks at a type.</summary>
    public static MemoryPackShape Of(Type type)
    {
        var shape = new MemoryPackShape();
        shape.Look(type);
        return shape;
    }

    /// <summary>Whether the formatter of a type is the generated one: a program may have set its own in its place.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public static bool IsGenerated<T>()
    {
        if (!typeof(IMemoryPackable<T>).IsAssignableFrom(typeof(T)))
            return false;
        using var state = MemoryPackReaderOptionalStatePool.Rent(MemoryPackSerializerOptions.Default);
        using var reader = new MemoryPackReader([], state);
        var formatter = reader.GetFormatter<T>().GetType();
        return formatter.IsGenericType && formatter.GetGenericTypeDefinition() == typeof(MemoryPackableFormatter<>);
    }

    private void Look(Type type)
    {
        if (_within.Contains(type))
            IsBounded = false;
        if (type.IsPrimitive || type.IsEnum || !_seen.Add(type))
            return;
        _within.Add(type);
        foreach (var inner in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
        {
            Look(inner);
            if (inner.IsValueType && !IsReferenceOrContainsReferences(inner))
                LargestElement = Math.Max(LargestElement, RuntimeHelpers.SizeOf(inner.TypeHandle));
        }
        if (type.IsArray)
            IsBounded &= type.IsSZArray;
        else if (IsLibrary(type))
            LookAtLibrary(type);
        else
            LookAtOwn(type);
        _within.Remove(type);
    }

    private void LookAtLibrary(Type type)
    {
        // Texts, and what is written as one: Uri, Version, StringBuilder and the like.
        HasTexts |= !type.IsValueType && !type.IsGenericType;
        IsBounded &= !typeof(Type).IsAssignableFrom(type) && type != typeof(System.Numerics.BigInteger);
    }

    private void LookAtOwn(Type type)
    {
        var generated = type.GetCustomAttribute<MemoryPackableAttribute>();
        // An interface or an abstract class is a union, to whose types the program may add; a class without the attribute has a formatter of the program's own.
        if (type.IsInterface || type.IsAbstract || (generated is null && IsReferenceOrContainsReferences(type)))
            (IsPlain, IsBounded, HasTexts) = (false, false, true);
        IsPlain &= generated?.GenerateType != GenerateType.CircularReference;
        IsBounded &= generated?.GenerateType is null or GenerateType.Object;
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Look(field.FieldType);
        }
    }

    private static bool IsLibrary(Type type) => type.Assembly == typeof(object).Assembly || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsReferenceOrContainsReferences(Type type) => (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!;
}
