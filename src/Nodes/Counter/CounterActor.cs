using System.Buffers;
using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes.Counter;

/// <summary>
/// Counts the words of a chunk and tells the collector. It keeps the counts until the collector has stored them, so that it goes on counting while
/// the collector is away and a new one gets everything at once. Nothing it keeps is needed: the source sends again what dies with it.
/// </summary>
internal sealed class CounterActor : ReceiveActor
{
    private readonly string _runId;
    private readonly CounterPorts _ports;
    private readonly WordTable _table = new();
    private readonly ArrayBufferWriter<byte> _packed = new(64 * 1024);
    private readonly Dictionary<long, ChunkCounted> _unstored = []; // by position; bounded by the source's window
    private int _collector; // incarnation; 0 exactly while the collector is away

    public CounterActor(string runId, CounterPorts ports)
    {
        _runId = runId;
        _ports = ports;

        Receive<CountChunk>(chunk => chunk.RunId == _runId, OnCountChunk);
        Receive<ChunksStored>(stored => stored.RunId == _runId, OnChunksStored);
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
        // Asked again for what was counted already: something got lost on the way, so it is told again.
        if (!_unstored.TryGetValue(chunk.Position, out var counted))
        {
            counted = Count(chunk);
            _unstored.Add(chunk.Position, counted);
        }
        if (_collector != 0)
            _ports.Collector(counted);
    }

    private ChunkCounted Count(CountChunk chunk)
    {
        Tokenizer.Count(chunk.Content, _table);
        _table.WriteTo(_packed);
        var counted = new ChunkCounted(_runId, _ports.Name.Value, chunk.Position, chunk.Content.Length, _packed.WrittenSpan.ToArray());
        _table.Clear();
        _packed.ResetWrittenCount();
        return counted;
    }

    private void OnChunksStored(ChunksStored stored)
    {
        foreach (var position in stored.Positions)
            _unstored.Remove(position);
    }

    private void OnCollectorUp(NodeUp up)
    {
        _collector = up.Node.Incarnation;
        foreach (var counted in _unstored.Values)
            _ports.Collector(counted);
    }

    private void OnCollectorDown(NodeDown down)
    {
        if (down.Node.Incarnation == _collector)
            _collector = 0;
    }
}
