namespace ActorIpc.Hosting.Events;

/// <summary>What is kept of what has happened, for who asks later. Written and read under the event stream's lock only.</summary>
internal sealed class HostHistory
{
    /// <summary>How many events are kept.</summary>
    public const int Capacity = 4096;

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
        _events.Enqueue(entry);
        if (_events.Count > Capacity)
            _events.Dequeue();
    }
}
