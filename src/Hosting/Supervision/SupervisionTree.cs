using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// Decides what happens to a tree of nodes, by OTP's rules. It has no clock, no input or output and no threads: it is told what happened and when, and answers
/// with what to do. The same inputs at the same times with the same seed give the same effects.
/// </summary>
/// <remarks>
/// Where it departs from OTP, because a node is a process that takes its time: children start left to right but do not wait for each other's Ready, save for what
/// they depend on; a failed first start counts as a failed restart does; restarts may wait; a person's stop outlasts a restart round.
/// </remarks>
internal sealed class SupervisionTree
{
    private readonly TreeContext _tree;
    private readonly TreeCommands _commands;
    private bool _started;

    /// <summary>Makes a tree in which nothing runs yet.</summary>
    /// <param name="root">What was declared.</param>
    /// <param name="jitter">The source of the backoffs' jitter.</param>
    /// <exception cref="ArgumentException">The declaration has errors; the message has all of them.</exception>
    public SupervisionTree(SupervisorSpec root, Random jitter)
    {
        var errors = SpecValidation.Check(root).Where(problem => !problem.IsWarning).ToArray();
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, errors.AsEnumerable()), nameof(root));
        _tree = new TreeContext(jitter);
        _tree.Root = new SupervisorMember(_tree, null, root);
        _tree.Amendment = new TreeAmendment(_tree);
        _commands = new TreeCommands(_tree);
    }

    /// <summary>Decides.</summary>
    /// <param name="input">What happened or is asked for.</param>
    /// <param name="now">When, on a clock that never runs backwards.</param>
    /// <returns>What to do and to tell, in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clock ran backwards.</exception>
    public IReadOnlyList<Effect> Handle(Input input, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, _tree.Now);
        _tree.Begin(now);
        Take(input);
        if (_started && !_tree.HasEnded)
        {
            Settlement.Settle(_tree);
            AnnounceWaiting(_tree.Root);
        }
        return _tree.TakeEffects();
    }

    /// <summary>The tree as it is.</summary>
    /// <param name="now">When, on the clock of <see cref="Handle"/>: restarts leave the window as time goes by.</param>
    public SupervisorSnapshot Snapshot(TimeSpan now) => SnapshotMaker.Of(_tree.Root, now);

    private void Take(Input input)
    {
        switch (input)
        {
            case StartTree: _started = true; break;
            case NodeReady ready: Current(ready.Name, ready.Incarnation)?.OnReady(); break;
            case NodeExited exited: Current(exited.Name, exited.Incarnation)?.OnExited(exited.Reason); break;
            case NodeSilent silent: Current(silent.Name, silent.Incarnation)?.OnSilent(silent.Silence); break;
            case NodeAnswered answered: Current(answered.Name, answered.Incarnation)?.OnAnswered(); break;
            case StandbyReady ready: _tree.PoolOf(ready.Number)?.OnReady(ready.Number); break;
            case StandbySilent silent: _tree.PoolOf(silent.Number)?.OnSilent(silent.Number, silent.Silence); break;
            case StandbyExited exited: _tree.PoolOf(exited.Number)?.OnExited(exited.Number, exited.Reason); break;
            case RetryDue due: _tree.TakeRetry(due.Token)?.RetryNow(); break;
            case Command command: Carry(command); break;
            default: throw new ArgumentOutOfRangeException(nameof(input), input, "every input is known");
        }
    }

    private void Carry(Command command)
    {
        var problem = _tree.HasEnded ? "the tree has ended"
            : _started || command is StopTree or KillTree ? _commands.Carry(command)
            : "the tree was not started";
        if (problem is not null)
            _tree.Emit(new CommandRefused(command, problem));
    }

    /// <summary>A node in just this life; null when the name is unknown or the life is over.</summary>
    private NodeMember? Current(NodeName name, int incarnation) =>
        _tree.Nodes.TryGetValue(name, out var node) && node.Incarnation == incarnation ? node : null;

    private static void AnnounceWaiting(SupervisorMember supervisor)
    {
        supervisor.AnnounceWaiting();
        foreach (var member in supervisor.Members)
        {
            if (member is SupervisorMember nested)
                AnnounceWaiting(nested);
            else
                member.AnnounceWaiting();
        }
    }
}
