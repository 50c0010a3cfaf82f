using System.Reflection;

namespace ActorIpc.StartProfile;

/// <summary>A type as compiled code has it: a definition and its arguments, every reference type among those standing for all of them (<c>System.__Canon</c>).</summary>
/// <param name="Definition">The type, a generic one in its open form; the element's of an array.</param>
/// <param name="Arguments">As many as the definition has parameters, those of the types around it first.</param>
/// <param name="IsArray">Whether it is an array of that type, of one dimension.</param>
internal sealed record TypeUse(Type Definition, IReadOnlyList<TypeUse> Arguments, bool IsArray = false)
{
    /// <summary>The runtime's name for any reference type: their code is the same.</summary>
    public static readonly TypeUse AnyReference = new(typeof(object).Assembly.GetType("System.__Canon", throwOnError: true)!, []);

    /// <summary>A type as it is an argument of another: a reference type by the one name for all of them.</summary>
    /// <param name="type">A type; its parameters, if it has any, are taken for reference types.</param>
    public static TypeUse AsArgument(Type type)
    {
        if (!type.IsValueType)
            return AnyReference;
        return type.IsGenericType ? new TypeUse(type.GetGenericTypeDefinition(), [.. type.GetGenericArguments().Select(AsArgument)]) : new TypeUse(type, []);
    }

    /// <summary>The assemblies that define the type and its arguments.</summary>
    public IEnumerable<Assembly> Assemblies => Arguments.SelectMany(argument => argument.Assemblies).Prepend(Definition.Assembly);

    /// <inheritdoc/>
    public override string ToString() => $"{Definition.FullName}{(Arguments.Count == 0 ? "" : $"[{string.Join(',', Arguments)}]")}{(IsArray ? "[]" : "")}";
}
