using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Nodes;

/// <summary>Examples of what a node says and hears, for those who prepare its serializers before it does.</summary>
internal static class ControlMessages
{
    private static readonly NodeName Name = new("example");
    private static readonly DirectoryChanged Directory = new(0, [new NodeEntry(Name, Name.Value, 1, "akka.tcp://example@127.0.0.1:1", NodeState.Ready)]);

    /// <summary>What is said before a node is Ready, in the order in which it is said.</summary>
    public static IReadOnlyList<object> OfTheHandshake { get; } =
    [
        new Hello("", 1, 1, "", 1, 1, "", [new ContractPart("", "", "", "")]),
        new Adopt(Name, Name.Value, 1, Directory),
        new Ready(Name, 1),
    ];

    /// <summary>What is said after that, all the node's life.</summary>
    public static IReadOnlyList<object> OfTheRest { get; } =
    [
        Directory,
        new Ping(1, 1, 0),
        new Pong(Name, 1, 1, false, new LaneReport(0, 0, 0, 0, 0, 0, 0, [new LaneChange(1, DateTimeOffset.UnixEpoch, LaneChangeKind.Opened, "", "")])),
        new TookOver(Name, 1),
    ];
}
