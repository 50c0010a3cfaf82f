using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace ActorIpc.Remoting;

/// <summary>The configuration this library brings, for use as a fallback of a program's own.</summary>
public static class RemotingConfig
{
    private const string AllowKey = "actoripc.serialization.allow";

    private static readonly Lazy<HoconRoot> ReferenceOnce = new(() => RootOf(FromResource("reference.conf")));

    private static readonly Type[] PlainValues =
    [
        typeof(string), typeof(bool), typeof(char), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(byte[]),
    ];

    /// <summary>Every <c>actoripc.*</c> key with its default: <c>hocon/reference.conf</c>.</summary>
    public static Config Reference() => new(ReferenceOnce.Value);

    /// <summary>
    /// Strict serialization for an actor system that uses Akka.Remote: user messages go through <see cref="Serializers.HyperionSerializer"/> or
    /// <see cref="Serializers.FormatSerializer"/> and their allow-list, on both sides, and through nothing else. Must stand before Akka.Remote's own defaults, as every program's
    /// configuration does.
    /// </summary>
    public static Config Serialization() => FromResource("serialization.conf");

    /// <summary>
    /// The same configuration, in which plain values (strings, numbers, <see cref="bool"/>, <see cref="char"/>, <see cref="Guid"/>, dates, bytes) may also travel as messages by themselves: for
    /// actors that know no protocols. Adds them to <c>actoripc.serialization.allow</c>.
    /// </summary>
    /// <param name="config">A program's own configuration.</param>
    public static Config AllowPlainValues(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var names = config.GetStringList(AllowKey, []).Concat(PlainValues.Select(type => type.FullName!)).Distinct().Select(name => $"\"{name}\"");
        return ConfigurationFactory.ParseString($"{AllowKey} = [{string.Join(", ", names)}]").WithFallback(config);
    }

    /// <summary>Reports what is wrong with <c>actoripc.serialization</c> as far as it can be seen without the programs' types.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <param name="problems">Where problems go, each with its path.</param>
    public static void CheckSerialization(Config config, ICollection<(string Path, string Problem)> problems)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(problems);
        Serializers.SerializationSettings.ReadFormats(config, problems);
    }

    /// <summary>
    /// An idle actor system that uses next to no CPU: <see cref="Scheduling.TicklessScheduler"/> in place of Akka's scheduler, and acknowledgements of system
    /// messages looked for twice a second instead of thirteen times, at every association; still well before the peer sends them again (2 s).
    /// </summary>
    public static Config Scheduler() => ConfigurationFactory.ParseString($"""
        akka.scheduler.implementation = "{typeof(Scheduling.TicklessScheduler)}, {typeof(RemotingConfig).Assembly.GetName().Name}"
        akka.remote.system-message-ack-piggyback-timeout = 1s
        """);

    private static HoconRoot RootOf(Config config) => new(config.Root, config.Substitutions);

    /// <summary>Parses a configuration that is embedded in this assembly.</summary>
    /// <param name="name">The name of the resource.</param>
    internal static Config FromResource(string name)
    {
        using var stream = typeof(RemotingConfig).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing from ActorIpc.Remoting");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
