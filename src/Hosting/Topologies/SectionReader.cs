using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace ActorIpc.Hosting.Topologies;

/// <summary>
/// Reads the keys of one HOCON section: a wrong value becomes a problem with its path and the value as given, a key nobody asked for becomes one too,
/// and reading goes on, so that everything wrong is reported at once.
/// </summary>
internal sealed class SectionReader
{
    private readonly string _path;
    private readonly HoconObject? _section;
    private readonly List<TopologyProblem> _problems;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Reads a section.</summary>
    /// <param name="path">The section's path, for problems.</param>
    /// <param name="value">The section; null or no object when it is not there.</param>
    /// <param name="problems">Where problems go.</param>
    public SectionReader(string path, HoconValue? value, List<TopologyProblem> problems)
    {
        _path = path;
        _problems = problems;
        _section = value is not null && value.IsObject() ? value.GetObject() : null;
        if (value is not null && _section is null && !value.IsEmpty)
            problems.Add(new TopologyProblem(path, $"must be a section in braces: value={value}"));
    }

    /// <summary>The path of a key of this section.</summary>
    /// <param name="key">The key.</param>
    public string PathOf(string key) => $"{_path}.{key}";

    /// <summary>Adds a problem with a key of this section.</summary>
    /// <param name="key">The key.</param>
    /// <param name="message">The rule and the offending value.</param>
    public void Report(string key, string message) => _problems.Add(new TopologyProblem(PathOf(key), message));

    /// <summary>True when the key is there.</summary>
    /// <param name="key">The key.</param>
    public bool Has(string key) => Value(key) is not null;

    /// <summary>The value of a key as HOCON; null when it is not there.</summary>
    /// <param name="key">The key.</param>
    public HoconValue? Value(string key)
    {
        _asked.Add(key);
        var value = _section?.GetKey(key);
        return value is null || value.IsEmpty ? null : value;
    }

    /// <summary>The keys of this section in declared order.</summary>
    public IEnumerable<KeyValuePair<string, HoconValue>> Items => _section?.Items ?? [];

    /// <summary>A section within this one; empty when it is not there.</summary>
    public SectionReader Section(string key) => new(PathOf(key), Value(key), _problems);

    /// <summary>A text.</summary>
    public string Text(string key, string missing) => Value(key) is { } value ? Guard(key, value, missing, v => v.GetString()) : missing;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string key)
    {
        if (!Has(key))
            Report(key, "is missing");
        return Text(key, "");
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool missing) => Value(key) is { } value ? Guard(key, value, missing, v => v.GetBoolean()) : missing;

    /// <summary>A whole number.</summary>
    public int? Number(string key) =>
        Value(key) is { } value ? Guard<int?>(key, value, null, v => int.Parse(v.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) : null;

    /// <summary>A number with a decimal point.</summary>
    public double? Fraction(string key) =>
        Value(key) is { } value ? Guard<double?>(key, value, null, v => double.Parse(v.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture)) : null;

    /// <summary>A size in bytes, such as <c>512MiB</c>.</summary>
    public long? Bytes(string key) => Value(key) is { } value ? Guard(key, value, null, v => v.GetByteSize()) : null;

    /// <summary>A duration, such as <c>200ms</c>.</summary>
    public TimeSpan? Duration(string key) => Value(key) is { } value ? Guard<TimeSpan?>(key, value, null, v => v.GetTimeSpan(allowInfinite: false)) : null;

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string key) => Value(key) is { } value
        ? Guard<IReadOnlyList<string>>(key, value, [], v => v.IsArray() ? [.. v.GetStringList().OfType<string>()] : v.GetString() is { } text ? [text] : [])
        : []; // What is written as [] has no value at all for Akka, or one that is null.

    /// <summary>One of a few words.</summary>
    public T Word<T>(string key, T missing, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (Value(key) is not { } value)
            return missing;
        var given = Guard(key, value, "", v => v.GetString());
        foreach (var (word, meaning) in words)
        {
            if (word == given)
                return meaning;
        }
        var known = new List<string>();
        foreach (var (word, _) in words)
            known.Add(word);
        Report(key, $"must be one of {string.Join(" | ", known)}: value={given}");
        return missing;
    }

    /// <summary>Reports every key of the section that nobody has asked for.</summary>
    public void ReportUnknownKeys()
    {
        foreach (var (key, _) in Items)
        {
            if (!_asked.Contains(key))
                Report(key, $"unknown key (known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))})");
        }
    }

    private T Guard<T>(string key, HoconValue value, T missing, Func<HoconValue, T> read)
    {
        try
        {
            return read(value);
        }
        catch (Exception e) when (e is FormatException or NotSupportedException or OverflowException or ConfigurationException or ArgumentException)
        {
            Report(key, $"cannot be read: value={value} error={e.Message}");
            return missing;
        }
    }
}
