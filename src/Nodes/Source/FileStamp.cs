using System.Buffers.Text;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Nodes.Source;

/// <summary>What tells an open file from the one it was when the manifest was made.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="ModifiedTicks">The modification time (UTC) in ticks of 100 ns.</param>
/// <param name="Inode">The inode; 0 where the system does not tell it.</param>
internal readonly record struct FileStamp(long Length, long ModifiedTicks, long Inode)
{
    /// <summary>The stamp of an open file; costs about 15 microseconds.</summary>
    public static FileStamp Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), ModifiedTicksOf(file), InodeOf(file));

    /// <summary>The modification time alone: cheap enough to look at after every read.</summary>
    public static long ModifiedTicksOf(SafeFileHandle file) => File.GetLastWriteTimeUtc(file).Ticks;

    /// <summary>.NET does not tell the inode; Linux shows that of an open file in <c>/proc/self/fdinfo</c> since version 5.14 (proc(5)).</summary>
    private static long InodeOf(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        Span<byte> text = stackalloc byte[512];
        int length;
        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{file.DangerousGetHandle()}");
            using var info = File.OpenHandle(path);
            length = RandomAccess.Read(info, text, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // No procfs: length and modification time have to do.
        }
        text = text[..length];
        var key = text.IndexOf("ino:\t"u8);
        return key >= 0 && Utf8Parser.TryParse(text[(key + "ino:\t"u8.Length)..], out long inode, out _) ? inode : 0;
    }
}
