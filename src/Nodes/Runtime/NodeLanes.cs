using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Nodes;

/// <summary>What a node tells its host of its lanes; with the answers to pings, so that it costs nobody a waking of its own.</summary>
internal static class NodeLanes
{
    /// <summary>How many changes go with one answer.</summary>
    private const int MaxChanges = 32;

    /// <summary>What is so now; null when the actor system has no lanes.</summary>
    /// <param name="system">The node's actor system.</param>
    /// <param name="known">The last change the host knows of.</param>
    public static LaneReport? Report(ActorSystem system, long known)
    {
        if (((ExtendedActorSystem)system).Provider is not ILaneProvider { Lanes: { } lanes })
            return null;
        var counts = lanes.Counts;
        return new LaneReport(
            counts.OpenOut,
            counts.OpenIn,
            counts.MessagesSent,
            counts.MessagesReceived,
            counts.Overflowed,
            counts.Waits,
            counts.Fallbacks,
            lanes.Journal.After(known, MaxChanges));
    }
}
