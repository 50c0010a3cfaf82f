using ActorIpc.Links;

namespace ActorIpc.Hosting.Runs;

/// <summary>What hosts leave in the runtime directory for others to find, by topology name.</summary>
public static class HostFiles
{
    /// <summary>The runtime directory, which need not exist.</summary>
    /// <exception cref="RuntimeDirectoryException">The environment names no absolute path.</exception>
    public static string Directory => Guard(() => RuntimeDirectory.Resolve());

    /// <summary>The runtime directory, made when it is missing and checked in any case.</summary>
    /// <exception cref="RuntimeDirectoryException">It cannot be made, or is not this user's alone.</exception>
    public static string OpenDirectory() => Guard(() => RuntimeDirectory.Open());

    /// <summary>The log of a detached host.</summary>
    /// <param name="name">The topology's name.</param>
    public static string LogOf(string name) => Path.Combine(OpenDirectory(), $"{name}.log");

    /// <summary>The lock that a living host holds.</summary>
    internal static string LockOf(string directory, string name) => Path.Combine(directory, $"{name}.lock");

    /// <summary>The control socket.</summary>
    internal static string SocketOf(string directory, string name) => Path.Combine(directory, $"{name}.sock");

    /// <summary>The record.</summary>
    internal static string RecordOf(string directory, string name) => Path.Combine(directory, $"{name}.host.json");

    /// <summary>
    /// The names of which hosts, living or dead, have files in the directory, in order. The locks of links lie beside them; these are named by hexadecimal
    /// digits and have no record.
    /// </summary>
    internal static IReadOnlyList<string> Names(string directory)
    {
        var recorded = System.IO.Directory.EnumerateFiles(directory, "*.host.json").Select(path => Path.GetFileName(path)[..^".host.json".Length]);
        var locked = System.IO.Directory.EnumerateFiles(directory, "*.lock")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name.Length is not (16 or 32) || name.AsSpan().ContainsAnyExcept("0123456789abcdef"));
        return [.. recorded.Union(locked).Order(StringComparer.Ordinal)];
    }

    private static string Guard(Func<string> find)
    {
        try
        {
            return find();
        }
        catch (LinkException e)
        {
            throw new RuntimeDirectoryException(e.Message, e);
        }
    }
}

/// <summary>The runtime directory cannot be used.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="inner">What the system said.</param>
public sealed class RuntimeDirectoryException(string message, Exception? inner = null) : Exception(message, inner);
