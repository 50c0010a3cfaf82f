using System.Text;
using System.Text.RegularExpressions;

namespace ActorIpc.Hosting.Topologies;

/// <summary>One <c>--set key=value</c>. White space at either end of a value is lost: Akka's HOCON parser trims even quoted strings.</summary>
/// <param name="Key">The HOCON path, such as <c>wordcount.counters</c>.</param>
/// <param name="Value">The value as given.</param>
public sealed partial record Setting(string Key, string Value)
{
    /// <summary>Reads <c>key=value</c>.</summary>
    /// <param name="text">The text as given.</param>
    /// <exception cref="FormatException">There is no <c>=</c>, or the key is no HOCON path of plain names.</exception>
    public static Setting Parse(string text)
    {
        var equals = text.IndexOf('=');
        if (equals < 0)
            throw new FormatException($"--set takes key=value: given={text}");
        var key = text[..equals].Trim();
        return PlainPath().IsMatch(key)
            ? new Setting(key, text[(equals + 1)..])
            : throw new FormatException($"a key consists of names of letters, digits, '-' and '_' joined by dots: key={key}");
    }

    /// <summary>The line of HOCON that says the same: a list stays a list, everything else is a quoted string, which every getter reads.</summary>
    public string ToHocon() => Value.StartsWith('[') && Value.EndsWith(']') ? $"{Key} = {Value}" : $"{Key} = {Quote(Value)}";

    /// <summary>A HOCON string with everything escaped that would end it or mean something else.</summary>
    /// <param name="text">Any text.</param>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}_-]+(\.[\p{L}\p{Nd}_-]+)*$")]
    private static partial Regex PlainPath();
}
