using System.Text;
using Akka.Configuration;

namespace ActorIpc.Hosting.Topologies;

/// <summary>The text of a topology: the file and, after it, what replaces parts of it. HOCON's last word wins, and substitutions see it.</summary>
internal sealed class TopologyText
{
    private readonly string _path;
    private readonly StringBuilder _overrides = new();

    /// <summary>Begins with a file.</summary>
    /// <param name="path">The file's path, for problems.</param>
    /// <param name="text">Its content.</param>
    public TopologyText(string path, string text)
    {
        _path = path;
        File = text;
    }

    /// <summary>The file's content.</summary>
    public string File { get; }

    /// <summary>What replaces parts of it.</summary>
    public string Overrides => _overrides.ToString();

    /// <summary>Adds a value that replaces the one before it.</summary>
    /// <param name="setting">The value.</param>
    public void Append(Setting setting) => _overrides.AppendLine(setting.ToHocon());

    /// <summary>Parses the text as it is now; null, with a problem, when it is no HOCON.</summary>
    /// <param name="problems">Where the problem goes.</param>
    public Config? Parse(List<TopologyProblem> problems)
    {
        var text = $"{File}\n{Overrides}";
        if (BraceBalance.Problem(text) is { } unbalanced)
        {
            problems.Add(new TopologyProblem(_path, unbalanced));
            return null;
        }
        try
        {
            return ConfigurationFactory.ParseString(text);
        }
        catch (Exception e) // The parser has no exception of its own: it throws FormatException, IndexOutOfRange, NullReference and plain Exception.
        {
            problems.Add(new TopologyProblem(_path, $"is no valid HOCON: {e.Message}"));
            return null;
        }
    }
}
