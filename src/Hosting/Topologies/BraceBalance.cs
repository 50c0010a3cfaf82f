namespace ActorIpc.Hosting.Topologies;

/// <summary>
/// Finds a brace, bracket or string that is not closed, or one too many. Akka's HOCON parser accepts such a text and drops what follows,
/// so that a whole node could go missing without a word.
/// </summary>
internal static class BraceBalance
{
    /// <summary>What is wrong, with its line; null when nothing is.</summary>
    /// <param name="text">HOCON text.</param>
    public static string? Problem(string text)
    {
        var open = new Stack<(char Brace, int Line)>();
        var line = 1;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n':
                    line++;
                    break;
                case '#':
                case '/' when text.AsSpan(i).StartsWith("//") && (i == 0 || char.IsWhiteSpace(text[i - 1])):
                    i = EndOfLine(text, i) - 1;
                    break;
                case '"':
                    var end = EndOfString(text, i);
                    if (end < 0)
                        return $"a string is not closed: line={line}";
                    line += text.AsSpan(i, end - i).Count('\n');
                    i = end;
                    break;
                case '{' or '[':
                    open.Push((text[i], line));
                    break;
                case '}' or ']':
                    if (!open.TryPop(out var last) || last.Brace != (text[i] == '}' ? '{' : '['))
                        return $"'{text[i]}' closes nothing: line={line}";
                    break;
                default:
                    break;
            }
        }
        return open.TryPop(out var unclosed) ? $"'{unclosed.Brace}' is not closed: line={unclosed.Line}" : null;
    }

    private static int EndOfLine(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The index of the last quotation mark of the string that begins at an index; -1 when it has no end.</summary>
    private static int EndOfString(string text, int start)
    {
        if (text.AsSpan(start).StartsWith("\"\"\""))
        {
            var end = text.IndexOf("\"\"\"", start + 3, StringComparison.Ordinal);
            return end < 0 ? -1 : end + 2;
        }
        for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i;
        }
        return -1;
    }
}
