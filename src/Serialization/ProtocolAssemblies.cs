using System.Reflection;
using ActorIpc.Messages;

namespace ActorIpc.Serialization;

/// <summary>Finds the assemblies of a program that can hold messages: those that reference ActorIpc.Messages.</summary>
public static class ProtocolAssemblies
{
    /// <summary>ActorIpc's own libraries but for the root: they hold no messages, and to look through all of their types takes each program some milliseconds while it starts.</summary>
    internal static readonly string[] OwnLibraries =
    [
        "ActorIpc.Links", "ActorIpc.Channels", "ActorIpc.Serialization", "ActorIpc.Remoting", "ActorIpc.Remoting.Cluster", "ActorIpc.Remoting.Hosting", "ActorIpc.Nodes", "ActorIpc.Hosting",
    ];

    private static readonly Assembly Root = typeof(IProtocol).Assembly;
    private static readonly string RootName = Root.GetName().Name!;

    /// <summary>
    /// ActorIpc.Messages, the program's entry assembly, and what that references, directly or through one another, as far as it references
    /// ActorIpc.Messages in turn; not ActorIpc's other libraries. A reference that the program's code does not use is not in its compiled form and is not found: name such an
    /// assembly in <c>actoripc.serialization.assemblies</c>.
    /// </summary>
    public static IReadOnlyList<Assembly> OfProgram() => Reachable(Assembly.GetEntryAssembly() is { } entry ? [entry] : []);

    /// <summary>ActorIpc.Messages, the given assemblies, and what they reference as far as it references ActorIpc.Messages in turn.</summary>
    /// <param name="starts">Where to begin; taken whatever they reference.</param>
    public static IReadOnlyList<Assembly> Reachable(IEnumerable<Assembly> starts)
    {
        var found = new List<Assembly> { Root };
        var seen = new HashSet<string>(StringComparer.Ordinal) { RootName };
        var open = new Queue<Assembly>();
        foreach (var start in starts)
        {
            if (seen.Add(start.GetName().Name!))
            {
                found.Add(start);
                open.Enqueue(start);
            }
        }
        while (open.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies())
            {
                if (KnownTypes.IsLibrary(name) || OwnLibraries.Contains(name.Name) || !seen.Add(name.Name!) || TryLoad(name) is not { } reference || !ReferencesRoot(reference))
                    continue;
                found.Add(reference);
                open.Enqueue(reference);
            }
        }
        return found;
    }

    private static bool ReferencesRoot(Assembly assembly) => Array.Exists(assembly.GetReferencedAssemblies(), name => name.Name == RootName);

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            // A reference that is absent at run time: the program can do without it as long as it uses nothing of it, and so can the list.
            return null;
        }
    }
}
