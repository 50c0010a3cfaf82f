using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Nodes;

/// <summary>Examples of what a node says and hears, for <see cref="WarmUp"/>: one of each kind, but for what a standby says before its takeover.</summary>
internal static class ControlMessages
{
    private static readonly NodeName Name = new("example");
    private static readonly DirectoryChanged Directory = new(0, [new NodeEntry(Name, Name.Value, 1, "akka.tcp://example@127.0.0.1:1", NodeState.Ready)]);

    /// <summary>The examples.</summary>
    public static IReadOnlyList<object> Examples { get; } =
    [
        new Adopt(Name, Name.Value, 1, Directory),
        new TookOver(Name, 1),
        new Ready(Name, 1),
        Directory,
        new Ping(1, 1, 0),
        new Pong(Name, 1, 1, false, new LaneReport(0, 0, 0, 0, 0, 0, 0, [new LaneChange(1, DateTimeOffset.UnixEpoch, LaneChangeKind.Opened, "", "")])),
    ];
}
