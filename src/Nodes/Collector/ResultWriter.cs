using System.Buffers.Text;

namespace ActorIpc.Nodes.Collector;

/// <summary>Writes the result, <c>word TAB count</c> a line: beside the output, then renamed over it, so that a reader sees all of it or none.</summary>
/// <param name="output">The file to write.</param>
/// <param name="beside">The file to write first, in the same folder.</param>
internal sealed class ResultWriter(string output, string beside)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Writes it. To do so again does no harm.</summary>
    /// <param name="totals">What to write.</param>
    /// <exception cref="IOException">It cannot be written; the output is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Write(WordTotals totals)
    {
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
                Write(totals, stream);
            File.Move(beside, output, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard();
            throw;
        }
    }

    private void Discard()
    {
        try
        {
            File.Delete(beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder takes no changes: then there is nothing of ours in it, and the first error says why.
        }
    }

    private static void Write(WordTotals totals, FileStream stream)
    {
        Span<byte> number = stackalloc byte[20]; // digits of 2^63
        foreach (var (word, count) in totals.Sorted())
        {
            stream.Write(word);
            stream.WriteByte((byte)'\t');
            _ = Utf8Formatter.TryFormat(count, number, out var digits);
            stream.Write(number[..digits]);
            stream.WriteByte((byte)'\n');
        }
    }
}
