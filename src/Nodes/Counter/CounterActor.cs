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
internal sealed class CounterActor : ProtocolActor<ICounter>
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
    }

    public static Props Props(string runId, CounterPorts ports) => Akka.Actor.Props.Create(() => new CounterActor(runId, ports));

    protected override void PreStart() => _ports.Subscribe(Self);

    private static bool IsCollector(NodeName name) => name.Value == WordCountProtocol.CollectorNode;

    public void Handle(CountChunk chunk)
    {
        if (chunk.RunId != _runId)
            return;
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

    public void Handle(ChunksStored stored)
    {
        if (stored.RunId != _runId)
            return;
        foreach (var position in stored.Positions)
            _unstored.Remove(position);
    }

    public void Handle(NodeUp up)
    {
        if (!IsCollector(up.Node.Name))
            return; // Counters do not mind who else comes and goes.
        _collector = up.Node.Incarnation;
        foreach (var counted in _unstored.Values)
            _ports.Collector(counted);
    }

    public void Handle(NodeDown down)
    {
        if (IsCollector(down.Node.Name) && down.Node.Incarnation == _collector)
            _collector = 0;
    }
}
