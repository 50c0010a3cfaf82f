using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Which of the two ways a message takes. The way is a function of whom it is for, so that no two messages of a pair of actors race on two ways: actors of the system and
/// those deployed from another process are reached the classic way, everybody else by lane.
/// </summary>
internal static class LaneRoute
{
    /// <summary>The container of actors that live for one answer.</summary>
    public const string Temporary = "temp";

    /// <summary>The first name of a path; empty for the root.</summary>
    /// <param name="path">A path.</param>
    public static string HeadOf(ActorPath path)
    {
        if (path is RootActorPath)
            return "";
        while (path.Parent is not RootActorPath)
            path = path.Parent;
        return path.Name;
    }

    /// <summary>Whether paths with that first name are reached by lane.</summary>
    /// <param name="head">The first name.</param>
    public static bool IsLane(string head) => head is not ("system" or "remote");

    /// <summary>Whether a message to an actor that is reached by lane goes by lane itself: a selection is for those it selects.</summary>
    /// <param name="message">The message.</param>
    public static bool IsLane(object message) =>
        message is not ActorSelectionMessage { Elements: [var first, ..] } || first is SelectChildName { Name: var name } && IsLane(name) || first is SelectParent;
}
