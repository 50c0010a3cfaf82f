using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Contracts;

/// <summary>Says on one line, for a person, how what two nodes speak is different: which protocol, which message, which member, and what each side has there.</summary>
internal static class ContractDifference
{
    /// <summary>How many differences are told; the rest is counted.</summary>
    public const int MaximumTold = 8;

    private const string Indent = "  ";

    /// <summary>The difference of two contracts; null when there is none in what both know.</summary>
    /// <param name="mine">The name of one side.</param>
    /// <param name="contract">What it speaks.</param>
    /// <param name="others">The name of the other side.</param>
    /// <param name="otherContract">What that speaks.</param>
    public static string? Between(string mine, IReadOnlyList<ContractPart> contract, string others, IReadOnlyList<ContractPart> otherContract)
    {
        foreach (var part in contract)
        {
            foreach (var other in otherContract)
            {
                if (part.Protocol == other.Protocol && part.Assembly == other.Assembly && part.Hash != other.Hash)
                    return $"contract mismatch in {part.Protocol}: {Tell(Of(mine, part, others, other))}";
            }
        }
        return null;
    }

    private static string Tell(List<string> differences)
    {
        var told = string.Join("; ", differences.Take(MaximumTold));
        return differences.Count > MaximumTold ? $"{told}; and {differences.Count - MaximumTold} more" : told;
    }

    private static List<string> Of(string mine, ContractPart part, string others, ContractPart other)
    {
        var a = Sections(part.Text);
        var b = Sections(other.Text);
        var isCut = part.IsCut || other.IsCut;
        var differences = new List<string>();
        foreach (var key in a.Keys.Union(b.Keys).Order(StringComparer.Ordinal))
        {
            switch (a.GetValueOrDefault(key), b.GetValueOrDefault(key))
            {
                case ({ } one, { } two):
                    AddMembers(differences, key, mine, one, others, two);
                    break;
                case ({ } one, null) when !isCut:
                    differences.Add($"{one.Header} in {mine} only");
                    break;
                case (null, { } two) when !isCut:
                    differences.Add($"{two.Header} in {others} only");
                    break;
                default:
                    break; // Where a description was cut, nothing is known of what is missing there.
            }
        }
        if (differences.Count == 0)
            differences.Add($"the descriptions are too long to be shown, their hashes differ: {mine}={part.Hash} {others}={other.Hash}");
        return differences;
    }

    private static void AddMembers(List<string> differences, string key, string mine, Section one, string others, Section two)
    {
        if (one.Header != two.Header)
            differences.Add($"\"{one.Header}\" in {mine}, \"{two.Header}\" in {others}");
        foreach (var (member, value) in one.Members)
        {
            if (!two.Members.TryGetValue(member, out var theirs))
                differences.Add($"{key}.{member}{value} in {mine} only");
            else if (theirs != value)
                differences.Add($"{key}.{member}{value} in {mine}, {theirs.TrimStart(':', '=', ' ')} in {others}");
        }
        foreach (var (member, value) in two.Members)
        {
            if (!one.Members.ContainsKey(member))
                differences.Add($"{key}.{member}{value} in {others} only");
        }
    }

    /// <summary>The sections of a description by what they describe: the second word of their first line.</summary>
    private static Dictionary<string, Section> Sections(string text)
    {
        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        Section? section = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(Indent, StringComparison.Ordinal))
            {
                section = new Section(line);
                sections.TryAdd(line.Split(' ') is ["format", ..] ? "format" : line.Split(' ').ElementAtOrDefault(1) ?? line, section);
                continue;
            }
            var member = line[Indent.Length..];
            var name = member.StartsWith("is ", StringComparison.Ordinal) ? member : member.Split(':', ' ')[0];
            section?.Members.TryAdd(name, member[name.Length..]);
        }
        return sections;
    }

    /// <summary>One described message or type, with what follows the name of each member.</summary>
    private sealed record Section(string Header)
    {
        public SortedDictionary<string, string> Members { get; } = new(StringComparer.Ordinal);
    }
}
