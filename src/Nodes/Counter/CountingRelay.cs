using System.Buffers;
using System.Collections.Concurrent;
using ActorIpc.Channels;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Counter;

/// <summary>
/// Takes chunks from one channel and gives what it counted to another. A chunk is acknowledged when the collector has acknowledged its counts: until then the source's end keeps it, and this
/// process may die with everything it has.
/// </summary>
/// <param name="runId">The run; a foreign one's chunks are ignored.</param>
/// <param name="chunks">From the source; acknowledges explicitly.</param>
/// <param name="counts">To the collector.</param>
internal sealed class CountingRelay(string runId, IpcChannelReader<CountChunk> chunks, IpcChannelWriter<ChunkCounted> counts)
{
    private readonly WordTable _table = new();
    private readonly ArrayBufferWriter<byte> _packed = new(64 * 1024);
    private readonly ConcurrentQueue<ReadMark> _marks = new(); // of the chunks whose counts were written and are not acknowledged, in that order

    /// <summary>Works until one of the channels is over, or this node leaves them.</summary>
    /// <exception cref="Exception">What ended a channel.</exception>
    public async Task RunAsync()
    {
        var acknowledging = AcknowledgeAsync();
        await foreach (var chunk in chunks.ReadAllAsync().ConfigureAwait(false))
        {
            if (chunk.RunId != runId)
                continue; // Done with the next one's mark.
            // Before the counts can be acknowledged.
            _marks.Enqueue(chunks.Mark);
            await counts.WriteAsync(Count(chunk)).ConfigureAwait(false);
        }
        await acknowledging.ConfigureAwait(false);
    }

    private async Task AcknowledgeAsync()
    {
        for (long known = 0; !counts.Completion.IsCompleted;)
        {
            var now = await counts.WaitForAcknowledgementAsync(known).ConfigureAwait(false);
            if (now == known)
                continue; // The channel is over.
            ReadMark last = default;
            for (; known < now; known++)
                _marks.TryDequeue(out last);
            chunks.Acknowledge(last);
        }
    }

    private ChunkCounted Count(CountChunk chunk)
    {
        Tokenizer.Count(chunk.Content, _table);
        _table.WriteTo(_packed);
        var counted = new ChunkCounted(runId, chunk.Position, chunk.Content.Length, _packed.WrittenSpan.ToArray());
        _table.Clear();
        _packed.ResetWrittenCount();
        return counted;
    }
}
