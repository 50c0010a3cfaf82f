using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorIpc.Links;
using Akka.Actor;

namespace ActorIpc.Remoting.Transports;

/// <summary>How an actor system's address becomes the name under which its links are found.</summary>
/// <remarks>
/// Links are named by the full address as users see it (<c>akka.tcp://system@host:port</c>), while a transport deals in addresses without <c>akka.</c>.
/// A TCP address on the loopback interface means another process in every network namespace, and namespaces may share a runtime directory: its name carries
/// the namespace's number, so that a link never leads where the TCP connection would not have led.
/// </remarks>
internal static class LinkAddress
{
    private const string Prefix = "akka.";
    private const char NamespaceMark = '#';
    private static readonly string Namespace = ReadNamespace();

    /// <summary>The address as users and peers see it.</summary>
    /// <param name="address">A transport's address.</param>
    public static Address WithPrefix(Address address) => address.WithProtocol(Prefix + address.Protocol);

    /// <summary>The address as users and peers see it, in text.</summary>
    /// <param name="address">A transport's address, such as <c>tcp://system@host:port</c>.</param>
    public static string Full(Address address) => Prefix + address;

    /// <summary>The name of the link listener at a TCP address.</summary>
    /// <param name="address">A transport's address.</param>
    public static string RendezvousOfTcp(Address address) => IsLoopback(address.Host) ? $"{Full(address)}{NamespaceMark}{Namespace}" : Full(address);

    /// <summary>The name of the link listener of an actor system.</summary>
    /// <param name="full">The system's address as users see it.</param>
    public static string RendezvousOf(Address full) => full.Protocol == Prefix + SharedMemoryTransport.Scheme
        ? full.ToString()
        : RendezvousOfTcp(full.WithProtocol(full.Protocol[Prefix.Length..]));

    /// <summary>Whether the end of a link is a system: what a listener says of itself is its rendezvous, what a connector says its address.</summary>
    /// <param name="said">What the end said of itself.</param>
    /// <param name="full">The system's full address.</param>
    public static bool Names(string said, string full) =>
        said.StartsWith(full, StringComparison.Ordinal) && (said.Length == full.Length || said[full.Length] == NamespaceMark);

    /// <summary>Reads an address that a peer gave for itself.</summary>
    /// <param name="text">What it said.</param>
    /// <param name="scheme">The transport's scheme, <c>shm</c> or <c>tcp</c>.</param>
    /// <param name="address">The transport's address, when the result is true.</param>
    public static bool TryParse(string text, string scheme, [NotNullWhen(true)] out Address? address)
    {
        address = null;
        // Akka parses only addresses with its prefix.
        if (!Address.TryParse(text, out var full) || full is not { Host: not null, Port: not null } || full.Protocol != Prefix + scheme)
            return false;
        address = full.WithProtocol(scheme);
        return true;
    }

    /// <summary>The reason to refuse an address that <see cref="TryParse"/> did not take.</summary>
    /// <param name="text">What the peer said.</param>
    /// <param name="scheme">The transport's scheme.</param>
    public static LinkDecision Refusal(string text, string scheme) =>
        LinkDecision.Refuse($"a connector names its own address as akka.{scheme}://system@host:port: address={text}");

    private static bool IsLoopback(string? host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    private static string ReadNamespace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/net").LinkTarget ?? "net";
        }
        catch (IOException)
        {
            return "net"; // No namespaces here: one name for all.
        }
    }
}
