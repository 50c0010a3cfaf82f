using System.Collections.Concurrent;

namespace ActorIpc.Channels.Ends;

/// <summary>
/// Notices that a writer pauses in the middle of a batch, and sends the batch; the same for a reader's acknowledgements. One thread for all channels of the process. It sleeps
/// until somebody asks; then looks twice in quick succession, and from then on every millisecond as long as there is something to look at.
/// </summary>
internal sealed class FlushThread
{
    private const int Period = 1;
    private const int QuickLooks = 2;

    private static readonly Lazy<FlushThread> One = new(() => new FlushThread());

    private readonly ConcurrentQueue<IFlushClient> _arrivals = new();
    private readonly AutoResetEvent _asked = new(false); // sleeps at once: a wait that spins first takes the processor from the programs
    private readonly List<IFlushClient> _clients = [];

    private FlushThread() => new Thread(Run) { IsBackground = true, Name = "actoripc-channels" }.Start();

    /// <summary>The process's.</summary>
    public static FlushThread Shared => One.Value;

    /// <summary>Looks at a client from now on, until it says that nothing is there.</summary>
    public void Add(IFlushClient client)
    {
        _arrivals.Enqueue(client);
        _asked.Set();
    }

    private void Run()
    {
        while (true)
        {
            // Whoever came while the others were looked at has been asked for already.
            if (_clients.Count == 0 && _arrivals.IsEmpty)
                _asked.WaitOne();
            while (_arrivals.TryDequeue(out var client))
            {
                _clients.Add(client);
                for (var look = 0; look < QuickLooks; look++)
                {
                    // Long enough for a program that writes one item after the other to write another.
                    Thread.SpinWait(50);
                    Thread.Yield();
                    if (!client.Look())
                    {
                        _clients.Remove(client);
                        break;
                    }
                }
            }
            if (_clients.Count > 0)
                _asked.WaitOne(Period);
            _clients.RemoveAll(client => !client.Look());
        }
    }
}
