using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using ActorIpc.Links.Directories;
using ActorIpc.Links.Readers;

namespace ActorIpc.Links;

/// <summary>Listens under one full address and hands each new link to the acceptor registered for its purpose. Its links outlive it.</summary>
public sealed class LinkListener : IDisposable
{
    private readonly LinkRuntime _runtime;
    private readonly FileLock _nameLock;
    private readonly List<ListenerSocket> _sockets = [];
    private readonly ConcurrentDictionary<LinkPurpose, ILinkAcceptor> _acceptors = new();
    private readonly string _socketPath;
    private int _disposed;

    private LinkListener(LinkRuntime runtime, string address, long systemUid, FileLock nameLock, string socketPath)
    {
        _runtime = runtime;
        _nameLock = nameLock;
        _socketPath = socketPath;
        Address = address;
        SystemUid = systemUid;
    }

    /// <summary>The full address it listens under.</summary>
    public string Address { get; }

    /// <summary>The number its connectors are told (the UID of its actor system), 0 when none.</summary>
    public long SystemUid { get; }

    /// <summary>Where it listens on TCP; null: it does not.</summary>
    public IPEndPoint? Tcp { get; private set; }

    /// <summary>Listens. Connectors are refused until there is an acceptor for their purpose (<see cref="Accept"/>).</summary>
    /// <param name="runtime">Whose links they become.</param>
    /// <param name="address">The full address; the rendezvous is by this name.</param>
    /// <param name="systemUid">A number for the connectors; 0 when there is none.</param>
    /// <param name="tcp">Also listen there; loopback only, port 0 takes a free one.</param>
    /// <exception cref="LinkException">Another listener holds the name (<see cref="LinkFailure.NameInUse"/>), or it cannot listen.</exception>
    public static LinkListener Listen(LinkRuntime runtime, string address, long systemUid = 0, IPEndPoint? tcp = null) =>
        TryListen(runtime, address, out var listener, systemUid, tcp)
            ? listener
            : throw new LinkException(LinkFailure.NameInUse, $"another listener holds the name: address={address}");

    /// <summary>Listens, unless another listener, of this or of another process, holds the name: so a free number is found by trying.</summary>
    /// <exception cref="LinkException">It cannot listen.</exception>
    public static bool TryListen(
        LinkRuntime runtime, string address, [NotNullWhen(true)] out LinkListener? listener, long systemUid = 0, IPEndPoint? tcp = null)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        Rendezvous.CheckAddress(address, nameof(address));
        if (tcp is not null && !IPAddress.IsLoopback(tcp.Address))
            throw new LinkException(LinkFailure.NotLoopback, $"links over TCP stay on the loopback interface (no keys, no encryption yet): endpoint={tcp}");
        runtime.Prepare();
        listener = null;
        var path = Rendezvous.SocketPath(runtime.Directory, address);
        var nameLock = FileLock.TryTake(Rendezvous.LockPath(runtime.Directory, address));
        if (nameLock is null)
            return false;
        var made = new LinkListener(runtime, address, systemUid, nameLock, path);
        try
        {
            made.Bind(tcp);
        }
        catch
        {
            made.Dispose();
            throw;
        }
        listener = made;
        runtime.Log.Listening(address, path);
        return true;
    }

    /// <summary>Takes the links of one purpose from now on.</summary>
    /// <param name="purpose">Which.</param>
    /// <param name="acceptor">Who decides about them.</param>
    /// <returns>Dispose: no more of them are taken.</returns>
    /// <exception cref="InvalidOperationException">The purpose has an acceptor.</exception>
    public IDisposable Accept(LinkPurpose purpose, ILinkAcceptor acceptor)
    {
        ArgumentNullException.ThrowIfNull(acceptor);
        if (!_acceptors.TryAdd(purpose, acceptor))
            throw new InvalidOperationException($"a purpose has one acceptor: address={Address} purpose={purpose}");
        return new Registration(() => _acceptors.TryRemove(new(purpose, acceptor)));
    }

    /// <summary>Listens no more; gives the name free. Links that are open stay.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        foreach (var socket in _sockets)
            socket.Stop();
        File.Delete(_socketPath);
        _nameLock.Dispose();
        _runtime.Forget(this);
    }

    internal ILinkAcceptor? AcceptorFor(LinkPurpose purpose) => _acceptors.GetValueOrDefault(purpose);

    private void Bind(IPEndPoint? tcp)
    {
        // Whatever is there belongs to nobody: the lock is ours.
        File.Delete(_socketPath);
        try
        {
            var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _sockets.Add(new ListenerSocket(_runtime, this, unix, tcp: false));
            unix.Bind(new PathEndPoint(_socketPath));
            unix.Listen(128);
            if (tcp is not null)
            {
                var inet = new Socket(tcp.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(new ListenerSocket(_runtime, this, inet, tcp: true));
                inet.Bind(tcp);
                inet.Listen(128);
                Tcp = (IPEndPoint)inet.LocalEndPoint!;
            }
        }
        catch (SocketException error)
        {
            throw new LinkException(LinkFailure.BadDirectory, $"cannot listen: address={Address} socket={_socketPath} tcp={tcp}: {error.SocketErrorCode}", error);
        }
        _runtime.Remember(this);
        foreach (var socket in _sockets)
            socket.Start();
    }

    /// <summary>An action for the end of something.</summary>
    private sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
