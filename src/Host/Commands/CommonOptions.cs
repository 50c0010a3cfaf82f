using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using ActorIpc.Host.Completions;
using ActorIpc.Hosting.Topologies;

namespace ActorIpc.Host.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>How results are written.</summary>
    public enum OutputFormat
    {
        /// <summary>For people.</summary>
        Table,

        /// <summary>For programs.</summary>
        Json,
    }

    /// <summary>How lines are written that come one after the other.</summary>
    public enum FormatOfLines
    {
        /// <summary>For people.</summary>
        Text,

        /// <summary>For programs: a JSON object a line.</summary>
        Jsonl,
    }

    /// <summary>The topology's file.</summary>
    public static Argument<FileInfo> Topology()
    {
        var topology = new Argument<FileInfo>("topology") { Description = "The topology's HOCON file.", HelpName = "topology" };
        topology.CompletionSources.Clear();
        // What comes after it is completed by its own argument.
        topology.CompletionSources.Add(context => context.ParseResult.GetResult(topology)?.Tokens is [var given, ..] && given.Value != context.WordToComplete
            ? []
            : Items(Candidates.TopologyFiles(context.WordToComplete)));
        return topology;
    }

    /// <summary>Values that replace or add to the topology's.</summary>
    public static Option<Setting[]> Set() => new("--set")
    {
        Description = "A value that replaces the topology's, as key=value; may be given several times. Paths are relative to the current directory.",
        HelpName = "key=value",
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            var settings = new List<Setting>();
            foreach (var token in result.Tokens)
            {
                try
                {
                    settings.Add(Setting.Parse(token.Value));
                }
                catch (FormatException e)
                {
                    result.AddError(e.Message);
                }
            }
            return [.. settings];
        },
        DefaultValueFactory = _ => [],
    };

    /// <summary>Which host, when several run.</summary>
    public static Option<string?> Host()
    {
        var host = new Option<string?>("--host") { Description = "The topology's name, when several hosts run.", HelpName = "name" };
        host.CompletionSources.Add(_ => Items(Candidates.Hosts()));
        return host;
    }

    /// <summary>Table or JSON.</summary>
    public static Option<OutputFormat> Format() => new("--format") { Description = "How the result is written.", DefaultValueFactory = _ => OutputFormat.Table };

    /// <summary>Text or JSON lines.</summary>
    public static Option<FormatOfLines> LineFormat() => new("--format") { Description = "How each line is written.", DefaultValueFactory = _ => FormatOfLines.Text };

    /// <summary>Nodes of the running host.</summary>
    /// <param name="description">What they are for.</param>
    /// <param name="arity">How many there may be.</param>
    /// <param name="host">The option that says which host, for completion.</param>
    public static Argument<string[]> Nodes(string description, ArgumentArity arity, Option<string?> host)
    {
        var nodes = new Argument<string[]>("node") { Description = description, Arity = arity, HelpName = "node" };
        nodes.CompletionSources.Add(context => Items(Candidates.Nodes(context.ParseResult.GetValue(host))));
        return nodes;
    }

    /// <summary>What can be completed.</summary>
    /// <param name="candidates">The texts.</param>
    public static IEnumerable<CompletionItem> Items(IEnumerable<string> candidates) => candidates.Select(text => new CompletionItem(text));

    /// <summary>Whether to go on with what comes.</summary>
    public static Option<bool> Follow() => new("--follow", "-f") { Description = "Go on with what comes, until the host ends." };

    /// <summary>How many lines of what has been.</summary>
    /// <param name="description">Of what.</param>
    public static Option<int?> Lines(string description)
    {
        var lines = new Option<int?>("--lines", "-n") { Description = description, HelpName = "number" };
        lines.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 0)
                result.AddError("a number of lines is not negative");
        });
        return lines;
    }

    /// <summary>A duration option, such as <c>10s</c>.</summary>
    /// <param name="description">What it bounds.</param>
    /// <param name="name">The option's names.</param>
    public static Option<TimeSpan?> Duration(string description, params string[] name) => new(name[0], name[1..])
    {
        Description = description,
        HelpName = "duration",
        CustomParser = result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (TryParseDuration(text) is { } duration)
                return duration;
            result.AddError($"a duration is a number with ms, s, m or h, such as 10s: given={text}");
            return null;
        },
    };

    private static TimeSpan? TryParseDuration(string text)
    {
        foreach (var (suffix, unit) in new[]
            { ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)) })
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * unit.TotalDays < 36500)
            {
                return number * unit;
            }
        }
        return null;
    }
}
