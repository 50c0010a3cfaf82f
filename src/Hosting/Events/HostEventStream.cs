using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ActorIpc.Hosting.Events;

/// <summary>
/// Hands every event to every subscriber, in order. A subscriber that does not keep up loses lines of output and reports of progress, and is told how many;
/// what happens to nodes it always learns.
/// </summary>
internal sealed class HostEventStream
{
    /// <summary>How many events may wait for one subscriber before it loses lines.</summary>
    public const int Capacity = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly List<Subscriber> _subscribers = [];
    private bool _completed;

    /// <summary>Hands on an event; never blocks.</summary>
    /// <param name="entry">The event.</param>
    public void Publish(HostEvent entry)
    {
        lock (_gate)
        {
            foreach (var subscriber in _subscribers)
                subscriber.Take(entry);
        }
    }

    /// <summary>Ends every subscription after the events already published.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            foreach (var subscriber in _subscribers)
                subscriber.Complete();
        }
    }

    /// <summary>The events from the call on (not from the first read on) until <see cref="Complete"/>.</summary>
    /// <param name="cancellation">Ends the subscription.</param>
    public IAsyncEnumerable<HostEvent> Subscribe(CancellationToken cancellation)
    {
        var subscriber = new Subscriber();
        lock (_gate)
        {
            if (_completed)
                subscriber.Complete();
            else
                _subscribers.Add(subscriber);
        }
        return ReadAsync(subscriber, cancellation);
    }

    private async IAsyncEnumerable<HostEvent> ReadAsync(Subscriber subscriber, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (var entry in subscriber.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return entry;
        }
        finally
        {
            lock (_gate)
                _subscribers.Remove(subscriber);
        }
    }

    /// <summary>One subscriber's queue. Written under the stream's lock only.</summary>
    private sealed class Subscriber
    {
        private readonly Channel<HostEvent> _queue = Channel.CreateUnbounded<HostEvent>(new UnboundedChannelOptions { SingleReader = false });
        private long _skipped;

        public ChannelReader<HostEvent> Reader => _queue.Reader;

        public void Take(HostEvent entry)
        {
            if (entry is NodeOutput or JobProgressed && _queue.Reader.Count >= Capacity)
            {
                _skipped += entry is NodeOutput ? 1 : 0;
                return;
            }
            TellSkipped(entry.Time);
            _queue.Writer.TryWrite(entry);
        }

        public void Complete()
        {
            TellSkipped(DateTimeOffset.UtcNow);
            _queue.Writer.TryComplete();
        }

        private void TellSkipped(DateTimeOffset time)
        {
            if (_skipped == 0)
                return;
            _queue.Writer.TryWrite(new OutputSkipped(time, _skipped));
            _skipped = 0;
        }
    }
}
