using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;
using Akka.Configuration.Hocon;

namespace ActorIpc.Hosting.Topologies;

/// <summary>Reads the actor of a child from HOCON.</summary>
internal static class ActorReading
{
    private static readonly string[] FurtherKeys = ["assembly-path", "actor-arguments", "actor-name", "protocol"];

    /// <summary>Reads it.</summary>
    /// <param name="section">The child's section.</param>
    /// <returns>Null when the child has a program of its own.</returns>
    public static ActorSpec? Read(SectionReader section)
    {
        if (!section.Has("actor"))
        {
            foreach (var key in FurtherKeys.Where(section.Has))
                section.Report(key, "belongs to an actor, and none is named: actor=");
            return null;
        }
        return new ActorSpec
        {
            Type = section.Text("actor", ""),
            AssemblyPath = TextOrNone(section, "assembly-path"),
            Arguments = ReadArguments(section),
            Name = TextOrNone(section, "actor-name"),
            Protocol = TextOrNone(section, "protocol"),
        };
    }

    private static string? TextOrNone(SectionReader section, string key) => section.Has(key) ? section.Text(key, "") : null;

    private static ActorArgument[] ReadArguments(SectionReader section)
    {
        if (section.Value("actor-arguments") is not { } value)
            return [];
        if (!value.IsObject())
            return value.IsArray() ? [.. value.GetArray().Select(item => Read(section, item))] : [Read(section, value)];
        section.Report("actor-arguments", $"must be a list of values: value={value}");
        return [];
    }

    private static ActorArgument Read(SectionReader section, HoconValue value)
    {
        if (value.IsArray())
            return new ActorArgument(null, null, [.. value.GetArray().Select(item => Read(section, item))]);
        if (value.IsObject())
            section.Report("actor-arguments", $"an argument is a value or a list: argument={value}");
        else if (value.IsString())
            return new ActorArgument(value.GetString());
        return new ActorArgument(null, null);
    }
}
