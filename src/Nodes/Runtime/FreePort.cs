using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Akka.Configuration;

namespace ActorIpc.Nodes;

/// <summary>Where the actor system listens, when the system chooses the port: one that no earlier incarnation had.</summary>
internal static class FreePort
{
    private const string HostKey = "akka.remote.dot-netty.tcp.hostname";
    private const string PortKey = "akka.remote.dot-netty.tcp.port";

    /// <summary>The configuration of the chosen port; empty when a port is configured, or no port is to be avoided.</summary>
    /// <param name="config">The node's configuration.</param>
    /// <param name="used">The ports of earlier incarnations.</param>
    public static Config Of(Config config, IReadOnlyList<int>? used)
    {
        if (used is not { Count: > 0 } || config.GetInt(PortKey) != 0)
            return Config.Empty;
        var address = IPAddress.TryParse(config.GetString(HostKey), out var literal) ? literal : IPAddress.Loopback;
        return TryFind(address, used.ToHashSet(), out var port) ? ConfigurationFactory.ParseString($"{PortKey} = {port}") : Config.Empty;
    }

    /// <summary>
    /// Asks the system for ports, and keeps those that it does not want until it has another. Somebody else may take the port before the actor system does: then the node fails to start, and is
    /// started again; that is as likely as the system's giving out one port of tens of thousands in the next instant.
    /// </summary>
    private static bool TryFind(IPAddress address, HashSet<int> used, [NotNullWhen(true)] out int? port)
    {
        var unwanted = new List<Socket>();
        try
        {
            // Each try takes one port away: so many cannot all be used.
            while (unwanted.Count <= used.Count)
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                unwanted.Add(socket);
                socket.Bind(new IPEndPoint(address, 0));
                port = ((IPEndPoint)socket.LocalEndPoint!).Port;
                if (!used.Contains(port.Value))
                    return true;
            }
        }
        catch (SocketException)
        {
            // Akka says better what is wrong with the address, when it listens there itself.
        }
        finally
        {
            unwanted.ForEach(socket => socket.Dispose());
        }
        port = null;
        return false;
    }
}
