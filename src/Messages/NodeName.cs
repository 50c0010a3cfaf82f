using System.Diagnostics.CodeAnalysis;

namespace ActorIpc.Messages;

/// <summary>
/// The name of a node: its identity across restarts. 1 to 63 characters, lower-case ASCII letters, digits and hyphens,
/// beginning and ending with a letter or digit (the rule of a DNS label, RFC 1123, in lower case), so that it can be part of a path,
/// an address and a log prefix without escaping.
/// </summary>
public readonly record struct NodeName : IComparable<NodeName>
{
    /// <summary>The largest number of characters in a name.</summary>
    public const int MaximumLength = 63;

    private readonly string? _value;

    /// <summary>Makes a name from text that must be valid.</summary>
    /// <param name="value">The text of the name.</param>
    /// <exception cref="FormatException">The text breaks the rule; the message says which and carries the text.</exception>
    public NodeName(string value)
    {
        if (Problem(value) is { } problem)
            throw new FormatException(problem);
        _value = value;
    }

    /// <summary>The text; empty only for <c>default(NodeName)</c>, which names no node.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes a name when the text is valid.</summary>
    /// <param name="value">The text to read.</param>
    /// <param name="name">The name, when the result is true.</param>
    /// <param name="problem">The rule that is broken with the offending text, when the result is false.</param>
    public static bool TryParse(string? value, out NodeName name, [NotNullWhen(false)] out string? problem)
    {
        problem = Problem(value);
        name = problem is null ? new NodeName(value!) : default;
        return problem is null;
    }

    /// <inheritdoc/>
    public int CompareTo(NodeName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "a node name must not be empty";
        if (value.Length > MaximumLength)
            return $"a node name has at most {MaximumLength} characters: name={value} length={value.Length}";
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return $"a node name consists of a-z, 0-9 and '-': name={value} character='{c}'";
        }
        return value[0] == '-' || value[^1] == '-' ? $"a node name begins and ends with a letter or digit: name={value}" : null;
    }
}
