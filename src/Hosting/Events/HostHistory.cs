namespace ActorIpc.Hosting.Events;

/// <summary>What is kept of what has happened, for who asks later. Written and read under the event stream's lock only.</summary>
internal sealed class HostHistory
{
    /// <summary>How many events are kept.</summary>
    public const int Capacity = 4096;

    /// <summary>How much of a dead node's last lines is kept with the news of its end, in UTF-16 characters.</summary>
    public const int LastLinesCharacters = 2048;

    private readonly Queue<HostEvent> _events = new();

    /// <summary>The latest events but output, progress and what a stop waits for, oldest first.</summary>
    public IEnumerable<HostEvent> Events => _events;

    /// <summary>What nodes have written.</summary>
    public LogBook Logs { get; } = new();

    /// <summary>Keeps an event.</summary>
    /// <param name="entry">The event.</param>
    public void Take(HostEvent entry)
    {
        switch (entry)
        {
            case NodeOutput output:
                Logs.Add(output);
                return;
            case JobProgressed or StopWaiting:
                return; // Of interest only while they are so.
            case NodeStarting starting:
                Logs.Begin(starting.Node, starting.Incarnation);
                break;
            default:
                break;
        }
        _events.Enqueue(entry switch
        {
            NodeDown down => down with { LastLines = Shortened(down.LastLines) },
            StandbyDown down => down with { LastLines = Shortened(down.LastLines) },
            _ => entry,
        });
        if (_events.Count > Capacity)
            _events.Dequeue();
    }

    /// <summary>As many of the last lines as there is room for: thousands of crashes are kept, each of which may have had much to say.</summary>
    private static List<string> Shortened(IReadOnlyList<string> lines)
    {
        var kept = new List<string>();
        var room = LastLinesCharacters;
        for (var i = lines.Count - 1; i >= 0 && lines[i].Length <= room; i--)
        {
            kept.Insert(0, lines[i]);
            room -= lines[i].Length;
        }
        return kept;
    }
}
