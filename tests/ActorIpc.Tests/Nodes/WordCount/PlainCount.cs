using System.Text;

namespace ActorIpc.Tests.Nodes.WordCount;

/// <summary>The word count as one would write it down without thinking of speed: what the job is held against.</summary>
internal static class PlainCount
{
    /// <summary>The words of a text with their counts. The framework's decoder makes U+FFFD, no letter, of what is no UTF-8.</summary>
    public static Dictionary<string, long> Of(byte[] text)
    {
        var counts = new Dictionary<string, long>();
        var word = new StringBuilder();
        foreach (var rune in (Encoding.UTF8.GetString(text) + " ").EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (word.Length > 0)
            {
                counts[word.ToString()] = counts.GetValueOrDefault(word.ToString()) + 1;
                word.Clear();
            }
        }
        return counts;
    }

    /// <summary>The words of several texts.</summary>
    public static Dictionary<string, long> Of(IEnumerable<byte[]> texts) =>
        texts.SelectMany(Of).GroupBy(entry => entry.Key, entry => entry.Value).ToDictionary(words => words.Key, words => words.Sum());

    /// <summary>The result file's text.</summary>
    public static string Result(Dictionary<string, long> counts) => string.Concat(counts
        .OrderByDescending(entry => entry.Value)
        .ThenBy(entry => Convert.ToHexString(Encoding.UTF8.GetBytes(entry.Key)), StringComparer.Ordinal)
        .Select(entry => $"{entry.Key}\t{entry.Value}\n"));
}
