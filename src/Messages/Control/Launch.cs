using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorIpc.Messages.Control;

/// <summary>
/// The first line a host writes to a node's standard input, as one line of JSON. Standard input then stays open: its end-of-file is the lifeline.
/// </summary>
/// <param name="ProtocolVersion">The host's <see cref="ControlProtocol.Version"/>.</param>
/// <param name="Cookie">One-time secret that the node repeats in <see cref="Hello"/>; a process that cannot is refused.</param>
/// <param name="HostPid">The host's process id; when the node's parent is another process, the host is already gone.</param>
/// <param name="HostAddress">The address of the host's actor system, <c>akka.tcp://system@host:port</c> or <c>akka.shm://...</c>.</param>
/// <param name="SystemName">The name of the node's actor system: the topology's name, equal in all its processes.</param>
/// <param name="Hocon">The node's whole configuration as HOCON: topology, role file and <c>--set</c>, merged by the host.</param>
/// <param name="Actor">The actor that a generic node hosts; null for a program that brings its own.</param>
/// <param name="UsedPorts">Ports of earlier incarnations: one that the system gives and that is among them is given back for another; null: none.</param>
/// <param name="DeathMark">What the kernel is to mark when the node is killed; null where it cannot.</param>
public sealed record Launch(
    int ProtocolVersion,
    string Cookie,
    int HostPid,
    string HostAddress,
    string SystemName,
    string Hocon,
    ActorLaunch? Actor = null,
    IReadOnlyList<int>? UsedPorts = null,
    DeathMarkPlace? DeathMark = null)
{
    /// <summary>The longest launch line in characters; a longer one is refused.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    /// <summary>The one line of JSON that stands for this launch, without the line end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, LaunchJson.Default.Launch);

    /// <summary>Reads a launch line.</summary>
    /// <param name="line">The line, or null when standard input had ended.</param>
    /// <param name="launch">What it says, when the result is true.</param>
    /// <param name="problem">Why it is no launch line, when the result is false.</param>
    public static bool TryParse(string? line, [NotNullWhen(true)] out Launch? launch, [NotNullWhen(false)] out string? problem)
    {
        launch = null;
        if (line is null)
        {
            problem = "standard input ended before a launch line came";
            return false;
        }
        try
        {
            launch = LaunchLine.Read(line);
            problem = null;
        }
        catch (JsonException e)
        {
            problem = $"the first line of standard input is no launch line: {e.Message}";
        }
        return problem is null;
    }
}

/// <summary>The generated JSON writer of <see cref="Launch"/>; <see cref="LaunchLine"/> reads.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Launch))]
internal sealed partial class LaunchJson : JsonSerializerContext;
