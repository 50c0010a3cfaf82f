using System.Globalization;
using Akka.Configuration;

namespace ActorIpc.Remoting.Transports;

/// <summary>Reads the keys of one section and collects what is wrong with them, so that all of it is told at once.</summary>
/// <param name="config">The section by itself, defaults included.</param>
/// <param name="section">The path of the section, for problems.</param>
/// <param name="problems">Where problems go, each with its path.</param>
internal sealed class KeyReader(Config config, string section, ICollection<(string Path, string Problem)> problems)
{
    /// <summary>Reports a problem.</summary>
    /// <param name="key">The key within the section.</param>
    /// <param name="problem">The rule, and the value that broke it.</param>
    public void Report(string key, string problem) => problems.Add(($"{section}.{key}", problem));

    /// <summary>A text; empty when it could not be read.</summary>
    /// <param name="key">The key within the section.</param>
    public string Text(string key) => Read(key, "a text", at => config.GetString(at, ""), "");

    /// <summary>A list of texts; empty when it could not be read.</summary>
    /// <param name="key">The key within the section.</param>
    public IList<string> Texts(string key) => Read(key, "a list such as [a, b]", at => config.GetStringList(at, []), []);

    /// <summary>A whole number; 0 when it could not be read.</summary>
    /// <param name="key">The key within the section.</param>
    public int Number(string key) => Read(key, "a whole number", at => int.Parse(config.GetString(at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), 0);

    /// <summary>A size in bytes; 0 when it could not be read.</summary>
    /// <param name="key">The key within the section.</param>
    public long Bytes(string key) => Read(key, "a size such as 64KiB", at => config.GetByteSize(at) ?? throw new FormatException("no size"), 0);

    /// <summary>A size in bytes that must be under 2 GiB; 0 when it could not be read.</summary>
    /// <param name="key">The key within the section.</param>
    public int Int32Bytes(string key)
    {
        var bytes = Bytes(key);
        if (bytes <= int.MaxValue)
            return (int)bytes;
        Report(key, $"must be under 2 GiB: value={bytes}");
        return 0;
    }

    /// <summary>A duration; zero when it could not be read.</summary>
    /// <param name="key">The key within the section.</param>
    public TimeSpan Duration(string key) => Read(key, "a duration such as 5s", at => config.GetTimeSpan(at, allowInfinite: false), TimeSpan.Zero);

    /// <summary>On or off; false when it could not be read.</summary>
    /// <param name="key">The key within the section.</param>
    public bool Switch(string key) => Read(key, "on or off", at => config.GetString(at) switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => throw new FormatException("neither"),
    }, false);

    private T Read<T>(string key, string kind, Func<string, T> read, T missing)
    {
        try
        {
            return read(key);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ConfigurationException or ArgumentException or InvalidOperationException)
        {
            Report(key, $"must be {kind}: value={config.GetValue(key)}");
            return missing;
        }
    }
}
