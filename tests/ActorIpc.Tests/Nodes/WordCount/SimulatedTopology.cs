using System.Collections.Concurrent;
using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Collector;
using ActorIpc.Nodes.Counter;
using ActorIpc.Nodes.Source;
using Akka.Actor;

namespace ActorIpc.Tests.Nodes.WordCount;

/// <summary>
/// The word count's four nodes as actors of one process, which can be killed and come back as the next incarnation. A killed node loses its mailbox
/// and its memory; messages to one that is down are lost, and of the others some are lost or arrive twice.
/// </summary>
internal sealed class SimulatedTopology
{
    public const string RunId = "this-run";

    private const int Lost = 0; // one fate of two hundred
    private static readonly TimeSpan StandstillTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly string[] AllNames = [WordCountProtocol.CollectorNode, "counter-1", "counter-2", WordCountProtocol.SourceNode];

    private readonly ActorSystem _system;
    private readonly string _input;
    private readonly string _output;
    private readonly Random _random;
    private readonly Lock _gate = new(); // orders what the directory tells, and guards the randomness
    private readonly Dictionary<string, int> _incarnations = AllNames.ToDictionary(name => name, _ => 0);
    private readonly ConcurrentDictionary<string, IActorRef> _live = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, List<IActorRef>> _subscribers = new();

    private long _allowed = long.MaxValue; // messages that get through before LetThroughAsync returns
    private TaskCompletionSource _through = new();

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

    public string JournalPath => $"{_output}.{RunId}.journal";

    /// <summary>Starts a node that is not there.</summary>
    public void Start(string name)
    {
        lock (_gate)
        {
            var incarnation = ++_incarnations[name];
            _subscribers[name] = [];
            var actor = _system.ActorOf(PropsOf(name, incarnation));
            _live[name] = actor;
            foreach (var subscriber in _subscribers.Where(entry => _live.ContainsKey(entry.Key)).SelectMany(entry => entry.Value))
                subscriber.Tell(Entries.Up(name, incarnation));
        }
    }

    /// <summary>Kills a node; returns when it is gone.</summary>
    public async Task KillAsync(string name)
    {
        if (!_live.TryRemove(name, out var actor))
            return;
        var gone = actor.WatchAsync();
        _system.Stop(actor);
        await gone;
        lock (_gate)
        {
            foreach (var subscriber in _subscribers.Where(entry => _live.ContainsKey(entry.Key)).SelectMany(entry => entry.Value))
                subscriber.Tell(Entries.Down(name, _incarnations[name]));
        }
    }

    /// <summary>
    /// Lets this many further messages through and waits until they were sent, or nothing moves because too few nodes are there. All others are lost,
    /// so that a test decides how far the job comes between two of its steps.
    /// </summary>
    public async Task LetThroughAsync(int count)
    {
        var through = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            (_allowed, _through) = (count, through);
        await Task.WhenAny(through.Task, _completed.Task, Task.Delay(StandstillTimeout));
    }

    /// <summary>Lets all messages through from now on.</summary>
    public void LetAllThrough()
    {
        lock (_gate)
            _allowed = long.MaxValue;
    }

    private Props PropsOf(string name, int incarnation) => name switch
    {
        WordCountProtocol.SourceNode => SourceActor.Props(
            RunId,
            _input,
            incarnation,
            new SourcePorts(self => Subscribe(name, self), Tell<ICollector>(WordCountProtocol.CollectorNode), (node, message) => Send(node.Value, message), _ => { }, Fail),
            new FastTime()),
        WordCountProtocol.CollectorNode => CollectorActor.Props(
            new CollectorSettings(RunId, _output, JournalPath, incarnation),
            new CollectorPorts(Tell<ISource>(WordCountProtocol.SourceNode), (node, message) => Send(node.Value, message), (_, _, _) => { }, _ => { }, () => _completed.TrySetResult(), Fail),
            new FastTime()),
        _ => CounterActor.Props(RunId, new CounterPorts(new NodeName(name), self => Subscribe(name, self), Tell<ICollector>(WordCountProtocol.CollectorNode))),
    };

    private Action<IMessage<T>> Tell<T>(string name)
        where T : IProtocol => message => Send(name, message);

    private void Send(string name, object message)
    {
        int fate;
        lock (_gate)
        {
            fate = _allowed > 0 ? _random.Next(200) : Lost;
            if (--_allowed == 0)
                _through.TrySetResult();
        }
        if (fate == Lost || !_live.TryGetValue(name, out var actor))
            return;
        actor.Tell(message);
        if (fate <= 10)
            actor.Tell(message);
        if (fate == 11 && message is ChunkCounted counted)
            actor.Tell(counted with { RunId = "another-run", Position = 0, Length = 1 });
    }

    private void Subscribe(string name, IActorRef self)
    {
        lock (_gate)
        {
            _subscribers[name].Add(self);
            foreach (var up in _live.Keys)
                self.Tell(Entries.Up(up, _incarnations[up]));
        }
    }

    private void Fail(string reason) => _completed.TrySetException(new InvalidOperationException(reason));

    /// <summary>Twenty times as fast as the real one, so that what is sent again because it was lost does not take long.</summary>
    private sealed class FastTime : TimeProvider
    {
        public override long TimestampFrequency => System.TimestampFrequency / 20;
    }
}
