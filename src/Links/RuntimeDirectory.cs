using ActorIpc.Links.Interop;

namespace ActorIpc.Links;

/// <summary>
/// The directory where processes of one user on one machine find each other: sockets and locks. <c>$ACTORIPC_RUNTIME_DIR</c>, else <c>$XDG_RUNTIME_DIR/actoripc</c> when
/// <c>XDG_RUNTIME_DIR</c> exists and is ours, else <c>/tmp/actoripc-UID</c>. Always 0700, ours, and no symbolic link: who can write there can pose as any process.
/// </summary>
public static class RuntimeDirectory
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "ACTORIPC_RUNTIME_DIR";

    /// <summary>The path, by the rule above, without touching it.</summary>
    /// <param name="configured">A path that goes before the rule; null: none.</param>
    /// <exception cref="LinkException">The path given is not absolute (<see cref="LinkFailure.BadDirectory"/>).</exception>
    public static string Resolve(string? configured = null) => Resolve(configured, Environment.GetEnvironmentVariable);

    /// <summary>The directory, made when it is missing, checked in any case.</summary>
    /// <param name="configured">A path that goes before the rule; null: none.</param>
    /// <exception cref="LinkException">It cannot be made, or is not ours alone (<see cref="LinkFailure.BadDirectory"/>).</exception>
    public static string Open(string? configured = null) => OpenPrivate(Resolve(configured), "runtime directory");

    internal static string Resolve(string? configured, Func<string, string?> variable)
    {
        if (!string.IsNullOrEmpty(configured))
            return Absolute(configured, "runtime-directory");
        if (variable(Variable) is { Length: > 0 } named)
            return Absolute(named, Variable);
        if (variable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Path.IsPathFullyQualified(runtime)
            && Posix.Facts(runtime) is { IsDirectory: true } facts && facts.Uid == Posix.EffectiveUserId())
            return Path.Combine(runtime, "actoripc");
        return $"/tmp/actoripc-{Posix.EffectiveUserId()}";
    }

    /// <summary>Makes and checks a directory that must be ours alone.</summary>
    internal static string OpenPrivate(string path, string what)
    {
        try
        {
            if (Posix.Facts(path) is null)
                Posix.MakePrivateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LinkException(LinkFailure.BadDirectory, $"the {what} cannot be made: {what}={path}: {error.Message}", error);
        }
        Check(path, what, Posix.Facts(path) ?? throw new LinkException(LinkFailure.BadDirectory, $"the {what} cannot be read: {what}={path}"));
        return path;
    }

    internal static void Check(string path, string what, Posix.FileFacts facts)
    {
        if (facts.IsSymlink)
            throw new LinkException(LinkFailure.BadDirectory, $"the {what} must not be a symbolic link: {what}={path}");
        if (!facts.IsDirectory)
            throw new LinkException(LinkFailure.BadDirectory, $"the {what} must be a directory: {what}={path}");
        if (facts.Uid != Posix.EffectiveUserId())
            throw new LinkException(LinkFailure.BadDirectory, $"the {what} must belong to this user ({Posix.EffectiveUserId()}): {what}={path} owner={facts.Uid}");
        if (facts.Permissions != (int)Posix.OwnerOnly)
            throw new LinkException(
                LinkFailure.BadDirectory,
                $"the {what} must have mode 700: {what}={path} mode={Convert.ToString(facts.Permissions, 8)} (chmod 700 {path}, if nobody else has written there)");
    }

    private static string Absolute(string path, string name) => Path.IsPathFullyQualified(path)
        ? path
        : throw new LinkException(LinkFailure.BadDirectory, $"the runtime directory must be an absolute path: {name}={path}");
}
