using System.Buffers.Binary;
using System.Text;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Collector;

/// <summary>
/// A manifest as a journal record's payload, little-endian.
/// <code>
///     i32 id
///     per file:  i64 length   i64 modified ticks   i64 inode   i32 bytes of the path   path, UTF-8
/// </code>
/// </summary>
internal static class ManifestRecord
{
    private const int FileHeader = 3 * sizeof(long) + sizeof(int);

    /// <summary>The payload's length in bytes.</summary>
    public static int LengthOf(Manifest manifest) =>
        checked(sizeof(int) + manifest.Files.Sum(file => FileHeader + Encoding.UTF8.GetByteCount(file.Path)));

    /// <summary>Writes the payload.</summary>
    public static void Write(Manifest manifest, Span<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, manifest.Id);
        payload = payload[sizeof(int)..];
        foreach (var file in manifest.Files)
        {
            BinaryPrimitives.WriteInt64LittleEndian(payload, file.Length);
            BinaryPrimitives.WriteInt64LittleEndian(payload[sizeof(long)..], file.ModifiedTicks);
            BinaryPrimitives.WriteInt64LittleEndian(payload[(2 * sizeof(long))..], file.Inode);
            var path = Encoding.UTF8.GetBytes(file.Path, payload[FileHeader..]);
            BinaryPrimitives.WriteInt32LittleEndian(payload[(3 * sizeof(long))..], path);
            payload = payload[(FileHeader + path)..];
        }
    }

    /// <summary>Reads the payload of a record whose checksum is right.</summary>
    /// <exception cref="FormatException">It is no manifest.</exception>
    public static Manifest Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < sizeof(int))
            throw new FormatException($"a manifest record begins with its id: length={payload.Length}");
        var id = BinaryPrimitives.ReadInt32LittleEndian(payload);
        payload = payload[sizeof(int)..];
        var files = new List<ManifestFile>();
        while (!payload.IsEmpty)
        {
            var path = payload.Length < FileHeader ? -1 : BinaryPrimitives.ReadInt32LittleEndian(payload[(3 * sizeof(long))..]);
            if (path < 0 || path > payload.Length - FileHeader)
                throw new FormatException($"a manifest record holds whole files: file={files.Count} path-length={path} left={payload.Length}");
            files.Add(new ManifestFile(
                Encoding.UTF8.GetString(payload.Slice(FileHeader, path)),
                BinaryPrimitives.ReadInt64LittleEndian(payload),
                BinaryPrimitives.ReadInt64LittleEndian(payload[sizeof(long)..]),
                BinaryPrimitives.ReadInt64LittleEndian(payload[(2 * sizeof(long))..])));
            payload = payload[(FileHeader + path)..];
        }
        return new Manifest(id, files);
    }
}
