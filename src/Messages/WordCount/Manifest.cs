namespace ActorIpc.Messages.WordCount;

/// <summary>
/// What a run counts: its files in order, laid end to end as one line of bytes. A place in that line, a <em>position</em>, names a file and an offset
/// at once, so chunks and coverage are spoken of in positions only.
/// </summary>
public sealed class Manifest
{
    private const int MaximumPartCharacters = 128 * 1024;

    private readonly ManifestFile[] _files;
    private readonly long[] _starts;

    /// <summary>Lays files end to end.</summary>
    /// <param name="id">The incarnation of the source that looked at the files; no two manifests of a run have the same.</param>
    /// <param name="files">The files in their order.</param>
    /// <exception cref="FormatException">A length is negative, or all together exceed 2^63 - 1 bytes.</exception>
    public Manifest(int id, IEnumerable<ManifestFile> files)
    {
        Id = id;
        _files = [.. files];
        _starts = new long[_files.Length];
        for (var i = 0; i < _files.Length; i++)
        {
            var file = _files[i];
            if (file.Length < 0 || file.Length > long.MaxValue - TotalBytes)
                throw new FormatException($"the lengths of a manifest's files are not negative and sum to at most 2^63-1: file={file.Path} length={file.Length}");
            _starts[i] = TotalBytes;
            TotalBytes += file.Length;
        }
    }

    /// <summary>The incarnation of the source that made it.</summary>
    public int Id { get; }

    /// <summary>The files in their order.</summary>
    public IReadOnlyList<ManifestFile> Files => _files;

    /// <summary>The length of the line: the bytes of all files.</summary>
    public long TotalBytes { get; }

    /// <summary>The position of a file's first byte.</summary>
    /// <param name="file">The file's index.</param>
    public long StartOf(int file) => _starts[file];

    /// <summary>The file that holds a position; empty files hold none.</summary>
    /// <param name="position">A position, at least 0 and below <see cref="TotalBytes"/>.</param>
    /// <returns>The file's index.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside the line.</exception>
    public int FileAt(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, TotalBytes);
        int low = 0, high = _starts.Length - 1;
        // The last file that starts at or before the position: of several with one start only the last has bytes.
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_starts[middle] <= position)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>The messages that carry the manifest, each well below the frame limit.</summary>
    /// <param name="runId">The run they belong to.</param>
    public IReadOnlyList<ManifestPart> ToParts(string runId)
    {
        var groups = new List<ManifestFile[]>();
        var begin = 0;
        var characters = 0;
        for (var i = 0; i < _files.Length; i++)
        {
            characters += _files[i].Path.Length + 64; // 64: about what the numbers of a file take on the wire
            if (characters < MaximumPartCharacters)
                continue;
            groups.Add(_files[begin..(i + 1)]);
            begin = i + 1;
            characters = 0;
        }
        if (begin < _files.Length || groups.Count == 0)
            groups.Add(_files[begin..]);
        return [.. groups.Select((files, part) => new ManifestPart(runId, Id, part, groups.Count, files))];
    }
}
