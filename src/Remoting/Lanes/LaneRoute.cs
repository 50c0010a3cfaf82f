using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Which of the two ways a message takes. The way is a function of whom it is for, so that no two messages of a pair of actors race on two ways: actors of the system (but for
/// a few that are named), and the daemon that makes actors deployed from elsewhere, are reached the classic way, everybody else by lane.
/// </summary>
/// <param name="systemRecipients">Who directly below <c>/system</c> is reached by lane, with all below them.</param>
internal sealed class LaneRoute(HashSet<string> systemRecipients)
{
    /// <summary>The container of actors that live for one answer.</summary>
    public const string Temporary = "temp";

    /// <summary>The daemon, and below it the actors deployed from another process.</summary>
    private const string Remote = "remote";

    /// <summary>The first name of a path; empty for the root.</summary>
    /// <param name="path">A path.</param>
    public static string HeadOf(ActorPath path) => Top(path).First ?? "";

    /// <summary>Whether the actor of a path was deployed from another process, or is below such a one.</summary>
    /// <param name="path">The path.</param>
    public static bool IsDeployed(ActorPath path)
    {
        var (first, _, depth) = Top(path);
        return depth > 1 && first == Remote;
    }

    /// <summary>Whom a selection is for.</summary>
    /// <param name="anchor">Where the selection begins.</param>
    /// <param name="elements">How it goes on.</param>
    /// <param name="isExact">False: everybody whom a wildcard finds below that path.</param>
    public static ActorPath TargetOf(ActorPath anchor, SelectionPathElement[] elements, out bool isExact)
    {
        isExact = true;
        foreach (var element in elements)
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

    /// <summary>Whether the actor of a path is reached by lane.</summary>
    /// <param name="path">The path.</param>
    public bool IsLane(ActorPath path)
    {
        var (first, second, depth) = Top(path);
        return IsLane(first, second, depth);
    }

    /// <summary>
    /// Whether a selection goes by lane: it is for those it selects, as if it were told to them. One whose wildcard stands where the way is decided is for some of both kinds and
    /// goes the classic way.
    /// </summary>
    /// <param name="anchor">Where the selection begins.</param>
    /// <param name="elements">How it goes on.</param>
    public bool IsLane(ActorPath anchor, SelectionPathElement[] elements)
    {
        var (first, second, depth) = Top(anchor);
        foreach (var element in elements)
        {
            if (element is SelectParent)
            {
                depth = Math.Max(0, depth - 1);
                continue;
            }
            var name = (element as SelectChildName)?.Name;
            if (depth == 0)
                first = name;
            else if (depth == 1)
                second = name;
            depth++;
        }
        return IsLane(first, second, depth);
    }

    private bool IsLane(string? first, string? second, int depth) => depth == 0 || first switch
    {
        null => false,
        Remote => depth > 1 && second is not null,
        "system" => depth > 1 && second is not null && systemRecipients.Contains(second),
        _ => true,
    };

    /// <summary>The first two names of a path, null where there is none, and how many it has.</summary>
    private static (string? First, string? Second, int Depth) Top(ActorPath path)
    {
        string? first = null, second = null;
        var depth = 0;
        for (; path is not RootActorPath; path = path.Parent)
        {
            (first, second) = (path.Name, first);
            depth++;
        }
        return (first, second, depth);
    }
}
