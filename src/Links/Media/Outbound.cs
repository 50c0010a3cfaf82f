using System.Runtime.CompilerServices;
using ActorIpc.Links.Rings;
using ActorIpc.Links.Spills;

namespace ActorIpc.Links.Media;

/// <summary>Puts messages into a medium in order: at once when there is room, through the spill when there is none, in fragments when they are large.
/// Used under the link's writer gate.</summary>
/// <param name="medium">Where they go.</param>
/// <param name="spill">Where they wait.</param>
internal sealed class Outbound(Medium medium, SpillQueue spill)
{
    private bool _refusing;

    public long Records { get; private set; }

    public long Bytes { get; private set; }

    public long FullWaits { get; private set; }

    public long SpilledBytes { get; private set; }

    public long Refused { get; private set; }

    /// <summary>True since a write was refused, until <see cref="TakeWritable"/>.</summary>
    public bool IsRefusing => _refusing;

    /// <summary>Bytes that wait; any thread.</summary>
    public long Waiting => spill.Bytes;

    /// <summary>Takes one message without publishing it; false at the spill bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, RecordClass recordClass)
    {
        var length = first.Length + second.Length;
        if (!spill.IsEmpty || length > medium.MaxFragment || !medium.TryPut(RecordLayout.FlagWhole, first, second))
            return WriteSlowly(first, second, recordClass);
        Records++;
        Bytes += length;
        return true;
    }

    /// <summary>Room for one whole message in the medium itself; false when it must take the other way.</summary>
    public bool TryClaim(int length, out Span<byte> payload)
    {
        payload = default;
        return spill.IsEmpty && length <= medium.MaxFragment && medium.TryClaim(length, out payload);
    }

    /// <summary>Turns a claim into a message, without publishing it.</summary>
    public void CommitClaim(int length)
    {
        medium.CommitClaim(length);
        Records++;
        Bytes += length;
    }

    /// <summary>Moves what waits as far as there is room, and publishes.</summary>
    /// <returns>True when anything moved.</returns>
    public bool Flush()
    {
        var moved = false;
        while (!spill.IsEmpty)
        {
            var rest = spill.Peek(out var begins);
            var length = Math.Min(rest.Length, medium.MaxFragment);
            var flags = (byte)((begins ? RecordLayout.FlagBegin : 0) | (length == rest.Length ? RecordLayout.FlagEnd : 0));
            if (medium.TryPut(flags, rest[..length], default))
            {
                spill.Advance(length);
                moved = true;
                continue;
            }
            medium.Publish();
            // Waits for a good part of the ring, not for one record: one bell then stands for many.
            if (!medium.AwaitSpace((int)Math.Max(length, Math.Min(spill.Bytes, 2L * medium.MaxFragment))))
                return moved;
        }
        medium.ForgetSpace();
        medium.Publish();
        return moved;
    }

    /// <summary>True once when writes had been refused and there is room again.</summary>
    public bool TakeWritable()
    {
        if (!_refusing || !spill.HasSlack)
            return false;
        _refusing = false;
        return true;
    }

    /// <summary>Forgets what waits.</summary>
    /// <returns>The bytes that were lost.</returns>
    public long Discard() => spill.Clear();

    private bool WriteSlowly(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, RecordClass recordClass)
    {
        var length = first.Length + second.Length;
        var wasEmpty = spill.IsEmpty;
        var sent = wasEmpty && length > medium.MaxFragment ? PutFragments(first, second) : 0;
        if (sent < length || length == 0)
        {
            if (!spill.TryAdd(first, second, sent, recordClass))
            {
                Refused++;
                _refusing = true;
                return false;
            }
            SpilledBytes += length - sent;
            if (wasEmpty)
            {
                FullWaits++;
                FaultPoints.Hit(FaultPoints.WriterSpilled);
                Flush();
            }
        }
        Records++;
        Bytes += length;
        return true;
    }

    /// <summary>Puts as many fragments as there is room for.</summary>
    /// <returns>The payload bytes that went.</returns>
    private int PutFragments(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        var sent = 0;
        while (sent < length)
        {
            var count = Math.Min(length - sent, medium.MaxFragment);
            var ofFirst = sent < first.Length ? first.Slice(sent, Math.Min(count, first.Length - sent)) : default;
            var ofSecond = count > ofFirst.Length ? second.Slice(sent + ofFirst.Length - first.Length, count - ofFirst.Length) : default;
            var flags = (byte)((sent == 0 ? RecordLayout.FlagBegin : 0) | (sent + count == length ? RecordLayout.FlagEnd : 0));
            if (!medium.TryPut(flags, ofFirst, ofSecond))
                break;
            sent += count;
            medium.Publish();
        }
        return sent;
    }
}
