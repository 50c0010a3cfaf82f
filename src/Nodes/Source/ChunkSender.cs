using System.Threading.Channels;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Source;

/// <summary>
/// Reads chunks and gives each to the next counter whose channel has room. What a channel has taken it keeps until it is in the journal, whatever dies; so a chunk is read once, and the
/// channels' bounds are how far the source is ahead.
/// </summary>
/// <param name="runId">The run the chunks belong to.</param>
internal sealed class ChunkSender(string runId)
{
    private readonly Lock _gate = new();
    private readonly List<Counter> _counters = []; // under the gate
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously); // under the gate
    private int _next;

    /// <summary>One more counter to give chunks to. Any thread.</summary>
    /// <param name="counter">Its channel.</param>
    public void Add(ChannelWriter<CountChunk> counter)
    {
        TaskCompletionSource added;
        lock (_gate)
        {
            _counters.Add(new Counter(counter));
            (added, _added) = (_added, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        added.SetResult();
    }

    /// <summary>Sends what is left. Once.</summary>
    /// <param name="reader">Reads the input; disposed at the end.</param>
    /// <param name="remaining">What is left.</param>
    /// <param name="changed">The words for a chunk that ends where none can, by its position.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InputException">The input is not what it was, or cannot be read.</exception>
    public async Task SendAsync(ChunkReader reader, RemainingRanges remaining, Func<long, string> changed, CancellationToken cancellation)
    {
        using (reader)
        {
            while (!remaining.IsEmpty)
            {
                var position = remaining.Next;
                var content = reader.Read(position);
                if (!remaining.TryAdvance(content.Length))
                    throw new InputException(changed(position));
                await GiveAsync(new CountChunk(runId, position, content), cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task GiveAsync(CountChunk chunk, CancellationToken cancellation)
    {
        while (true)
        {
            Counter[] counters;
            Task added;
            lock (_gate)
                (counters, added) = ([.. _counters], _added.Task);
            for (var i = 0; i < counters.Length; i++)
            {
                var at = (_next + i) % counters.Length;
                if (!counters[at].Channel.TryWrite(chunk))
                    continue;
                _next = at + 1;
                return;
            }
            await Task.WhenAny(counters.Select(counter => counter.Room()).Append(added)).WaitAsync(cancellation).ConfigureAwait(false);
            foreach (var counter in counters)
                await counter.LookAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A counter's channel, and the wait for room in it.</summary>
    private sealed class Counter(ChannelWriter<CountChunk> channel)
    {
        private Task<bool>? _room; // null unless somebody waits

        public ChannelWriter<CountChunk> Channel { get; } = channel;

        public Task Room() => _room ??= Channel.WaitToWriteAsync().AsTask();

        /// <summary>Ends a wait that is over; throws what ended the channel.</summary>
        public async ValueTask LookAsync()
        {
            if (_room is not { IsCompleted: true } room)
                return;
            _room = null;
            await room.ConfigureAwait(false);
        }
    }
}
