using System.Net.Sockets;
using System.Text.Json;
using ActorIpc.Hosting.Runs;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>A command's end of a host's control socket.</summary>
public static class ControlClient
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    /// <summary>The names of the topologies that living hosts run, in order.</summary>
    /// <exception cref="RuntimeDirectoryException">The environment names no absolute path.</exception>
    public static IReadOnlyList<string> Running()
    {
        var directory = HostFiles.Directory;
        return Directory.Exists(directory)
            ? [.. HostFiles.Names(directory).Where(host => File.Exists(HostFiles.SocketOf(directory, host)) && HostClaim.IsHeld(directory, host))]
            : [];
    }

    /// <summary>Finds the one running host, or the one of a name.</summary>
    /// <param name="name">The topology's name; null when only one host runs.</param>
    /// <returns>The topology's name.</returns>
    /// <exception cref="NoHostException">No host runs, none of that name, or several and no name was given.</exception>
    /// <exception cref="RuntimeDirectoryException">The environment names no absolute path.</exception>
    public static string Find(string? name)
    {
        var running = Running();
        if (name is not null)
            return running.Contains(name) ? name : throw new NoHostException($"no host of this name runs: name={name} running={Names(running)}");
        return running switch
        {
            [] => throw new NoHostException("no host is running (actoripc up TOPOLOGY starts one)"),
            [var only] => only,
            _ => throw new NoHostException($"several hosts are running, say which with --host NAME: running={Names(running)}"),
        };
    }

    /// <summary>Sends a request to a host and waits for the last line of its answer.</summary>
    /// <param name="name">The topology's name.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="said">Called with each line before the last.</param>
    /// <exception cref="NoHostException">The host is gone, or went before it answered.</exception>
    public static Task<ControlReply> SendAsync(
        string name, ControlRequest request, CancellationToken cancellation, Action<ControlReply>? said = null) =>
        SendAsync(name, HostFiles.SocketOf(HostFiles.Directory, name), request, cancellation, said);

    /// <summary>The same, over a socket whose path is known.</summary>
    internal static async Task<ControlReply> SendAsync(
        string name, string path, ControlRequest request, CancellationToken cancellation, Action<ControlReply>? said = null)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Line(request), cancellation).ConfigureAwait(false);
            var lines = new BoundedLines(stream, ControlReply.MaximumReply);
            while (true)
            {
                var line = await lines.ReadAsync(cancellation).ConfigureAwait(false)
                    ?? throw new NoHostException($"the host went before it answered: name={name}");
                var reply = JsonSerializer.Deserialize(line.Span, ControlJson.Default.ControlReply)
                    ?? throw new NoHostException($"the host gave no answer: name={name}");
                if (!reply.More)
                    return reply;
                said?.Invoke(reply);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidDataException)
        {
            throw new NoHostException($"the host does not answer on its control socket: name={name} error={e.Message}");
        }
        catch (JsonException e)
        {
            throw new NoHostException($"the host's answer is no JSON this command understands: name={name} error={e.Message}");
        }
    }

    /// <summary>Waits until a host has given up its name, so that another one can take it.</summary>
    /// <param name="name">The topology's name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RuntimeDirectoryException">The environment names no absolute path.</exception>
    public static async Task AwaitEndAsync(string name, CancellationToken cancellation)
    {
        while (HostClaim.IsHeld(HostFiles.Directory, name))
            await Task.Delay(LookAgain, cancellation).ConfigureAwait(false);
    }

    private static byte[] Line(ControlRequest request) => [.. JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest), (byte)'\n'];

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(',', names);
}

/// <summary>There is no running host to talk to.</summary>
/// <param name="message">Which was looked for and which there are.</param>
public sealed class NoHostException(string message) : Exception(message);
