using System.Globalization;
using ActorIpc.Links;
using Akka.Configuration;

namespace ActorIpc.Remoting.Transports;

/// <summary>Reads <c>actoripc.links</c>, and writes it: every key of <see cref="LinkOptions"/> by the name its documentation gives.</summary>
public static class LinkSettings
{
    private const string Section = "actoripc.links";

    private static readonly (string Name, LinkMedia Value)[] Media =
        [("memfd", LinkMedia.Memfd), ("segment-file", LinkMedia.SegmentFile), ("unix-socket", LinkMedia.UnixSocket)];

    /// <summary>Reads the section.</summary>
    /// <param name="config">A whole configuration; <see cref="RemotingConfig.Reference"/> need not be part of it.</param>
    /// <exception cref="ConfigurationException">It is not valid; every error is named with its path.</exception>
    public static LinkOptions Read(Config config)
    {
        var problems = new List<(string Path, string Problem)>();
        var options = Read(config, problems);
        return problems.Count == 0
            ? options
            : throw new ConfigurationException(string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Path}: {problem.Problem}")));
    }

    /// <summary>Reads the section and reports what is wrong with it.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <param name="problems">Where problems go, each with its path.</param>
    public static LinkOptions Read(Config config, ICollection<(string Path, string Problem)> problems)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(problems);
        var section = new KeyReader(config.WithFallback(RemotingConfig.Reference()).GetConfig(Section), Section, problems);
        var before = problems.Count;
        var options = new LinkOptions
        {
            RuntimeDirectory = Directory(section, "runtime-directory"),
            SegmentDirectory = Directory(section, "segment-directory"),
            Media = ReadMedia(section),
            Ring = section.Int32Bytes("ring"),
            SmallRing = section.Int32Bytes("small-ring"),
            SegmentBudget = section.Bytes("segment-budget"),
            MaxMessage = section.Int32Bytes("max-message"),
            SpillLimit = section.Bytes("spill-limit"),
            SpillLimitProcess = section.Bytes("spill-limit-process"),
            ControlReserve = section.Bytes("control-reserve"),
            ReaderThreads = section.Text("reader-threads") == "auto" ? null : section.Number("reader-threads"),
            IdleSpin = section.Duration("idle-spin"),
            HandshakeTimeout = section.Duration("handshake-timeout"),
            PendingHandshakes = section.Number("pending-handshakes"),
            CloseTimeout = section.Duration("close-timeout"),
        };
        // The rules need values: those of keys that could not be read would be told twice.
        if (problems.Count > before)
            return options;
        foreach (var problem in options.Validate())
            problems.Add((Section, problem));
        return options;
    }

    /// <summary>The section that says the same as the options.</summary>
    /// <param name="options">The options.</param>
    public static Config ToConfig(LinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var media = Media.Where(medium => options.Media.HasFlag(medium.Value)).Select(medium => medium.Name);
        return ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
            {{Section}} {
              runtime-directory = "{{options.RuntimeDirectory}}"
              segment-directory = "{{options.SegmentDirectory}}"
              media = [{{string.Join(", ", media)}}]
              ring = {{options.Ring}}
              small-ring = {{options.SmallRing}}
              segment-budget = {{options.SegmentBudget}}
              max-message = {{options.MaxMessage}}
              spill-limit = {{options.SpillLimit}}
              spill-limit-process = {{options.SpillLimitProcess}}
              control-reserve = {{options.ControlReserve}}
              reader-threads = {{options.ReaderThreads?.ToString(CultureInfo.InvariantCulture) ?? "auto"}}
              idle-spin = {{options.IdleSpin.TotalMilliseconds}}ms
              handshake-timeout = {{options.HandshakeTimeout.TotalMilliseconds}}ms
              pending-handshakes = {{options.PendingHandshakes}}
              close-timeout = {{options.CloseTimeout.TotalMilliseconds}}ms
            }
            """));
    }

    private static string? Directory(KeyReader section, string key)
    {
        var path = section.Text(key);
        if (path.Length == 0)
            return null;
        if (!Path.IsPathFullyQualified(path))
            section.Report(key, $"a directory is an absolute path: value={path}");
        return path;
    }

    private static LinkMedia ReadMedia(KeyReader section)
    {
        var media = LinkMedia.None;
        foreach (var name in section.Texts("media"))
        {
            var known = Array.Find(Media, medium => medium.Name == name).Value;
            if (known == LinkMedia.None)
                section.Report("media", $"a medium is one of {string.Join(", ", Media.Select(medium => medium.Name))}: value={name}");
            media |= known;
        }
        return media;
    }
}
