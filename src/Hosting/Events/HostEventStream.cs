using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ActorIpc.Hosting.Events;

/// <summary>
/// Hands every event to every subscriber, in order. A subscriber that does not keep up loses its oldest events rather than the host's memory.
/// </summary>
internal sealed class HostEventStream
{
    /// <summary>How many events wait for one subscriber at the most.</summary>
    public const int Capacity = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly List<Channel<HostEvent>> _subscribers = [];
    private bool _completed;

    /// <summary>Hands on an event; never blocks.</summary>
    /// <param name="entry">The event.</param>
    public void Publish(HostEvent entry)
    {
        lock (_gate)
        {
            foreach (var subscriber in _subscribers)
                subscriber.Writer.TryWrite(entry);
        }
    }

    /// <summary>Ends every subscription after the events already published.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            foreach (var subscriber in _subscribers)
                subscriber.Writer.TryComplete();
        }
    }

    /// <summary>The events from the call on (not from the first read on) until <see cref="Complete"/>.</summary>
    /// <param name="cancellation">Ends the subscription.</param>
    public IAsyncEnumerable<HostEvent> Subscribe(CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<HostEvent>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            if (_completed)
                channel.Writer.TryComplete();
            else
                _subscribers.Add(channel);
        }
        return ReadAsync(channel, cancellation);
    }

    private async IAsyncEnumerable<HostEvent> ReadAsync(Channel<HostEvent> channel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (var entry in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return entry;
        }
        finally
        {
            lock (_gate)
                _subscribers.Remove(channel);
        }
    }
}
