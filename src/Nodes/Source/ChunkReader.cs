using ActorIpc.Messages.WordCount;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Nodes.Source;

/// <summary>Reads chunks of the input by position and sees to it that each file is still the one of the manifest.</summary>
/// <param name="input">Where the input is.</param>
/// <param name="manifest">What it was when the run began.</param>
internal sealed class ChunkReader(InputPath input, Manifest manifest) : IDisposable
{
    private const int FirstLook = 256; // bytes read past the grid line; nearly every word ends there

    private byte[] _window = new byte[ChunkEdges.Grid + FirstLook];
    private SafeFileHandle? _file; // null exactly when _index is -1
    private int _index = -1;

    /// <summary>Reads the chunk that begins at a position.</summary>
    /// <param name="position">Where a chunk begins: an edge.</param>
    /// <returns>The chunk's bytes, at least one.</returns>
    /// <exception cref="InputException">The file is gone, cannot be read, has changed, or has a word longer than <see cref="ChunkEdges.MaximumWord"/>.</exception>
    public byte[] Read(long position)
    {
        var index = manifest.FileAt(position);
        try
        {
            if (index != _index)
                Open(index);
            return Read(_file!, manifest.Files[index], position - manifest.StartOf(index));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"a file of the input cannot be read: file={PathOf(index)}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Open(int index)
    {
        Close();
        var expected = manifest.Files[index];
        var file = InputPath.Open(PathOf(index));
        if (FileStamp.Of(file) != new FileStamp(expected.Length, expected.ModifiedTicks, expected.Inode))
        {
            file.Dispose();
            throw Changed(index);
        }
        _file = file;
        _index = index;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _index = -1;
    }

    private byte[] Read(SafeFileHandle file, ManifestFile expected, long offset)
    {
        var grid = ChunkEdges.NextGridLine(offset);
        var before = (int)(Math.Min(grid, expected.Length) - offset);
        var filled = 0;
        for (var look = FirstLook; ; look *= 2)
        {
            var wanted = (int)Math.Min(before + (long)look, expected.Length - offset);
            filled = Fill(file, offset, filled, wanted);
            var edge = ChunkEdges.Find(_window.AsSpan(0, filled), before, endsFile: offset + filled == expected.Length);
            if (edge < 0 && filled - before < ChunkEdges.FarthestLook)
                continue;
            if (edge < 0 || (edge > ChunkEdges.MaximumWord && ChunkEdges.LongestWord(_window.AsSpan(0, edge)) > ChunkEdges.MaximumWord))
                throw new InputException($"a word is longer than {ChunkEdges.MaximumWord} bytes: file={PathOf(_index)} near-offset={grid}");
            // After the read: what was read until now is what the manifest means.
            if (RandomAccess.GetLength(file) != expected.Length || FileStamp.ModifiedTicksOf(file) != expected.ModifiedTicks)
                throw Changed(_index);
            return _window.AsSpan(0, edge).ToArray();
        }
    }

    private int Fill(SafeFileHandle file, long offset, int filled, int wanted)
    {
        if (_window.Length < wanted)
            Array.Resize(ref _window, wanted);
        while (filled < wanted)
        {
            var read = RandomAccess.Read(file, _window.AsSpan(filled, wanted - filled), offset + filled);
            if (read == 0)
                throw Changed(_index);
            filled += read;
        }
        return filled;
    }

    private InputException Changed(int index) => new($"a file of the input changed while it was counted: file={PathOf(index)}");

    private string PathOf(int index) => input.PathOf(manifest.Files[index].Path);
}
