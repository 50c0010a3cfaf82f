using System.Text.Json.Serialization;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>
/// What a command asks a running host, as one line of JSON. The host answers with <see cref="ControlReply"/>s, one line each. The command keeps its side
/// of the connection open until it has the last one: a request that <see cref="Lasts"/> ends when the command goes.
/// </summary>
/// <param name="Version">The version of this protocol, see <see cref="CurrentVersion"/>.</param>
/// <param name="Command">What to do: one of the words below.</param>
/// <param name="Nodes">The nodes, children or supervisors it is about; none means all where that makes sense.</param>
public sealed record ControlRequest(int Version, string Command, IReadOnlyList<string> Nodes)
{
    /// <summary>The version of the protocol this code speaks; raised with every change of a line. Version 3 brought standbys, apply and rolling restarts; version 4 lanes.</summary>
    public const int CurrentVersion = 4;

    /// <summary>Asks for a snapshot; one a second when it is to <see cref="Follow"/>.</summary>
    public const string Ps = "ps";

    /// <summary>Stops nodes, or the whole tree and the host with it.</summary>
    public const string Stop = "stop";

    /// <summary>Restarts nodes, uncounted; answered when that has begun.</summary>
    public const string Restart = "restart";

    /// <summary>Brings the host to a changed <see cref="Topology"/>; tells first what that changes, is answered when it has begun.</summary>
    public const string Apply = "apply";

    /// <summary>Changes the number of a child's nodes to <see cref="Instances"/>; answered when that has begun.</summary>
    public const string Scale = "scale";

    /// <summary>Sends nodes' processes a <see cref="Signal"/>.</summary>
    public const string Kill = "kill";

    /// <summary>Waits until nodes are what <see cref="Until"/> says.</summary>
    public const string Wait = "wait";

    /// <summary>Asks for what has happened to nodes.</summary>
    public const string Events = "events";

    /// <summary>Asks for what nodes have written.</summary>
    public const string Logs = "logs";

    /// <summary>The longest line a host accepts, in bytes.</summary>
    public const int MaximumRequest = 64 * 1024;

    /// <summary>How long it may take; null for the host's own bound.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>For <see cref="Stop"/>: true when nodes are to be killed rather than asked.</summary>
    public bool KillAtOnce { get; init; }

    /// <summary>For <see cref="Ps"/>, <see cref="Events"/> and <see cref="Logs"/>: true when what is yet to come is wanted too.</summary>
    public bool Follow { get; init; }

    /// <summary>For <see cref="Logs"/> and <see cref="Events"/>: how many of the latest lines are wanted; null: all that are kept.</summary>
    public int? Lines { get; init; }

    /// <summary>For <see cref="Logs"/>: true for the life before each node's latest.</summary>
    public bool Previous { get; init; }

    /// <summary>For <see cref="Scale"/>: how many nodes.</summary>
    public int? Instances { get; init; }

    /// <summary>For <see cref="Kill"/>: the signal's number.</summary>
    public int? Signal { get; init; }

    /// <summary>For <see cref="Restart"/>: true to restart the nodes one after the other, each when all of them are ready; <see cref="TimeoutSeconds"/> is each one's.</summary>
    public bool Rolling { get; init; }

    /// <summary>For <see cref="Apply"/>: the absolute path of the topology's file.</summary>
    public string? Topology { get; init; }

    /// <summary>For <see cref="Apply"/>: what <c>--set</c> gave, each as <c>key=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>For <see cref="Apply"/>: the absolute path that paths among <see cref="Settings"/> are relative to.</summary>
    public string? Directory { get; init; }

    /// <summary>For <see cref="Apply"/>: true when nothing is to be changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>For <see cref="Wait"/>: <c>ready</c> or <c>stopped</c>.</summary>
    public string? Until { get; init; }

    /// <summary>Whether the answer takes its time, so that it is of no use any more once the command is gone.</summary>
    [JsonIgnore]
    public bool Lasts => Follow || Rolling || Command is Stop or Wait;

    /// <summary>A request of this version.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="nodes">What it is about.</param>
    public static ControlRequest Of(string command, params IReadOnlyList<string> nodes) => new(CurrentVersion, command, nodes);
}
