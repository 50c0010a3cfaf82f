using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Collector;

/// <summary>All words so far with their counts, by their UTF-8 bytes; looked up by span, so that only a new word is allocated.</summary>
internal sealed class WordTotals
{
    private readonly Dictionary<byte[], long> _counts;
    private readonly Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    public WordTotals()
    {
        _counts = new Dictionary<byte[], long>(new BytesComparer());
        _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The number of distinct words.</summary>
    public int Distinct => _counts.Count;

    /// <summary>The number of words.</summary>
    public long Words { get; private set; }

    /// <summary>Adds counts; all or, when they are malformed, nothing.</summary>
    /// <param name="packed">What a counter sent, or the journal had.</param>
    /// <exception cref="FormatException">They are no packed counts.</exception>
    public void Add(ReadOnlySpan<byte> packed)
    {
        var check = PackedCounts.Read(packed);
        while (check.TryRead(out _, out _))
        {
        }
        var reader = PackedCounts.Read(packed);
        while (reader.TryRead(out var word, out var count))
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, word, out _);
            total += count;
            Words += count;
        }
    }

    /// <summary>Hands out all words packed, in pieces.</summary>
    /// <param name="piece">Takes a piece; it is used again afterwards.</param>
    /// <param name="pieceBytes">About how long a piece is.</param>
    public void Pack(Action<ReadOnlySpan<byte>> piece, int pieceBytes)
    {
        var packed = new ArrayBufferWriter<byte>(pieceBytes);
        foreach (var (word, count) in _counts)
        {
            PackedCounts.Write(packed, word, count);
            if (packed.WrittenCount < pieceBytes)
                continue;
            piece(packed.WrittenSpan);
            packed.ResetWrittenCount();
        }
        if (packed.WrittenCount > 0)
            piece(packed.WrittenSpan);
    }

    /// <summary>The words in the order of the result: by count descending, then by their UTF-8 bytes.</summary>
    public KeyValuePair<byte[], long>[] Sorted()
    {
        KeyValuePair<byte[], long>[] sorted = [.. _counts];
        Array.Sort(sorted, (a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : a.Key.AsSpan().SequenceCompareTo(b.Key));
        return sorted;
    }

    /// <summary>Compares words by their bytes. The hash is seeded at random, so that no input can be made to collide.</summary>
    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
