using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>
/// The host's end of its control socket: a Unix socket open to its owner alone, over which commands look at and steer the running host.
/// One request and one answer a connection; a request that is late, too long or no JSON costs that connection only.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int Backlog = 16;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED: pid, uid, gid as three 32-bit integers (unix(7))
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    private readonly Socket _listener;
    private readonly Func<ControlRequest, CancellationToken, Task<ControlReply>> _answer;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<Task, bool> _serving = new();

    private ControlServer(Socket listener, Func<ControlRequest, CancellationToken, Task<ControlReply>> answer, ILogger log)
    {
        _listener = listener;
        _answer = answer;
        _log = log;
        _accepting = AcceptAsync();
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="path">The socket's path, in a directory that is open to its owner alone.</param>
    /// <param name="answer">Answers a request; its exception becomes an answer with exit code 1.</param>
    /// <param name="log">Where refused connections are logged.</param>
    /// <exception cref="SocketException">The path cannot be bound; a Unix socket path has at most 107 bytes.</exception>
    public static ControlServer Start(string path, Func<ControlRequest, CancellationToken, Task<ControlReply>> answer, ILogger log)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(Backlog);
            return new ControlServer(listener, answer, log);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Stops to listen; answers on their way get a moment to leave.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(Task.WhenAll(_serving.Keys), Task.Delay(LastWords)).ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false);
                var serving = ServeAsync(connection);
                _serving[serving] = true;
                _ = serving.ContinueWith(done => _serving.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                HostingLog.ControlConnectionFailed(_log, e.Message);
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            var reply = IsOurs(connection)
                ? await AnswerAsync(stream).ConfigureAwait(false)
                : new ControlReply(ControlRequest.CurrentVersion, 1, "the control socket answers its owner alone");
            await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(reply, ControlJson.Default.ControlReply), _closing.Token).ConfigureAwait(false);
            await stream.WriteAsync("\n"u8.ToArray(), _closing.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was, it costs this connection only.
            HostingLog.ControlConnectionFailed(_log, e.Message);
        }
    }

    private async Task<ControlReply> AnswerAsync(NetworkStream stream)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        deadline.CancelAfter(RequestTimeout);
        if (await BoundedLine.ReadAsync(stream, ControlRequest.MaximumRequest, deadline.Token).ConfigureAwait(false) is not { } line)
            throw new InvalidDataException("the connection ended before a request came");
        try
        {
            var request = JsonSerializer.Deserialize(line.Span, ControlJson.Default.ControlRequest) ?? throw new JsonException("the request is null");
            if (request.Version != ControlRequest.CurrentVersion)
            {
                return new ControlReply(ControlRequest.CurrentVersion, 7,
                    $"command and host speak different versions of the control protocol: command={request.Version} host={ControlRequest.CurrentVersion}");
            }
            return await _answer(request, _closing.Token).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            return new ControlReply(ControlRequest.CurrentVersion, 2, $"the request is no JSON this host understands: {e.Message}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new ControlReply(ControlRequest.CurrentVersion, 1, e.Message);
        }
    }

    private static bool IsOurs(Socket connection)
    {
        if (!OperatingSystem.IsLinux())
            return true; // The socket's mode alone keeps others out.
        Span<byte> credentials = stackalloc byte[12];
        connection.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return BitConverter.ToUInt32(credentials[4..]) == GetEffectiveUserId();
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();
}
