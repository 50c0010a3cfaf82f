using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Collector;

/// <summary>Records that are to be written with one call.</summary>
internal sealed class JournalBuffer
{
    private byte[] _bytes = new byte[256 * 1024];
    private int _begun = -1; // where the record that is being added begins; -1 exactly between records

    /// <summary>The bytes in it.</summary>
    public int Length { get; private set; }

    /// <summary>The records, header and payload each.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Adds the record a journal begins with.</summary>
    public void AddRun(string runId)
    {
        var payload = Begin(JournalRecordKind.Run, JournalRecord.Magic.Length + Encoding.UTF8.GetByteCount(runId));
        JournalRecord.Magic.CopyTo(payload);
        Encoding.UTF8.GetBytes(runId, payload[JournalRecord.Magic.Length..]);
        End();
    }

    /// <summary>Adds what is to be counted.</summary>
    public void AddManifest(Manifest manifest)
    {
        ManifestRecord.Write(manifest, Begin(JournalRecordKind.Manifest, ManifestRecord.LengthOf(manifest)));
        End();
    }

    /// <summary>Adds what is covered.</summary>
    public void AddCovered(IReadOnlyList<long> bounds)
    {
        var payload = Begin(JournalRecordKind.Covered, bounds.Count * sizeof(long));
        for (var i = 0; i < bounds.Count; i++)
            BinaryPrimitives.WriteInt64LittleEndian(payload[(i * sizeof(long))..], bounds[i]);
        End();
    }

    /// <summary>Adds a piece of the totals.</summary>
    public void AddTotals(ReadOnlySpan<byte> counts)
    {
        counts.CopyTo(Begin(JournalRecordKind.Totals, counts.Length));
        End();
    }

    /// <summary>Adds a chunk.</summary>
    public void AddChunk(long position, int length, ReadOnlySpan<byte> counts)
    {
        var payload = Begin(JournalRecordKind.Chunk, sizeof(long) + sizeof(int) + counts.Length);
        BinaryPrimitives.WriteInt64LittleEndian(payload, position);
        BinaryPrimitives.WriteInt32LittleEndian(payload[sizeof(long)..], length);
        counts.CopyTo(payload[(sizeof(long) + sizeof(int))..]);
        End();
    }

    /// <summary>Empties it.</summary>
    public void Clear() => Length = 0;

    private Span<byte> Begin(JournalRecordKind kind, int payload)
    {
        Debug.Assert(_begun < 0, "one record is added at a time");
        var end = checked(Length + JournalRecord.HeaderLength + payload);
        if (end > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Clamp(_bytes.Length * 2L, end, Array.MaxLength));
        var record = _bytes.AsSpan(Length, JournalRecord.HeaderLength + payload);
        BinaryPrimitives.WriteInt32LittleEndian(record[JournalRecord.LengthOffset..], payload);
        record[JournalRecord.KindOffset] = (byte)kind;
        _begun = Length;
        Length = end;
        return record[JournalRecord.HeaderLength..];
    }

    private void End()
    {
        var record = _bytes.AsSpan(_begun, Length - _begun);
        BinaryPrimitives.WriteUInt32LittleEndian(record[JournalRecord.ChecksumOffset..], JournalRecord.Checksum(record));
        _begun = -1;
    }
}
