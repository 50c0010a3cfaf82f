using System.Buffers;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>Reads one line from a stream and never more of it than a bound.</summary>
internal static class BoundedLine
{
    /// <summary>Reads up to a line feed, or to the end of the stream.</summary>
    /// <param name="stream">The stream; nothing is read past the buffer that held the line feed.</param>
    /// <param name="maximum">The longest line in bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The line's bytes; null when the stream ended without one.</returns>
    /// <exception cref="InvalidDataException">The line is longer than the bound.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, int maximum, CancellationToken cancellation)
    {
        var line = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var count = await stream.ReadAsync(line.GetMemory(4096), cancellation).ConfigureAwait(false);
            if (count == 0)
                return null;
            var start = line.WrittenCount;
            line.Advance(count);
            var end = line.WrittenSpan[start..].IndexOf((byte)'\n');
            if (end >= 0)
                return line.WrittenMemory[..(start + end)];
            if (line.WrittenCount > maximum)
                throw new InvalidDataException($"a line must not be longer than {maximum} bytes: read={line.WrittenCount}");
        }
    }
}
