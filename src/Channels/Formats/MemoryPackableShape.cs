using System.Reflection;
using MemoryPack;
using MemoryPack.Formatters;

namespace ActorIpc.Channels.Formats;

/// <summary>Which types MemoryPack writes without remembering objects: those whose members, and theirs, are all known and may not refer to each other.</summary>
internal static class MemoryPackableShape
{
    /// <summary>True when a type, and everything inside it, is written by code that MemoryPack has generated for it without circular references, or by MemoryPack's own for the framework's types.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public static bool IsPlain<T>() =>
        typeof(IMemoryPackable<T>).IsAssignableFrom(typeof(T)) && HasGeneratedFormatter<T>() && IsPlain(typeof(T), []);

    /// <summary>A program may have set a formatter of its own in its place.</summary>
    private static bool HasGeneratedFormatter<T>()
    {
        using var state = MemoryPackReaderOptionalStatePool.Rent(MemoryPackSerializerOptions.Default);
        using var reader = new MemoryPackReader([], state);
        var formatter = reader.GetFormatter<T>().GetType();
        return formatter.IsGenericType && formatter.GetGenericTypeDefinition() == typeof(MemoryPackableFormatter<>);
    }

    private static bool IsPlain(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type) || type.IsPrimitive || type.IsEnum)
            return true;
        if (type.IsArray)
            return IsPlain(type.GetElementType()!, seen);
        if (!type.GetGenericArguments().All(argument => IsPlain(argument, seen)))
            return false;
        if (type.Assembly == typeof(object).Assembly || type.Assembly == typeof(SortedSet<>).Assembly)
            return true;
        // An interface or an abstract class is a union, whose types the program may add to.
        if (type.IsInterface || type.IsAbstract || (type.GetCustomAttribute<MemoryPackableAttribute>() is { } generated ? generated.GenerateType == GenerateType.CircularReference : !type.IsValueType))
            return false;
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            if (!level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).All(field => IsPlain(field.FieldType, seen)))
                return false;
        }
        return true;
    }
}
