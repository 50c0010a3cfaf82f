using ActorIpc.Messages;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// The lives that were killed and whose processes are not gone yet. Their end is told at once; but the next life of the name begins when nothing of them is left, so that it finds no other
/// beside it, and its files and ports free. Confined to the supervisor actor.
/// </summary>
internal sealed class Departures
{
    private readonly Dictionary<NodeName, Departure> _departures = [];

    /// <summary>The lives, in no order.</summary>
    public IEnumerable<NodeRun> Runs => _departures.Values.Select(departure => departure.Run);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _departures.Count == 0;

    /// <summary>Whether a node's last life is one of them.</summary>
    public bool Contains(NodeName name) => _departures.ContainsKey(name);

    /// <summary>A life's end is told, and its process is not gone.</summary>
    public void Add(NodeRun run) => _departures.Add(run.Name, new Departure(run));

    /// <summary>Lets a life begin: now, or when its predecessor is gone.</summary>
    /// <param name="next">The life.</param>
    /// <param name="begin">Begins it; not called when it has ended by then.</param>
    public void WhenGone(NodeRun next, Action begin)
    {
        if (_departures.TryGetValue(next.Name, out var departure))
        {
            next.IsHeldBack = true;
            departure.Next.Enqueue((next, begin));
        }
        else
        {
            begin();
        }
    }

    /// <summary>A life's process is gone: what has waited for that begins.</summary>
    /// <returns>False when the life is none of these.</returns>
    public bool Remove(NodeRun run)
    {
        if (_departures.GetValueOrDefault(run.Name)?.Run != run)
            return false;
        _departures.Remove(run.Name, out var departure);
        foreach (var (next, begin) in departure!.Next)
        {
            next.IsHeldBack = false;
            if (next.Phase != RunPhase.Ended)
                begin();
        }
        return true;
    }

    /// <summary>One of them.</summary>
    /// <param name="run">The life.</param>
    private sealed class Departure(NodeRun run)
    {
        public NodeRun Run => run;

        /// <summary>The lives that wait; all but the last have ended.</summary>
        public Queue<(NodeRun Run, Action Begin)> Next { get; } = [];
    }
}
