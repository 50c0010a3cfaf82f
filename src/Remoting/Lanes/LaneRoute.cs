using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Which of the two ways a message takes. The way is a function of whom it is for, so that no two messages of a pair of actors race on two ways: actors of the system, and
/// the daemon that makes actors deployed from elsewhere, are reached the classic way, everybody else by lane.
/// </summary>
internal static class LaneRoute
{
    /// <summary>The container of actors that live for one answer.</summary>
    public const string Temporary = "temp";

    /// <summary>The daemon, and below it the actors deployed from another process.</summary>
    public const string Remote = "remote";

    private const string System = "system";

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

    /// <summary>Whether the actor of a path is reached by lane.</summary>
    /// <param name="path">A path.</param>
    public static bool IsLane(ActorPath path) => HeadOf(path) switch
    {
        System => false,
        Remote => IsDeployed(path),
        _ => true,
    };

    /// <summary>Whether the actor of a path was deployed from another process, or is below such a one.</summary>
    /// <param name="path">A path.</param>
    public static bool IsDeployed(ActorPath path) => HeadOf(path) == Remote && path.Parent is not RootActorPath;

    /// <summary>Whether a selection that is told to an actor reached by lane goes by lane itself: it is for those it selects.</summary>
    /// <param name="anchor">The actor it is told to.</param>
    /// <param name="selection">The selection.</param>
    public static bool IsLane(ActorPath anchor, ActorSelectionMessage selection)
    {
        if (anchor is RootActorPath && selection.Elements is [SelectChildName { Name: not (System or Remote) }, ..])
            return true;
        var target = TargetOf(anchor, selection, out var isExact);
        // A pattern right below the root may mean actors of the system.
        return IsLane(target) && (isExact || target is not RootActorPath) && (isExact || target.Name != Remote || target.Parent is not RootActorPath);
    }

    /// <summary>Whom a selection is for.</summary>
    /// <param name="anchor">The actor it is told to.</param>
    /// <param name="selection">The selection.</param>
    /// <param name="isExact">False: everybody a pattern finds below that path.</param>
    public static ActorPath TargetOf(ActorPath anchor, ActorSelectionMessage selection, out bool isExact)
    {
        isExact = true;
        foreach (var element in selection.Elements)
        {
            switch (element)
            {
                case SelectChildName { Name: var name }:
                    anchor /= name;
                    break;
                case SelectParent:
                    anchor = anchor is RootActorPath ? anchor : anchor.Parent;
                    break;
                default:
                    isExact = false;
                    return anchor;
            }
        }
        return anchor;
    }
}
