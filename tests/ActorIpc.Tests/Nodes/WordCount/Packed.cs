using System.Buffers;
using System.Text;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Tests.Nodes.WordCount;

/// <summary>Packed counts from and to what a test can read.</summary>
internal static class Packed
{
    /// <summary>Packs words.</summary>
    public static byte[] From(params (string Word, long Count)[] words)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (word, count) in words)
            PackedCounts.Write(output, Encoding.UTF8.GetBytes(word), count);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Unpacks words.</summary>
    public static List<(string Word, long Count)> ToList(ReadOnlySpan<byte> packed)
    {
        var words = new List<(string, long)>();
        var reader = PackedCounts.Read(packed);
        while (reader.TryRead(out var word, out var count))
            words.Add((Encoding.UTF8.GetString(word), count));
        return words;
    }
}
