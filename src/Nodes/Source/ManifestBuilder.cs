using System.Text;
using ActorIpc.Messages.WordCount;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Nodes.Source;

/// <summary>
/// Looks at the input once and lists its files in the order in which they are counted: by the UTF-8 bytes of their path relative to the input.
/// Links to files are followed, links to folders inside the input are not, so that a loop of links ends. A file with a NUL in its first bytes
/// is binary and left out with a note.
/// </summary>
/// <param name="input">The file or folder, an absolute path.</param>
/// <param name="note">Told what is left out and why.</param>
/// <param name="cancellation">Ends the look early.</param>
internal sealed class ManifestBuilder(InputPath input, Action<string> note, CancellationToken cancellation)
{
    /// <summary>How far a file is looked at for a NUL, in bytes.</summary>
    public const int BinaryProbe = 8 * 1024;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<(byte[] Key, ManifestFile File)> _files = [];
    private readonly byte[] _probe = new byte[BinaryProbe];

    /// <summary>Makes the manifest.</summary>
    /// <param name="id">Its <see cref="Manifest.Id"/>.</param>
    /// <exception cref="InputException">A file or folder is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The look was ended early.</exception>
    public Manifest Build(int id)
    {
        _files.Clear();
        if (input.IsFolder)
            AddFolder(new DirectoryInfo(input.Folder), prefix: "");
        else
            AddFile(new FileInfo(input.PathOf(input.FileName)), input.FileName);
        _files.Sort((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        return new Manifest(id, _files.Select(entry => entry.File));
    }

    private void AddFolder(DirectoryInfo folder, string prefix)
    {
        try
        {
            foreach (var entry in folder.EnumerateFileSystemInfos("*", Everything))
            {
                cancellation.ThrowIfCancellationRequested();
                var path = prefix + entry.Name;
                if (entry is FileInfo file)
                    AddFile(file, path);
                else if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    AddFolder((DirectoryInfo)entry, path + "/");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"a folder of the input cannot be read: folder={folder.FullName}: {e.Message}", e);
        }
    }

    private void AddFile(FileInfo entry, string path)
    {
        try
        {
            var file = Target(entry);
            if (file is null)
                note($"left out, its link leads nowhere: {path}");
            // What has no length is never opened: it holds no word, and to open a named pipe would wait for its writer.
            else if (file.Length == 0)
                Add(new ManifestFile(path, 0, file.LastWriteTimeUtc.Ticks, Inode: 0));
            else
                AddContent(entry.FullName, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"a file of the input cannot be read: file={entry.FullName}: {e.Message}", e);
        }
    }

    private void AddContent(string fullPath, string path)
    {
        using var file = InputPath.Open(fullPath);
        var stamp = FileStamp.Of(file);
        if (IsBinary(file))
            note($"left out, a binary file: {path}");
        else
            Add(new ManifestFile(path, stamp.Length, stamp.ModifiedTicks, stamp.Inode));
    }

    private void Add(ManifestFile file) => _files.Add((Encoding.UTF8.GetBytes(file.Path), file));

    private bool IsBinary(SafeFileHandle file)
    {
        var length = 0;
        while (length < _probe.Length && RandomAccess.Read(file, _probe.AsSpan(length), length) is > 0 and var read)
            length += read;
        return _probe.AsSpan(0, length).Contains((byte)0);
    }

    /// <summary>The file itself, or the one at the end of a chain of links; null when the chain is broken or a loop.</summary>
    private static FileInfo? Target(FileInfo entry)
    {
        if (entry.LinkTarget is null)
            return entry;
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target ? target : null;
        }
        catch (IOException)
        {
            return null; // ELOOP: links that lead to each other lead to no file.
        }
    }
}
