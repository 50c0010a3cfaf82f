using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The restart consequence of depends-on: who asked for it is restarted together with what it depends on, uncounted.</summary>
internal static class Dependents
{
    /// <summary>Restarts what is to be restarted with a member, and what is to be restarted with that.</summary>
    public static void Restart(Member member, TreeContext tree)
    {
        foreach (var entry in tree.Entries.Values)
        {
            if (!entry.Spec.RestartsWithDependencies || !entry.Spec.DependsOn.Any(name => Concerns(member, name, tree)))
                continue;
            foreach (var dependent in entry.Members.Where(dependent => dependent.IsAlive && !dependent.IsGoing))
            {
                dependent.Want(Goal.Cycle, $"restarted with {member.Name}");
                Restart(dependent, tree); // ends, as dependencies do not go round in a circle and each is wanted to cycle once
            }
        }
    }

    /// <summary>Whether a name is the member's, something's above it, or something's below it.</summary>
    private static bool Concerns(Member member, NodeName name, TreeContext tree) =>
        member.Entry is { } entry && (entry.IsWithin(name) || (tree.Entries.TryGetValue(name, out var named) && named.IsWithin(entry.Name)));
}
