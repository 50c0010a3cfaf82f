using ActorIpc.Messages.Control;

namespace ActorIpc.Serialization.Contracts;

/// <summary>
/// How a contract names types: by C#'s keyword or the full name, generic arguments in angle brackets, without blanks. Names of assemblies stand where
/// a type is described, not where it is used.
/// </summary>
internal static class ContractName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The name of a type.</summary>
    /// <param name="type">Any type, also an open one or a type parameter.</param>
    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";
        if (type.IsGenericParameter || type.FullName is null && !type.IsGenericType)
            return type.Name;
        if (!type.IsGenericType)
            return type.FullName!;
        return $"{type.GetGenericTypeDefinition().FullName}<{string.Join(',', type.GetGenericArguments().Select(Of))}>";
    }

    /// <summary>The name of a protocol in a <see cref="ContractPart"/>.</summary>
    /// <param name="protocol">The protocol.</param>
    public static string OfProtocol(Type protocol) => $"{Of(protocol)}, {protocol.Assembly.GetName().Name}";

    /// <summary>The name a person wrote, for the field behind an automatic property or a record's parameter.</summary>
    /// <param name="field">The name of a .NET field.</param>
    public static string OfMember(string field) =>
        field.StartsWith('<') && field.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? field[1..end] : field;
}
