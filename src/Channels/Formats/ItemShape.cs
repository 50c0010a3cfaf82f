using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ActorIpc.Channels.Formats;

/// <summary>The shape of a type: names and types of its fields, those of its own program's types inside as well. Two programs with the same text agree on the layout.</summary>
internal static class ItemShape
{
    /// <summary>The first 16 hexadecimal digits of the shape's SHA-256.</summary>
    public static string HashOf(Type type)
    {
        var text = new StringBuilder();
        Describe(type, text, []);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>A type's full name without assemblies, so that two programs may each have a type of that name.</summary>
    public static string NameOf(Type type)
    {
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (!type.IsGenericType)
            return type.FullName ?? type.Name;
        var name = type.GetGenericTypeDefinition().FullName!;
        return $"{name}<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>";
    }

    private static void Describe(Type type, StringBuilder text, HashSet<Type> seen)
    {
        text.Append(NameOf(type));
        if (type.IsEnum)
            text.Append(':').Append(type.GetEnumUnderlyingType().Name);
        foreach (var argument in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
            Inside(argument, text, seen);
        Inside(type, text, seen);
    }

    private static void Inside(Type type, StringBuilder text, HashSet<Type> seen)
    {
        // Types of the framework are what their name says.
        if (type.IsPrimitive || type.IsEnum || type.IsArray || type.Assembly == typeof(object).Assembly || !seen.Add(type))
            return;
        text.Append('{');
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                text.Append(field.Name).Append(' ');
                Describe(field.FieldType, text, seen);
                text.Append(';');
            }
        }
        text.Append('}');
    }
}
