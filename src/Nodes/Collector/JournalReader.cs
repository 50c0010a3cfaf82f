using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Nodes.Collector;

/// <summary>Reads a journal's records up to the first that is not whole.</summary>
/// <param name="file">The journal.</param>
internal sealed class JournalReader(SafeFileHandle file)
{
    private readonly long _length = RandomAccess.GetLength(file);
    private byte[] _bytes = new byte[1024 * 1024];
    private long _start; // the file offset of _bytes[0]
    private int _filled;

    /// <summary>The file offset behind the last record that was whole.</summary>
    public long End { get; private set; }

    /// <summary>The length of the file.</summary>
    public long Length => _length;

    /// <summary>Reads the next record.</summary>
    /// <param name="kind">What it says, when the result is true.</param>
    /// <param name="payload">Its payload, valid until the next call, when the result is true.</param>
    /// <returns>False where the file ends, and where its tail is cut short or spoilt.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead(out JournalRecordKind kind, out ReadOnlySpan<byte> payload)
    {
        kind = default;
        payload = default;
        if (_length - End < JournalRecord.HeaderLength)
            return false;
        var whole = JournalRecord.HeaderLength + (long)JournalRecord.LengthOf(Look(JournalRecord.HeaderLength));
        if (whole > _length - End || whole > Array.MaxLength)
            return false;
        var record = Look((int)whole);
        if (JournalRecord.ChecksumOf(record) != JournalRecord.Checksum(record))
            return false;
        kind = (JournalRecordKind)record[JournalRecord.KindOffset];
        payload = record[JournalRecord.HeaderLength..];
        End += whole;
        return true;
    }

    /// <summary>The bytes after <see cref="End"/>, which the file has.</summary>
    private ReadOnlySpan<byte> Look(int wanted)
    {
        var at = (int)(End - _start);
        if (_filled - at < wanted)
        {
            var rest = _bytes.AsSpan(at, _filled - at);
            if (wanted > _bytes.Length)
            {
                var larger = new byte[wanted];
                rest.CopyTo(larger);
                _bytes = larger;
            }
            else
            {
                rest.CopyTo(_bytes);
            }
            _filled = rest.Length;
            _start = End;
            at = 0;
            while (_filled < wanted)
            {
                var read = RandomAccess.Read(file, _bytes.AsSpan(_filled), _start + _filled);
                if (read == 0)
                    throw new IOException("the journal became shorter while it was read");
                _filled += read;
            }
        }
        return _bytes.AsSpan(at, wanted);
    }
}
