using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting.References;

/// <summary>The references to nodes' actors that programs have asked for; tells each where its node is. Confined to the supervisor actor.</summary>
/// <param name="context">The supervisor actor's.</param>
internal sealed class NodeActors(IActorContext context)
{
    private readonly List<Followed> _followed = [];
    private long _made;

    /// <summary>Makes a reference.</summary>
    /// <param name="order">Whose, and how.</param>
    /// <param name="asker">Who gets the answer.</param>
    /// <param name="directory">The directory as it is.</param>
    /// <param name="tree">The supervision tree as it is.</param>
    public void Follow(FollowNodeActor order, IActorRef asker, DirectoryChanged directory, SupervisorSnapshot tree)
    {
        if (Problem(order.Node, tree, out var child) is { } problem)
        {
            asker.Tell(new NodeActorFollowed(null, problem), context.Self);
            return;
        }
        var (actor, delivery) = (child!.Actor!.NameIn(child), order.Delivery);
        var reference = context.System.ActorOf(
            Props.Create(() => new NodeActorReference(actor, delivery)), FormattableString.Invariant($"actoripc-{order.Node}-{++_made}"));
        context.Watch(reference);
        var followed = new Followed(order.Node, reference) { Asker = order.AwaitUp ? asker : null };
        _followed.Add(followed);
        // Where the node is, before the asker has the reference: what it tells at once is not lost.
        Look(directory, () => tree);
        if (!order.AwaitUp)
            asker.Tell(new NodeActorFollowed(reference, null), context.Self);
    }

    /// <summary>Looks what has become of the nodes.</summary>
    /// <param name="directory">The directory as it is.</param>
    /// <param name="tree">Takes the supervision tree as it is.</param>
    public void Look(DirectoryChanged directory, Func<SupervisorSnapshot> tree)
    {
        SupervisorSnapshot? snapshot = null;
        for (var i = _followed.Count - 1; i >= 0; i--)
        {
            var followed = _followed[i];
            var line = directory.Nodes.FirstOrDefault(node => node.Name == followed.Node);
            if (line is { State: NodeState.Ready, Address: { } address })
            {
                TellUp(followed, line.Incarnation, address);
                continue;
            }
            TellDown(followed);
            if (line is null or { State: NodeState.Stopped or NodeState.Completed or NodeState.Failed } && GivenUp.Is(snapshot ??= tree(), followed.Node))
                GiveUp(followed, snapshot);
        }
    }

    /// <summary>The tree has ended: nothing comes back.</summary>
    /// <param name="tree">The supervision tree as it is.</param>
    public void GiveUpAll(SupervisorSnapshot tree)
    {
        foreach (var followed in _followed.ToArray())
            GiveUp(followed, tree);
    }

    /// <summary>A reference has ended, given up or stopped by somebody.</summary>
    public void OnTerminated(IActorRef reference) => _followed.RemoveAll(followed => followed.Reference.Equals(reference));

    private static string? Problem(NodeName node, SupervisorSnapshot tree, out ChildSpec? child)
    {
        child = TreeNames.Nodes(tree).FirstOrDefault(line => line.Name == node)?.Spec;
        if (child is null)
            return $"no such node: name={node}";
        if (child.Actor is null)
            return $"the node has a program of its own and hosts no actor: name={node} executable={child.Executable}";
        return GivenUp.Is(tree, node) ? NotRunning(node, tree) : null;
    }

    private static string NotRunning(NodeName node, SupervisorSnapshot tree) => TreeNames.Nodes(tree).FirstOrDefault(line => line.Name == node) is { } line
        ? $"the node does not run: name={node} state={line.State.ToString().ToLowerInvariant()} last end={line.LastExit?.ToString() ?? "none"}"
        : $"the node does not run any more: name={node}";

    private void TellUp(Followed followed, int incarnation, string address)
    {
        if (followed.Incarnation == incarnation)
            return;
        TellDown(followed);
        followed.Incarnation = incarnation;
        followed.Reference.Tell(new NodeActorUp(address), context.Self);
        followed.Asker?.Tell(new NodeActorFollowed(followed.Reference, null), context.Self);
        followed.Asker = null;
    }

    private void TellDown(Followed followed)
    {
        if (followed.Incarnation == 0)
            return;
        followed.Incarnation = 0;
        followed.Reference.Tell(NodeActorDown.Instance, context.Self);
    }

    private void GiveUp(Followed followed, SupervisorSnapshot tree)
    {
        _followed.Remove(followed);
        followed.Asker?.Tell(new NodeActorFollowed(null, NotRunning(followed.Node, tree)), context.Self);
        followed.Reference.Tell(NodeActorGivenUp.Instance, context.Self);
    }

    /// <summary>A reference and what it has been told.</summary>
    private sealed class Followed(NodeName node, IActorRef reference)
    {
        public NodeName Node => node;

        public IActorRef Reference => reference;

        /// <summary>The life it knows as up; 0 exactly when it knows the node as down.</summary>
        public int Incarnation { get; set; }

        /// <summary>Who waits for it to be up; null when nobody does.</summary>
        public IActorRef? Asker { get; set; }
    }
}
