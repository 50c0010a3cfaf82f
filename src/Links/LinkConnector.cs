using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorIpc.Links.Handshakes;

namespace ActorIpc.Links;

/// <summary>Makes links to listeners.</summary>
public static class LinkConnector
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    /// <summary>Connects. The handshake runs on a thread of its own; the link is open when the task completes, and nothing is delivered before <see cref="Link.Start"/>.</summary>
    /// <param name="runtime">Whose link it becomes.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Gives up; a handshake under way ends within <see cref="LinkOptions.HandshakeTimeout"/>, its link is cut.</param>
    /// <exception cref="LinkException">There is no link; <see cref="LinkException.Failure"/> says why.</exception>
    /// <exception cref="ArgumentException">The request breaks a rule.</exception>
    public static async Task<Link> ConnectAsync(LinkRuntime runtime, LinkRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        Check(request);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return await OnThread(() => Connect(runtime, request), cancellation).ConfigureAwait(false);
            }
            catch (LinkException absent) when (absent.Failure == LinkFailure.NoListener && watch.Elapsed < request.WaitForListener)
            {
                // The name appears when the listener does; there is nothing to wait on before.
                await Task.Delay(LookAgain, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static void Check(LinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Rendezvous.CheckAddress(request.To, nameof(request.To));
        if (request.From.Length > 0)
            Rendezvous.CheckAddress(request.From, nameof(request.From));
        if (request.Data.Length > LinkOptions.MaxHandshakeData)
            throw new ArgumentException($"handshake data must have at most {LinkOptions.MaxHandshakeData} bytes: bytes={request.Data.Length}");
        LinkOptionsRules.Check(request.Tuning);
        if (request.Tcp is { } endpoint && !IPAddress.IsLoopback(endpoint.Address))
            throw new LinkException(LinkFailure.NotLoopback, $"links over TCP stay on the loopback interface: endpoint={endpoint}");
    }

    private static Link Connect(LinkRuntime runtime, LinkRequest request)
    {
        runtime.Prepare();
        var socket = request.Tcp is { } endpoint ? ConnectTcp(endpoint, runtime.Options.HandshakeTimeout) : ConnectUnix(runtime, request.To);
        try
        {
            return new ConnectorHandshake(runtime, request, socket).Run();
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket ConnectUnix(LinkRuntime runtime, string to)
    {
        var path = Rendezvous.SocketPath(runtime.Directory, to);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            // Bounds a full backlog.
            SendTimeout = (int)runtime.Options.HandshakeTimeout.TotalMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw error.SocketErrorCode is SocketError.WouldBlock or SocketError.TimedOut or SocketError.TryAgain
                ? new LinkException(LinkFailure.Busy, $"the listener's backlog is full: address={to}", error)
                : new LinkException(LinkFailure.NoListener, $"nobody listens: address={to} socket={path} ({error.SocketErrorCode})", error);
        }
    }

    private static Socket ConnectTcp(IPEndPoint endpoint, TimeSpan timeout)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = (int)timeout.TotalMilliseconds };
        try
        {
            socket.Connect(endpoint);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new LinkException(LinkFailure.NoListener, $"nobody listens: endpoint={endpoint} ({error.SocketErrorCode})", error);
        }
    }

    private static async Task<Link> OnThread(Func<Link> connect, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<Link>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(connect());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        { IsBackground = true, Name = "actoripc-links-connect" };
        thread.Start();
        try
        {
            return await done.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _ = done.Task.ContinueWith(
                late =>
                {
                    if (late.IsCompletedSuccessfully)
                        late.Result.Abort("nobody waits for it any more");
                    else
                        _ = late.Exception; // Observed: the caller was told of its own cancellation.
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }
}
