using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorIpc.Channels;
using ActorIpc.Channels.Formats;
using ActorIpc.Links;
using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Collector;
using ActorIpc.Nodes.Counter;
using ActorIpc.Nodes.Source;
using ActorIpc.Tests.Channels;
using Akka.Actor;

namespace ActorIpc.Tests.Nodes.WordCount;

/// <summary>
/// The word count's four nodes in one process, which can be killed and come back as the next incarnation. A killed node loses its memory, its mailbox and its links, whatever is on its
/// way over them; messages to one that is down are lost, and of the others some are lost or arrive twice. The channels are real.
/// </summary>
internal sealed class SimulatedTopology : IDisposable
{
    public const string RunId = "this-run";

    private static readonly TimeSpan WaitForPeer = TimeSpan.FromMinutes(5);
    private static readonly string[] AllNames = [WordCountProtocol.CollectorNode, "counter-1", "counter-2", WordCountProtocol.SourceNode];

    private readonly ActorSystem _system;
    private readonly string _input;
    private readonly string _output;
    private readonly Random _random;
    private readonly ChannelPlace _place = new();
    private readonly Lock _gate = new(); // orders what the directory tells, and guards the randomness
    private readonly Dictionary<string, int> _incarnations = AllNames.ToDictionary(name => name, _ => 0);
    private readonly ConcurrentDictionary<string, Life> _live = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public SimulatedTopology(ActorSystem system, string input, string output, Random random)
    {
        _system = system;
        _input = input;
        _output = output;
        _random = new Random(random.Next());
    }

    /// <summary>The nodes' names.</summary>
    public IReadOnlyList<string> Names => AllNames;

    /// <summary>Ends with the job: normally, or with the reason of its failure.</summary>
    public Task Completed => _completed.Task;

    /// <summary>Chunks that have come to a collector, again and again included.</summary>
    public int Arrived => Volatile.Read(ref _arrived);

    private string JournalPath => $"{_output}.{RunId}.journal";

    public void Dispose()
    {
        foreach (var life in _live.Values)
            life.Links.Dispose();
        _place.Dispose();
    }

    /// <summary>Starts a node that is not there.</summary>
    public void Start(string name)
    {
        lock (_gate)
        {
            var incarnation = ++_incarnations[name];
            var life = new Life(_place.NewLinks());
            life.Actor = PropsOf(name, incarnation, life) is { } props ? _system.ActorOf(props) : Count(life, name);
            _live[name] = life;
            TellOthers(Entries.Up(name, incarnation));
        }
    }

    /// <summary>Kills a node; returns when it is gone.</summary>
    public async Task KillAsync(string name)
    {
        if (!_live.TryRemove(name, out var life))
            return;
        // A killed collector writes nothing more: its end must not be told before.
        if (life.Actor is { } actor)
        {
            var gone = actor.WatchAsync();
            _system.Stop(actor);
            await gone;
        }
        life.Links.Dispose();
        lock (_gate)
            TellOthers(Entries.Down(name, _incarnations[name]));
    }

    private Props? PropsOf(string name, int incarnation, Life life) => name switch
    {
        WordCountProtocol.SourceNode => SourceActor.Props(
            RunId,
            _input,
            incarnation,
            new SourcePorts(
                self => Subscribe(life, self),
                Tell<ICollector>(WordCountProtocol.CollectorNode),
                async (counter, cancellation) => await IpcChannel.ConnectWriterAsync($"{counter}/{WordCountProtocol.ChunksChannel}", Options<CountChunk>(life), cancellation),
                _ => { },
                reason => Fail(life, reason))),
        WordCountProtocol.CollectorNode => CollectorActor.Props(
            new CollectorSettings(RunId, _output, JournalPath, incarnation),
            new CollectorPorts(
                self => Subscribe(life, self),
                Tell<ISource>(WordCountProtocol.SourceNode),
                (counter, self) => _ = ListenAsync(life, counter, self),
                (_, _, _) => { },
                _ => { },
                () => _completed.TrySetResult(),
                reason => Fail(life, reason)),
            TimeProvider.System),
        _ => null,
    };

    /// <summary>A counter has no actor.</summary>
    private static IActorRef? Count(Life life, string name)
    {
        var chunks = IpcChannel.OpenReader($"{name}/{WordCountProtocol.ChunksChannel}", Options<CountChunk>(life));
        var counts = IpcChannel.OpenWriter($"{name}/{WordCountProtocol.CountsChannel}", Options<ChunkCounted>(life));
        _ = new CountingRelay(RunId, chunks, counts).RunAsync();
        return null;
    }

    private async Task ListenAsync(Life life, NodeName counter, IActorRef self)
    {
        var reader = await IpcChannel.ConnectReaderAsync($"{counter}/{WordCountProtocol.CountsChannel}", Options<ChunkCounted>(life));
        await foreach (var counted in reader.ReadAllAsync())
        {
            var mark = reader.Mark;
            Interlocked.Increment(ref _arrived);
            self.Tell(new Arrival(counted, () => reader.Acknowledge(mark)));
        }
    }

    private static IpcChannelOptions<T> Options<T>(Life life) => new()
    {
        Links = life.Links,
        OnPeerDown = OnPeerDown.Resume,
        Acknowledgement = Acknowledgement.Explicit,
        WaitForPeer = WaitForPeer,
        MaxItem = WordCountProtocol.LongestItem,
        // A job of some megabytes is to be under way for a while.
        WriterBuffer = 256 * 1024,
        Format = ItemFormats.Json((JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T))),
    };

    private Action<IMessage<T>> Tell<T>(string name)
        where T : IProtocol => message => Send(name, message);

    private void Send(string name, object message)
    {
        int fate;
        lock (_gate)
            fate = _random.Next(20);
        if (fate == 0 || !_live.TryGetValue(name, out var life) || life.Actor is not { } actor)
            return;
        actor.Tell(message);
        if (fate == 1)
            actor.Tell(message);
    }

    private void Subscribe(Life life, IActorRef self)
    {
        lock (_gate)
        {
            life.Subscriber = self;
            foreach (var up in _live.Keys)
                self.Tell(Entries.Up(up, _incarnations[up]));
        }
    }

    private void TellOthers(object news)
    {
        foreach (var life in _live.Values)
            life.Subscriber?.Tell(news);
    }

    private void Fail(Life life, string reason)
    {
        // What a killed one says about its broken channels nobody hears.
        if (_live.Values.Contains(life))
            _completed.TrySetException(new InvalidOperationException(reason));
    }

    /// <summary>One incarnation of a node.</summary>
    private sealed class Life(LinkRuntime links)
    {
        public LinkRuntime Links { get; } = links;

        public IActorRef? Actor { get; set; }

        public IActorRef? Subscriber { get; set; }
    }
}
