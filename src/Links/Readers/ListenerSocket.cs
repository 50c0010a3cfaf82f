using System.Net.Sockets;
using ActorIpc.Links.Handshakes;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Media;

namespace ActorIpc.Links.Readers;

/// <summary>A listening socket, served by a reader thread: no thread of its own. Each accepted connection has its handshake on a short-lived thread, up to a bound.</summary>
/// <param name="runtime">Whose it is.</param>
/// <param name="listener">For whom.</param>
/// <param name="socket">The socket.</param>
/// <param name="tcp">True: TCP.</param>
internal sealed class ListenerSocket(LinkRuntime runtime, LinkListener listener, Socket socket, bool tcp) : IReaderClient
{
    /// <summary>How long nothing is accepted after a failure: the connection that failed is still waiting and would fail again at once.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    private ReaderThread? _reader;
    private Timer? _resume;
    private volatile bool _paused;
    private int _pending;
    private bool _readable;
    private volatile bool _stopping;
    private volatile bool _over;

    public bool CanSpin => false;

    public int ScratchBytes => 0;

    public Socket Socket => socket;

    public bool IsOver => _over;

    public short Interest => _over || _paused ? Medium.NoInterest : Posix.PollIn;

    /// <summary>Accepts from now on.</summary>
    public void Start()
    {
        socket.Blocking = false;
        _reader = runtime.Readers.Next();
        _reader.Add(this);
    }

    /// <summary>Accepts no more. The reader thread lets go of the socket, so that it never waits for one that is closed.</summary>
    public void Stop()
    {
        _stopping = true;
        if (_reader is { } reader)
            reader.Wake();
        else
            socket.Dispose();
    }

    public bool Work(byte[] scratch)
    {
        if (_stopping)
        {
            Abandon("");
            return true;
        }
        if (!_readable)
            return false;
        _readable = false;
        try
        {
            while (TryAccept() is { } accepted)
                Shake(accepted);
        }
        catch (SocketException error)
        {
            // Out of descriptors, or a connection that was gone before it was taken: the next one may do.
            runtime.Log.AcceptFailed(listener.Address, error.SocketErrorCode.ToString());
            _paused = true;
            _resume ??= new Timer(_ => Unpause());
            _resume.Change(AfterFailure, Timeout.InfiniteTimeSpan);
        }
        return true;
    }

    public void OnEvents(short events, byte[] scratch) => _readable = true;

    public bool TryArm() => !_stopping && !_readable;

    public void Disarm()
    {
    }

    public void Abandon(string why)
    {
        _over = true;
        _resume?.Dispose();
        socket.Dispose();
    }

    private void Unpause()
    {
        _paused = false;
        _reader?.Wake();
    }

    private Socket? TryAccept()
    {
        try
        {
            return socket.Accept();
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.WouldBlock)
        {
            return null;
        }
    }

    private void Shake(Socket accepted)
    {
        if (tcp)
            accepted.NoDelay = true;
        if (Interlocked.Increment(ref _pending) > runtime.Options.PendingHandshakes)
        {
            Interlocked.Decrement(ref _pending);
            // Fits into an empty socket buffer: this does not wait.
            new HandshakeSocket(accepted, TimeSpan.Zero).TryReject(LinkFailure.Busy, $"too many handshakes are under way: limit={runtime.Options.PendingHandshakes}");
            accepted.Dispose();
            return;
        }
        new Thread(() => Run(accepted)) { IsBackground = true, Name = "actoripc-links-accept" }.Start();
    }

    private void Run(Socket accepted)
    {
        try
        {
            new ListenerHandshake(runtime, listener, accepted, tcp).Run();
        }
        catch (LinkException refusal)
        {
            accepted.Dispose();
            runtime.Log.HandshakeRefused(listener.Address, refusal.Message);
        }
        catch (Exception failure)
        {
            accepted.Dispose();
            runtime.Log.AcceptorFailed(failure, listener.Address);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }
}
