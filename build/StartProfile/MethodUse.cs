using System.Reflection;

namespace ActorIpc.StartProfile;

/// <summary>A method of a type, or a generic method, that a starting program runs.</summary>
/// <param name="Owner">The type.</param>
/// <param name="Definition">The method as its open type declares it.</param>
/// <param name="Arguments">The arguments of a generic method; none otherwise.</param>
internal sealed record MethodUse(TypeUse Owner, MethodBase Definition, IReadOnlyList<TypeUse> Arguments)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The assemblies of all types in it.</summary>
    public IEnumerable<Assembly> Assemblies => Owner.Assemblies.Concat(Arguments.SelectMany(argument => argument.Assemblies));

    /// <summary>The methods of a type that have a name and as many type parameters as there are arguments.</summary>
    /// <param name="owner">The type.</param>
    /// <param name="name">The name as in metadata; null: all methods without type parameters.</param>
    /// <param name="arguments">The type arguments.</param>
    public static IEnumerable<MethodUse> Of(TypeUse owner, string? name, IReadOnlyList<TypeUse> arguments) =>
        owner.Definition.GetMethods(Declared).Concat<MethodBase>(owner.Definition.GetConstructors(Declared))
            .Where(method => !method.IsAbstract && (name is null || method.Name == name) && (method.IsGenericMethodDefinition ? method.GetGenericArguments().Length : 0) == arguments.Count)
            .OrderBy(method => method.MetadataToken)
            .Select(method => new MethodUse(owner, method, arguments));
}
