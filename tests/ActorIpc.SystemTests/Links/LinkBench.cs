using System.Collections.Concurrent;
using ActorIpc.Links;
using ActorIpc.SystemTests.Support;
using Microsoft.Extensions.Logging;

namespace ActorIpc.SystemTests.Links;

/// <summary>This side of a test with a peer process: a runtime, a listener, what came in.</summary>
internal sealed class LinkBench : IDisposable, ILinkAcceptor, ILogger
{
    public const string Here = "test://here";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly LinkListener _listener;

    public LinkBench(Func<LinkOptions, LinkOptions>? tune = null)
    {
        Folder = Directory.CreateTempSubdirectory("aipc-").FullName;
        var options = new LinkOptions
        {
            RuntimeDirectory = Folder,
            SegmentDirectory = Folder,
            Ring = 64 * 1024,
            SmallRing = 64 * 1024,
            SegmentBudget = 1024 * 1024 * 1024,
            HandshakeTimeout = TimeSpan.FromSeconds(20),
        };
        Runtime = new LinkRuntime(tune?.Invoke(options) ?? options, this);
        _listener = LinkListener.Listen(Runtime, Here);
        _listener.Accept(LinkPurpose.Channel, this);
    }

    public string Folder { get; }

    public LinkRuntime Runtime { get; }

    /// <summary>What has come in, in order of opening.</summary>
    public ConcurrentQueue<Receiver> Receivers { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public LinkDecision Decide(LinkHello hello) => LinkDecision.Accept();

    public void OnLink(Link link) => Receivers.Enqueue(new Receiver(link));

    public async Task<Receiver> ConnectAsync(string to, LinkTuning? tuning = null) => new(await LinkConnector.ConnectAsync(Runtime, new LinkRequest
    {
        To = to,
        Purpose = LinkPurpose.Channel,
        WaitForListener = Patience,
        Tuning = tuning ?? new LinkTuning(),
    }));

    public async Task<Receiver> AcceptedAsync()
    {
        await Eventually.True(() => !Receivers.IsEmpty, Patience, "a link comes in");
        return Receivers.First();
    }

    /// <summary>After the dead were swept, only this runtime's own files are left.</summary>
    public async Task AssertNothingLeft()
    {
        var own = new[] { $"{Runtime.Instance:N}.lock", $"{Rendezvous.NameOf(Here)}.lock", $"{Rendezvous.NameOf(Here)}.sock" };
        await Eventually.Get(
            () =>
            {
                Runtime.SweepNow();
                return string.Join(' ', Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Except(own));
            },
            left => left.Length == 0,
            Patience,
            "nothing is left of the dead");
    }

    public void Dispose()
    {
        Runtime.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Log.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
}
