using System.Buffers;
using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes.Counter;

/// <summary>
/// Counts the words of a chunk and tells the collector. It remembers nothing, except that what was counted while the collector is away is held
/// until it is back: the directory may reach this node later than the source.
/// </summary>
internal sealed class CounterActor : ReceiveActor
{
    private readonly string _runId;
    private readonly CounterPorts _ports;
    private readonly WordTable _table = new();
    private readonly ArrayBufferWriter<byte> _packed = new(64 * 1024);
    private readonly Dictionary<long, ChunkCounted> _held = []; // by position; empty while the collector is there; bounded by the source's window
    private int _collector; // incarnation; 0 exactly while the collector is away

    public CounterActor(string runId, CounterPorts ports)
    {
        _runId = runId;
        _ports = ports;

        Receive<CountChunk>(chunk => chunk.RunId == _runId, OnCountChunk);
        Receive<NodeUp>(up => IsCollector(up.Node.Name), OnCollectorUp);
        Receive<NodeDown>(down => IsCollector(down.Node.Name), OnCollectorDown);
        Receive<NodeUp>(_ => { }); // Counters do not mind who else comes and goes.
        Receive<NodeDown>(_ => { });
    }

    public static Props Props(string runId, CounterPorts ports) => Akka.Actor.Props.Create(() => new CounterActor(runId, ports));

    protected override void PreStart() => _ports.Subscribe(Self);

    private static bool IsCollector(NodeName name) => name.Value == WordCountProtocol.CollectorNode;

    private void OnCountChunk(CountChunk chunk)
    {
        if (_held.ContainsKey(chunk.Position))
            return;
        Tokenizer.Count(chunk.Content, _table);
        _table.WriteTo(_packed);
        var counted = new ChunkCounted(_runId, chunk.Position, chunk.Content.Length, _packed.WrittenSpan.ToArray());
        _table.Clear();
        _packed.ResetWrittenCount();
        if (_collector == 0)
            _held.Add(counted.Position, counted);
        else
            _ports.Collector(counted);
    }

    private void OnCollectorUp(NodeUp up)
    {
        _collector = up.Node.Incarnation;
        foreach (var counted in _held.Values)
            _ports.Collector(counted);
        _held.Clear();
    }

    private void OnCollectorDown(NodeDown down)
    {
        if (down.Node.Incarnation == _collector)
            _collector = 0;
    }
}
