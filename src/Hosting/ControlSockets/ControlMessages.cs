using System.Text.Json.Serialization;
using ActorIpc.Hosting.Statuses;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>What a command asks a running host, as one line of JSON.</summary>
/// <param name="Version">The version of this protocol, see <see cref="CurrentVersion"/>.</param>
/// <param name="Command">What to do: <c>ps</c> or <c>stop</c>.</param>
/// <param name="Nodes">The nodes it is about; none means all.</param>
/// <param name="TimeoutSeconds">How long it may take; null for the host's own bound.</param>
/// <param name="Kill">True when nodes are to be killed rather than asked.</param>
public sealed record ControlRequest(int Version, string Command, IReadOnlyList<string> Nodes, double? TimeoutSeconds = null, bool Kill = false)
{
    /// <summary>The version of the protocol this code speaks; raised with every change of a line.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Asks for a snapshot.</summary>
    public const string Ps = "ps";

    /// <summary>Stops nodes, or the whole tree and the host with it.</summary>
    public const string Stop = "stop";

    /// <summary>The longest line either side accepts, in bytes.</summary>
    public const int MaximumRequest = 64 * 1024;
}

/// <summary>A host's answer, as one line of JSON.</summary>
/// <param name="Version">The version of the protocol the host speaks.</param>
/// <param name="ExitCode">The exit code the command is to end with; 0 when it was carried out.</param>
/// <param name="Error">Why it was not carried out; null when it was.</param>
/// <param name="Snapshot">The snapshot, when one was asked for.</param>
public sealed record ControlReply(int Version, int ExitCode, string? Error = null, HostStatus? Snapshot = null)
{
    /// <summary>The longest answer a command accepts, in bytes.</summary>
    public const int MaximumReply = 16 * 1024 * 1024;
}

/// <summary>The generated JSON readers and writers of the control socket and of <c>--format json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(HostStatus))]
public sealed partial class ControlJson : JsonSerializerContext;
