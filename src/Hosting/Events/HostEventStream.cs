using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ActorIpc.Hosting.Events;

/// <summary>
/// Hands every event to every subscriber, in order, and keeps the latest. A subscriber that does not keep up loses lines of output and reports of progress,
/// and is told how many; what happens to nodes it always learns.
/// </summary>
internal sealed class HostEventStream
{
    /// <summary>How many events may wait for one subscriber before it loses lines.</summary>
    public const int Capacity = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly List<Subscriber> _subscribers = [];
    private readonly HostHistory _history = new();
    private bool _completed;

    /// <summary>Hands on an event; never blocks.</summary>
    /// <param name="entry">The event.</param>
    public void Publish(HostEvent entry)
    {
        lock (_gate)
        {
            _history.Take(entry);
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

    /// <summary>Looks at what is kept.</summary>
    /// <typeparam name="T">What is looked for.</typeparam>
    /// <param name="look">Looks; must not block.</param>
    public T Look<T>(Func<HostHistory, T> look)
    {
        lock (_gate)
            return look(_history);
    }

    /// <summary>The events from the call on (not from the first read on) until <see cref="Complete"/>.</summary>
    /// <param name="cancellation">Ends the subscription; has to be cancelled when it is not read to its end.</param>
    public IAsyncEnumerable<HostEvent> Subscribe(CancellationToken cancellation) => Subscribe(_ => true, cancellation);

    /// <summary>The same, of some events only: the others do not count against what may wait.</summary>
    /// <param name="wanted">Which events; called under the lock.</param>
    /// <param name="cancellation">Ends the subscription.</param>
    public IAsyncEnumerable<HostEvent> Subscribe(Func<HostEvent, bool> wanted, CancellationToken cancellation) =>
        Subscribe(_ => true, wanted, cancellation).Coming;

    /// <summary>Looks at what is kept, and subscribes to what comes after it: nothing is missed in between, and nothing is told twice.</summary>
    /// <typeparam name="T">What is looked for.</typeparam>
    /// <param name="look">Looks; must not block.</param>
    /// <param name="wanted">Which events; called under the lock.</param>
    /// <param name="cancellation">Ends the subscription.</param>
    public (T Past, IAsyncEnumerable<HostEvent> Coming) Subscribe<T>(
        Func<HostHistory, T> look, Func<HostEvent, bool> wanted, CancellationToken cancellation)
    {
        var subscriber = new Subscriber(wanted);
        lock (_gate)
        {
            var past = look(_history);
            if (_completed)
                subscriber.Complete();
            else
                _subscribers.Add(subscriber);
            return (past, ReadAsync(subscriber, cancellation.Register(() => Remove(subscriber)), cancellation));
        }
    }

    private async IAsyncEnumerable<HostEvent> ReadAsync(
        Subscriber subscriber, CancellationTokenRegistration registration, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (var entry in subscriber.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return entry;
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            Remove(subscriber);
        }
    }

    private void Remove(Subscriber subscriber)
    {
        lock (_gate)
            _subscribers.Remove(subscriber);
    }

    /// <summary>One subscriber's queue. Written under the stream's lock only.</summary>
    private sealed class Subscriber(Func<HostEvent, bool> wanted)
    {
        private readonly Channel<HostEvent> _queue = Channel.CreateUnbounded<HostEvent>(new UnboundedChannelOptions { SingleReader = false });
        private long _skipped;

        public ChannelReader<HostEvent> Reader => _queue.Reader;

        public void Take(HostEvent entry)
        {
            if (!wanted(entry))
                return;
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
