using System.Collections.Concurrent;
using System.Reflection;

namespace ActorIpc.Serialization;

/// <summary>The types of assemblies, each looked up once.</summary>
internal static class LoadedTypes
{
    private static readonly ConcurrentDictionary<Assembly, Type[]> Known = [];

    /// <summary>The types of an assembly that can be made.</summary>
    /// <param name="assembly">The assembly.</param>
    public static Type[] Of(Assembly assembly) => Known.GetOrAdd(assembly, Load);

    private static Type[] Load(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            // Types whose dependencies are absent at run time cannot be made, so they cannot travel either.
            return [.. e.Types.OfType<Type>()];
        }
    }
}
