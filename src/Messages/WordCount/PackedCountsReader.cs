namespace ActorIpc.Messages.WordCount;

/// <summary>Walks over <see cref="PackedCounts"/>. The bytes come from another process and are checked at each step.</summary>
public ref struct PackedCountsReader
{
    private readonly ReadOnlySpan<byte> _packed;
    private int _at;

    internal PackedCountsReader(ReadOnlySpan<byte> packed) => _packed = packed;

    /// <summary>Reads the next entry.</summary>
    /// <param name="word">The word's UTF-8, a view into the packed bytes, when the result is true.</param>
    /// <param name="count">How often it occurs, at least 1, when the result is true.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">The bytes are no packed counts; the message says where.</exception>
    public bool TryRead(out ReadOnlySpan<byte> word, out long count)
    {
        word = default;
        count = 0;
        if (_at == _packed.Length)
            return false;
        var begin = _at;
        count = ReadVarint();
        var length = ReadVarint();
        if (count < 1 || length < 1 || length > _packed.Length - _at)
            throw new FormatException($"packed counts hold a positive count and a word inside the bytes: at={begin} count={count} length={length}");
        word = _packed.Slice(_at, (int)length);
        _at += (int)length;
        return true;
    }

    private long ReadVarint()
    {
        long value = 0;
        for (var i = 0; i < PackedCounts.MaximumVarint; i++)
        {
            if (_at == _packed.Length)
                throw new FormatException($"packed counts end inside a number: at={_at}");
            var next = _packed[_at++];
            value |= (long)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }
        throw new FormatException($"a number in packed counts has at most {PackedCounts.MaximumVarint} bytes: at={_at}");
    }
}
