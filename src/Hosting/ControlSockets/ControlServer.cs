using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>Answers one request.</summary>
/// <param name="request">The request.</param>
/// <param name="say">Sends a line that is not the last of the answer; throws when the command does not take it.</param>
/// <param name="cancellation">The host closes the socket, or the command of a request that lasts is gone.</param>
/// <returns>The last line of the answer.</returns>
internal delegate Task<ControlReply> ControlAnswer(ControlRequest request, Func<ControlReply, Task> say, CancellationToken cancellation);

/// <summary>
/// The host's end of its control socket: a Unix socket open to its owner alone, over which commands look at and steer the running host.
/// One request a connection, and its answer; a request that is late, too long or no JSON, and a command that does not take its answer, cost that
/// connection only.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int Backlog = 64;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED: pid, uid, gid as three 32-bit integers (unix(7))
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a command may leave a line of its answer untaken: a stopped <c>logs -f</c> must not make the host keep what it does not read.</summary>
    private static readonly TimeSpan LineTimeout = TimeSpan.FromSeconds(10);

    private readonly Socket _listener;
    private readonly ControlAnswer _answer;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<Task, bool> _serving = new();

    private ControlServer(Socket listener, ControlAnswer answer, ILogger log)
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
    public static ControlServer Start(string path, ControlAnswer answer, ILogger log)
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
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            var last = IsOurs(connection)
                ? await AnswerAsync(stream, gone).ConfigureAwait(false)
                : ControlReply.Refused(1, "the control socket answers its owner alone");
            await WriteAsync(stream, last).ConfigureAwait(false);
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            // The command went, which is its right, or the host closes.
        }
        catch (Exception e)
        {
            // Whatever it was, it costs this connection only.
            HostingLog.ControlConnectionFailed(_log, e.Message);
        }
    }

    private async Task<ControlReply> AnswerAsync(NetworkStream stream, CancellationTokenSource gone)
    {
        try
        {
            var request = await ReadAsync(stream).ConfigureAwait(false);
            if (request.Version != ControlRequest.CurrentVersion)
            {
                return ControlReply.Refused(
                    7, $"command and host speak different versions of the control protocol: command={request.Version} host={ControlRequest.CurrentVersion}");
            }
            if (request.Lasts)
                _ = CancelWhenGoneAsync(stream, gone);
            return await _answer(request, part => WriteAsync(stream, part), gone.Token).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            return ControlReply.Refused(2, $"the request is no JSON this host understands: {e.Message}");
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or InvalidDataException))
        {
            return ControlReply.Refused(1, e.Message);
        }
    }

    private async Task<ControlRequest> ReadAsync(NetworkStream stream)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        deadline.CancelAfter(RequestTimeout);
        var line = await new BoundedLines(stream, ControlRequest.MaximumRequest).ReadAsync(deadline.Token).ConfigureAwait(false)
            ?? throw new InvalidDataException("the connection ended before a request came");
        return JsonSerializer.Deserialize(line.Span, ControlJson.Default.ControlRequest) ?? throw new JsonException("the request is null");
    }

    /// <summary>A command says nothing after its request: the first thing that can be read is its end.</summary>
    private static async Task CancelWhenGoneAsync(NetworkStream stream, CancellationTokenSource gone)
    {
        try
        {
            _ = await stream.ReadAsync(new byte[1], gone.Token).ConfigureAwait(false);
            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Answered to the end; or broken, and then the next line cannot be written either.
        }
    }

    private async Task WriteAsync(NetworkStream stream, ControlReply reply)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(reply, ControlJson.Default.ControlReply), (byte)'\n'];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        deadline.CancelAfter(LineTimeout);
        await stream.WriteAsync(line, deadline.Token).ConfigureAwait(false);
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
