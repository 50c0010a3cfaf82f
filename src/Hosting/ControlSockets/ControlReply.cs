using System.Text.Json.Serialization;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Statuses;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>A line of a host's answer, as one line of JSON. An answer is any number of lines with <see cref="More"/> and then one without.</summary>
/// <param name="Version">The version of the protocol the host speaks.</param>
/// <param name="ExitCode">The exit code the command is to end with; 0 when it was carried out, and in every line but the last.</param>
/// <param name="Error">Why it was not carried out; null when it was.</param>
/// <param name="Snapshot">A snapshot, when one was asked for.</param>
public sealed record ControlReply(int Version, int ExitCode, string? Error = null, HostStatus? Snapshot = null)
{
    /// <summary>The longest line a command accepts, in bytes.</summary>
    public const int MaximumReply = 16 * 1024 * 1024;

    /// <summary>True in every line but the last.</summary>
    public bool More { get; init; }

    /// <summary>Something that happened, when that was asked for.</summary>
    public EventLine? Event { get; init; }

    /// <summary>A line of a node's output, when that was asked for.</summary>
    public LogLine? Log { get; init; }

    /// <summary>For whom a stop still waits; null when this line does not say so.</summary>
    public IReadOnlyList<string>? Waiting { get; init; }

    /// <summary>What <c>apply</c> changes, when this line says so.</summary>
    public IReadOnlyList<ChangeLine>? Changes { get; init; }

    /// <summary>How far a rolling restart is, when this line says so.</summary>
    public string? Progress { get; init; }

    /// <summary>The last line of an answer: carried out.</summary>
    internal static ControlReply Done { get; } = new(ControlRequest.CurrentVersion, 0);

    /// <summary>A line that is not the last.</summary>
    internal static ControlReply Part { get; } = Done with { More = true };

    /// <summary>The last line of an answer: not carried out.</summary>
    /// <param name="exitCode">What the command is to end with.</param>
    /// <param name="error">Why.</param>
    internal static ControlReply Refused(int exitCode, string error) => new(ControlRequest.CurrentVersion, exitCode, error);
}

/// <summary>The generated JSON readers and writers of the control socket and of <c>--format json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    RespectRequiredConstructorParameters = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(HostStatus))]
[JsonSerializable(typeof(EventLine))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(ChangeList))]
public sealed partial class ControlJson : JsonSerializerContext;
