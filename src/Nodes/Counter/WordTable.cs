using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Counter;

/// <summary>
/// The words of one chunk with their counts, by open addressing over one array of bytes: a word is appended letter by letter where it would be
/// stored, and stays there only if it is new. No object per word; everything is used again for the next chunk.
/// </summary>
internal sealed class WordTable
{
    private const int SmallestSlots = 1 << 12;

    private byte[] _bytes = new byte[1 << 16]; // the stored words end to end, then the one that is being appended
    private Word[] _words = new Word[SmallestSlots / 2];
    private int[] _slots = new int[SmallestSlots]; // index into _words plus 1; 0 is free; at most half are taken
    private int _count;
    private int _stored; // bytes of the stored words
    private int _end; // end of the word that is being appended

    /// <summary>The number of distinct words.</summary>
    public int Count => _count;

    /// <summary>Makes sure that this many bytes can be appended without a check each.</summary>
    /// <param name="bytes">Bytes of lower-case UTF-8 in all.</param>
    public void Reserve(int bytes)
    {
        if (_bytes.Length - _end < bytes)
            Array.Resize(ref _bytes, Math.Max(_end + bytes, _bytes.Length * 2));
    }

    /// <summary>Appends a byte to the present word. Room must have been reserved.</summary>
    /// <param name="value">The byte.</param>
    public void Append(byte value) => _bytes[_end++] = value;

    /// <summary>The present word has ended: counts it. Nothing happens when it is empty.</summary>
    public void EndWord()
    {
        if (_end == _stored)
            return;
        var word = _bytes.AsSpan(_stored, _end - _stored);
        var hash = Hash(word);
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ref var known = ref _words[_slots[slot] - 1];
            if (known.Hash != hash || known.Length != word.Length || !word.SequenceEqual(_bytes.AsSpan(known.Start, known.Length)))
                continue;
            known.Count++;
            _end = _stored;
            return;
        }
        _words[_count] = new Word(_stored, word.Length, hash) { Count = 1 };
        _slots[slot] = ++_count;
        _stored = _end;
        if (_count == _words.Length)
            Grow();
    }

    /// <summary>Writes the words and their counts in the order in which they first occurred.</summary>
    /// <param name="output">Where to.</param>
    public void WriteTo(IBufferWriter<byte> output)
    {
        Debug.Assert(_end == _stored, "a table is written between words");
        foreach (ref readonly var word in _words.AsSpan(0, _count))
            PackedCounts.Write(output, _bytes.AsSpan(word.Start, word.Length), word.Count);
    }

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _count = 0;
        _stored = 0;
        _end = 0;
    }

    /// <summary>The processor's CRC32C instruction takes eight bytes at a time; the multiplication spreads it over the low bits.</summary>
    private static uint Hash(ReadOnlySpan<byte> word)
    {
        var crc = (uint)word.Length;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(word))
            crc = BitOperations.Crc32C(crc, eight);
        foreach (var one in word[(word.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateLeft(crc * 0x9E3779B1, 15);
    }

    private void Grow()
    {
        Array.Resize(ref _words, _words.Length * 2);
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = (int)_words[i].Hash & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = i + 1;
        }
    }

    /// <summary>A stored word: where its bytes are and how often it occurred.</summary>
    private record struct Word(int Start, int Length, uint Hash)
    {
        public int Count;
    }
}
