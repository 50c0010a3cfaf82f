using System.Security.Cryptography;
using System.Text;

namespace ActorIpc.Links;

/// <summary>How two processes find each other's link: a full address becomes the name of a socket and of a lock in the runtime directory.</summary>
public static class Rendezvous
{
    /// <summary>The longest path the kernel takes for a socket, in bytes.</summary>
    internal const int MaxSocketPath = 107;

    /// <summary>The name of a listener: 16 hexadecimal digits of the SHA-256 of its full address.</summary>
    public static string NameOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)), 0, 8);

    /// <summary>True when something listens, or has listened, under that address on this machine: cheap, and only a hint; connecting tells.</summary>
    /// <param name="address">The full address.</param>
    /// <param name="runtimeDirectory">As in <see cref="LinkOptions.RuntimeDirectory"/>.</param>
    public static bool MayListen(string address, string? runtimeDirectory = null) =>
        File.Exists(Path.Combine(RuntimeDirectory.Resolve(runtimeDirectory), NameOf(address) + ".sock"));

    internal static string SocketPath(string directory, string address) => Named(directory, address, ".sock");

    internal static string LockPath(string directory, string address) => Named(directory, address, ".lock");

    internal static void CheckAddress(string address, string name)
    {
        if (string.IsNullOrEmpty(address) || Encoding.UTF8.GetByteCount(address) > LinkOptions.MaxAddress)
            throw new ArgumentException($"an address must have 1 to {LinkOptions.MaxAddress} bytes: {name}={address}", name);
    }

    private static string Named(string directory, string address, string ending)
    {
        var path = Path.Combine(directory, NameOf(address) + ending);
        return Encoding.UTF8.GetByteCount(path) <= MaxSocketPath
            ? path
            : throw new LinkException(
                LinkFailure.BadDirectory,
                $"a socket path must have at most {MaxSocketPath} bytes: path={path} (set {RuntimeDirectory.Variable} to a shorter directory)");
    }
}
