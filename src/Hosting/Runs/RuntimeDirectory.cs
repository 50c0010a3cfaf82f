using System.Runtime.InteropServices;

namespace ActorIpc.Hosting.Runs;

/// <summary>
/// The directory that holds what running hosts leave for others to find: locks, records and control sockets. It belongs to this user alone.
/// </summary>
public static class RuntimeDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// The path: <c>$ACTORIPC_RUNTIME_DIR</c>, else <c>$XDG_RUNTIME_DIR/actoripc</c> when that directory exists, else <c>/tmp/actoripc-UID</c>.
    /// </summary>
    public static string Path
    {
        get
        {
            if (Environment.GetEnvironmentVariable("ACTORIPC_RUNTIME_DIR") is { Length: > 0 } chosen)
                return System.IO.Path.GetFullPath(chosen);
            if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } user && Directory.Exists(user))
                return System.IO.Path.Combine(user, "actoripc");
            return System.IO.Path.Combine(System.IO.Path.GetTempPath(), OperatingSystem.IsWindows() ? "actoripc" : $"actoripc-{GetEffectiveUserId()}");
        }
    }

    /// <summary>Makes the directory when it is not there and checks that it can be trusted.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="RuntimeDirectoryException">It is a symbolic link, is open to others, or cannot be made.</exception>
    public static string Ensure()
    {
        var path = Path;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, OwnerOnly);
            Check(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeDirectoryException($"the runtime directory cannot be used: path={path} error={e.Message} (ACTORIPC_RUNTIME_DIR names another)", e);
        }
        return path;
    }

    private static void Check(string path)
    {
        var info = new DirectoryInfo(path);
        if (info.LinkTarget is not null)
            throw new RuntimeDirectoryException($"the runtime directory must not be a symbolic link: path={path} target={info.LinkTarget}");
        if (OperatingSystem.IsWindows())
            return;
        var mode = info.UnixFileMode;
        if ((mode & ~OwnerOnly) != 0)
        {
            throw new RuntimeDirectoryException(
                $"the runtime directory must be open to its owner alone: path={path} mode={Convert.ToString((int)mode, 8)} (chmod 700 it, or remove it)");
        }
        // A directory of mode 0700 that this user can write to without being root is this user's; root is told by trying to be someone else's heir.
        var probe = System.IO.Path.Combine(path, $".{Environment.ProcessId}.probe");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();
}

/// <summary>The runtime directory cannot be used.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="inner">What the system said.</param>
public sealed class RuntimeDirectoryException(string message, Exception? inner = null) : Exception(message, inner);
