using ActorIpc.Messages;

namespace ActorIpc.Hosting.Events;

/// <summary>
/// The last lines that nodes have written, of each node's latest life and of the one before it. Bounded: <see cref="MaximumNodes"/> nodes, gone ones
/// included, and <see cref="CharactersPerLife"/> of each life. Written and read under the event stream's lock only.
/// </summary>
internal sealed class LogBook
{
    /// <summary>How much of a life's output is kept, in UTF-16 characters; a line counts as 64 more than it has.</summary>
    public const int CharactersPerLife = 256 * 1024;

    /// <summary>Of how many nodes output is kept; the one that was silent longest makes room.</summary>
    public const int MaximumNodes = 1024;

    private const int CostOfLine = 64;

    private readonly Dictionary<NodeName, Lives> _nodes = [];
    private long _written;

    /// <summary>A life begins, which it may also do with its first line.</summary>
    /// <param name="node">The node.</param>
    /// <param name="incarnation">The life.</param>
    public void Begin(NodeName node, int incarnation) => LifeOf(node, incarnation);

    /// <summary>Keeps a line; one of a life that is no longer kept is dropped.</summary>
    /// <param name="output">The line.</param>
    public void Add(NodeOutput output) => LifeOf(output.Node, output.Incarnation)?.Add(++_written, output);

    /// <summary>The latest lines of some nodes, merged in the order in which the host read them.</summary>
    /// <param name="wanted">Which nodes.</param>
    /// <param name="previous">True for the life before each node's latest.</param>
    /// <param name="lines">How many lines at the most.</param>
    public IReadOnlyList<NodeOutput> Latest(Func<NodeName, bool> wanted, bool previous, int lines) =>
        [.. _nodes.Where(node => wanted(node.Key))
            .SelectMany(node => (previous ? node.Value.Previous : node.Value.Latest)?.Lines.TakeLast(lines) ?? [])
            .OrderBy(line => line.Number)
            .TakeLast(lines)
            .Select(line => line.Output)];

    private Life? LifeOf(NodeName node, int incarnation)
    {
        if (!_nodes.TryGetValue(node, out var lives))
        {
            if (_nodes.Count >= MaximumNodes)
                _nodes.Remove(_nodes.MinBy(known => known.Value.Latest.LastNumber).Key);
            _nodes[node] = lives = new Lives(new Life(incarnation));
        }
        if (incarnation > lives.Latest.Incarnation)
            _nodes[node] = lives = new Lives(new Life(incarnation), lives.Latest);
        return lives.Latest.Incarnation == incarnation ? lives.Latest : lives.Previous?.Incarnation == incarnation ? lives.Previous : null;
    }

    /// <summary>A node's latest life and the one before it.</summary>
    private sealed record Lives(Life Latest, Life? Previous = null);

    /// <summary>The last lines of one life.</summary>
    private sealed class Life(int incarnation)
    {
        private readonly Queue<(long Number, NodeOutput Output)> _lines = new();
        private int _cost;

        public int Incarnation { get; } = incarnation;

        /// <summary>The number of its last line; 0 before the first.</summary>
        public long LastNumber { get; private set; }

        public IEnumerable<(long Number, NodeOutput Output)> Lines => _lines;

        public void Add(long number, NodeOutput output)
        {
            LastNumber = number;
            _lines.Enqueue((number, output));
            _cost += output.Text.Length + CostOfLine;
            while (_cost > CharactersPerLife)
                _cost -= _lines.Dequeue().Output.Text.Length + CostOfLine;
        }
    }
}
