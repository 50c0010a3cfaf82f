using System.Buffers.Binary;
using System.Text;
using ActorIpc.Messages.WordCount;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Nodes.Collector;

/// <summary>
/// A tally's image on disk, so that a new collector knows what an old one acknowledged. Records gather in memory until <see cref="Flush"/>;
/// nothing may be acknowledged before it. When the tail has outgrown the last image, a fresh image is written beside and renamed over.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>
    /// The tail that is always tolerated, in bytes. A new collector replays it with code that has not run yet: about 0.1 s where a warm one takes 0.02.
    /// </summary>
    public const int ToleratedTail = 2 * 1024 * 1024;

    private const int PieceBytes = 1024 * 1024;

    private readonly string _path;
    private readonly string _runId;
    private readonly Tally _tally;
    private readonly JournalBuffer _pending = new();
    private SafeFileHandle _file;
    private long _imageEnd; // file offset behind what a compaction would write anew
    private long _end; // file offset to write at

    private Journal(string path, string runId, Tally tally, SafeFileHandle file)
    {
        _path = path;
        _runId = runId;
        _tally = tally;
        _file = file;
    }

    /// <summary>Records that wait to be written, in bytes.</summary>
    public int PendingBytes => _pending.Length;

    /// <summary>Bytes that replaying had to cut off; 0 unless the collector before died inside a write.</summary>
    public long CutBytes { get; private set; }

    /// <summary>The length of the file.</summary>
    public long Length => _end;

    /// <summary>The file a fresh image is written to.</summary>
    private string FreshPath => BesidePath(_path);

    /// <summary>The one name beside a journal under which the collector prepares what it then renames; the host removes it with the journal.</summary>
    /// <param name="path">The journal.</param>
    public static string BesidePath(string path) => path + ".new";

    /// <summary>Opens a run's journal, or begins one, and brings the tally to where it ended.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runId">The run.</param>
    /// <param name="tally">An empty tally; later additions come through this journal.</param>
    /// <exception cref="JournalException">It cannot be opened, is none, or belongs to another run.</exception>
    public static Journal Open(string path, string runId, Tally tally)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var journal = new Journal(path, runId, tally, file);
            File.Delete(journal.FreshPath); // What a collector left that died before the rename.
            journal.Replay();
            return journal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or JournalException)
        {
            file?.Dispose();
            throw e as JournalException ?? new JournalException($"the journal cannot be used: journal={path}: {e.Message}", e);
        }
    }

    /// <summary>Takes the manifest into tally and journal.</summary>
    /// <param name="manifest">What is to be counted.</param>
    public void Begin(Manifest manifest)
    {
        _tally.Begin(manifest);
        _pending.AddManifest(manifest);
    }

    /// <summary>Takes a chunk into tally and journal unless it is known.</summary>
    /// <inheritdoc cref="Tally.TryAdd"/>
    public bool TryAdd(long position, int length, ReadOnlySpan<byte> counts)
    {
        if (!_tally.TryAdd(position, length, counts))
            return false;
        _pending.AddChunk(position, length, counts);
        return true;
    }

    /// <summary>Hands what is pending to the kernel; afterwards the death of this process does not lose it.</summary>
    /// <exception cref="JournalException">It cannot be written.</exception>
    public void Flush()
    {
        if (_pending.Length == 0)
            return;
        try
        {
            RandomAccess.Write(_file, _pending.Written, _end);
            _end += _pending.Length;
            _pending.Clear();
            if (_end - _imageEnd > Math.Max(ToleratedTail, _imageEnd))
                Compact();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal cannot be written: journal={_path}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Replay()
    {
        var reader = new JournalReader(_file);
        if (!HasRun(reader))
        {
            RandomAccess.SetLength(_file, 0);
            _pending.AddRun(_runId);
            Flush();
            return;
        }
        _imageEnd = reader.End;
        while (reader.TryRead(out var kind, out var payload))
        {
            Replay(kind, payload);
            if (kind != JournalRecordKind.Chunk)
                _imageEnd = reader.End;
        }
        _end = reader.End;
        CutBytes = reader.Length - reader.End;
        if (CutBytes > 0)
            RandomAccess.SetLength(_file, _end);
    }

    /// <summary>Reads the first record; false when the file ends inside the one that this run would have written.</summary>
    private bool HasRun(JournalReader reader)
    {
        var expected = new JournalBuffer();
        expected.AddRun(_runId);
        if (!reader.TryRead(out var kind, out var payload))
        {
            var begun = new byte[Math.Min(reader.Length, expected.Length)];
            if (reader.Length < expected.Length && RandomAccess.Read(_file, begun, 0) == begun.Length && expected.Written.StartsWith(begun))
                return false;
            throw new JournalException($"the file is no journal: journal={_path}");
        }
        if (kind != JournalRecordKind.Run || !payload.StartsWith(JournalRecord.Magic))
            throw new JournalException($"the file is no journal that this program can read: journal={_path}");
        var runId = Encoding.UTF8.GetString(payload[JournalRecord.Magic.Length..]);
        return runId == _runId ? true : throw new JournalException($"the journal belongs to another run: journal={_path} run={runId} expected={_runId}");
    }

    private void Replay(JournalRecordKind kind, ReadOnlySpan<byte> payload)
    {
        switch (kind)
        {
            case JournalRecordKind.Manifest:
                _tally.Begin(ManifestRecord.Read(payload));
                break;
            case JournalRecordKind.Covered:
                for (; payload.Length >= 2 * sizeof(long); payload = payload[(2 * sizeof(long))..])
                    _tally.Coverage.Add(BinaryPrimitives.ReadInt64LittleEndian(payload), BinaryPrimitives.ReadInt64LittleEndian(payload[sizeof(long)..]));
                break;
            case JournalRecordKind.Totals:
                _tally.Totals.Add(payload);
                break;
            case JournalRecordKind.Chunk when payload.Length >= sizeof(long) + sizeof(int):
                _tally.TryAdd(
                    BinaryPrimitives.ReadInt64LittleEndian(payload),
                    BinaryPrimitives.ReadInt32LittleEndian(payload[sizeof(long)..]),
                    payload[(sizeof(long) + sizeof(int))..]);
                break;
            default:
                throw new FormatException($"a journal has no such record: kind={(byte)kind} length={payload.Length}");
        }
    }

    /// <summary>Writes an image of the tally beside the journal and renames it over; a death at any moment leaves the one or the other, whole.</summary>
    private void Compact()
    {
        var fresh = File.OpenHandle(FreshPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var buffer = new JournalBuffer();
            long end = 0;
            buffer.AddRun(_runId);
            if (_tally.Manifest is { } manifest)
                buffer.AddManifest(manifest);
            buffer.AddCovered(_tally.Coverage.Bounds);
            _tally.Totals.Pack(
                piece =>
                {
                    buffer.AddTotals(piece);
                    Write();
                },
                PieceBytes);
            Write();
            File.Move(FreshPath, _path, overwrite: true);
            _file.Dispose();
            _file = fresh;
            _end = end;
            _imageEnd = end;

            void Write()
            {
                RandomAccess.Write(fresh, buffer.Written, end);
                end += buffer.Length;
                buffer.Clear();
            }
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }
}
