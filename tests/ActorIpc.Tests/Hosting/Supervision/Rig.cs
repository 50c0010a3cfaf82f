using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>
/// A tree over fake processes and virtual time. It carries out the effects and holds them against what must be true of every tree at all times.
/// Processes become Ready and stop only when a test says so, unless <see cref="Obedient"/>.
/// </summary>
internal sealed class Rig
{
    private readonly SupervisionTree _tree;
    private readonly SortedDictionary<long, TimeSpan> _retries = [];
    private readonly TreeInvariants _invariants = new();
    private long _lastStandby;

    public Rig(SupervisorSpec root, bool obedient = true, int seed = 1)
    {
        Root = root;
        Obedient = obedient;
        _tree = new SupervisionTree(root, new Random(seed));
    }

    public SupervisorSpec Root { get; }

    /// <summary>Whether nodes become Ready and stop at once.</summary>
    public bool Obedient { get; set; }

    public TimeSpan Now { get; private set; }

    /// <summary>All effects so far, or since the last <see cref="Forget"/>.</summary>
    public List<Effect> Effects { get; } = [];

    /// <summary>The live processes and how they were last asked to stop.</summary>
    public SortedDictionary<NodeName, (int Incarnation, bool Ready, ShutdownPolicy? Asked)> Live { get; } = [];

    /// <summary>The live standbys, whether they can take over, and whether they were asked to stop.</summary>
    public SortedDictionary<long, (NodeName Child, bool Ready, bool Asked)> Standbys { get; } = [];

    /// <summary>The lives that a standby was to take over.</summary>
    public HashSet<(NodeName Name, int Incarnation)> Takeovers { get; } = [];

    public TreeOutcome? Outcome { get; private set; }

    public IReadOnlyDictionary<long, TimeSpan> Retries => _retries;

    public SupervisorSnapshot Snapshot => _tree.Snapshot(Now);

    /// <summary>The names started and stopped, in order: <c>+a#1 -a#1</c>; standbys as <c>+a~1 -a~1</c>, a life that one takes over as <c>a~1+a#2</c>.</summary>
    public string Log => string.Join(' ', Effects.Select(effect => effect switch
    {
        StartNode { Standby: { } standby } start => $"{start.Spec.Name}~{standby}+{start.Name}#{start.Incarnation}",
        StartNode start => $"+{start.Name}#{start.Incarnation}",
        StartStandby start => $"+{start.Child}~{start.Number}",
        StopStandby stop => $"-{stop.Child}~{stop.Number}",
        StopNode stop => $"-{stop.Name}#{stop.Incarnation}",
        _ => "",
    }).Where(line => line.Length > 0));

    /// <summary>The nodes that run, in the order of their names: <c>a#1 b#2</c>.</summary>
    public string Running => string.Join(' ', Live.Select(node => $"{node.Key}#{node.Value.Incarnation}"));

    public static Rig Started(SupervisorSpec root)
    {
        var rig = new Rig(root);
        rig.Handle(new StartTree());
        return rig;
    }

    public IReadOnlyList<Effect> Handle(Input input)
    {
        var effects = _tree.Handle(input, Now);
        Effects.AddRange(effects);
        foreach (var effect in effects)
            CarryOut(effect);
        _invariants.Check(input, effects, Now, Snapshot, Live.Count + Standbys.Count);
        while (Obedient && NextObedience() is { } fact)
            Handle(fact);
        return effects;
    }

    /// <summary>The standbys that can take over, in their order: <c>a~1 b~2</c>.</summary>
    public string Waiting => string.Join(' ', Standbys.Where(standby => standby.Value.Ready).Select(standby => $"{standby.Value.Child}~{standby.Key}"));

    public void Forget() => Effects.Clear();

    public void Ready(string name) => Handle(new NodeReady(new NodeName(name), Live[new NodeName(name)].Incarnation));

    /// <summary>Ends a live process.</summary>
    public void End(string name, ExitReason reason) => End(new NodeName(name), reason);

    public void End(NodeName name, ExitReason reason)
    {
        var incarnation = Live[name].Incarnation;
        Live.Remove(name);
        Handle(new NodeExited(name, incarnation, reason));
    }

    /// <summary>Ends a standby.</summary>
    public void EndStandby(long number, ExitReason reason)
    {
        Standbys.Remove(number);
        Handle(new StandbyExited(number, reason));
    }

    /// <summary>Lets time pass; retries come due on the way.</summary>
    public void Advance(TimeSpan time)
    {
        var until = Now + time;
        while (NextRetry() is { } retry && retry.Value <= until)
        {
            Now = retry.Value;
            _retries.Remove(retry.Key);
            Handle(new RetryDue(retry.Key));
        }
        Now = until;
    }

    public NodeSnapshot Node(string name) => Nodes(Snapshot).Single(node => node.Name.Value == name);

    public NodeState State(string name) => All(Snapshot).Single(line => line.Name.Value == name).State;

    /// <summary>Whether a name is still in the tree.</summary>
    public bool Has(string name) => All(Snapshot).Any(line => line.Name.Value == name);

    public string? Refusal(Command command) => Handle(command).OfType<CommandRefused>().SingleOrDefault()?.Problem;

    public static IEnumerable<NodeSnapshot> Nodes(SupervisorSnapshot snapshot) => All(snapshot).OfType<NodeSnapshot>();

    public static IEnumerable<TreeSnapshot> All(TreeSnapshot snapshot) =>
        snapshot is SupervisorSnapshot supervisor ? supervisor.Children.SelectMany(All).Prepend(snapshot) : [snapshot];

    /// <summary>What an obedient process says next: Ready, or that it has stopped; null when there is nothing to say.</summary>
    public Input? NextObedience()
    {
        foreach (var (name, node) in Live)
        {
            if (node.Asked is not null)
            {
                Live.Remove(name);
                return new NodeExited(name, node.Incarnation, Specs.Exit(0));
            }
            if (!node.Ready)
            {
                Live[name] = node with { Ready = true };
                return new NodeReady(name, node.Incarnation);
            }
        }
        foreach (var (number, standby) in Standbys)
        {
            if (standby.Asked)
            {
                Standbys.Remove(number);
                return new StandbyExited(number, Specs.Killed);
            }
            if (!standby.Ready)
            {
                Standbys[number] = standby with { Ready = true };
                return new StandbyReady(number);
            }
        }
        return null;
    }

    /// <summary>The retry that is due next.</summary>
    public KeyValuePair<long, TimeSpan>? NextRetry() => _retries.Count == 0 ? null : _retries.MinBy(retry => retry.Value);

    private void CarryOut(Effect effect)
    {
        switch (effect)
        {
            case StartNode start:
                Assert.False(Live.ContainsKey(start.Name), $"two live incarnations: {start.Name}");
                Live[start.Name] = (start.Incarnation, false, null);
                if (start.Standby is { } taken)
                {
                    Assert.True(Standbys.Remove(taken, out var standby), $"takes what does not live: {taken}");
                    Assert.Equal((start.Spec.Name, true, false), standby);
                    Takeovers.Add((start.Name, start.Incarnation));
                }
                break;
            case StartStandby start:
                Assert.True(start.Number > _lastStandby, "standbys' numbers grow");
                Assert.DoesNotContain(Standbys.Values, standby => standby is { Ready: false, Asked: false });
                _lastStandby = start.Number;
                Standbys.Add(start.Number, (start.Child, false, false));
                break;
            case StopStandby stop:
                Assert.True(Standbys.TryGetValue(stop.Number, out var kept) && !kept.Asked, $"stops a standby that lives, once: {stop}");
                Standbys[stop.Number] = kept with { Ready = false, Asked = true };
                break;
            case StopNode stop:
                Assert.True(Live.TryGetValue(stop.Name, out var live), $"stops what does not live: {stop.Name}");
                Assert.Equal(live.Incarnation, stop.Incarnation);
                Live[stop.Name] = live with { Asked = stop.Shutdown };
                break;
            case ScheduleRetry retry:
                Assert.True(retry.Delay > TimeSpan.Zero);
                _retries.Add(retry.Token, Now + retry.Delay);
                break;
            case CancelRetry cancel:
                Assert.True(_retries.Remove(cancel.Token), "cancels what is not scheduled");
                break;
            case TreeEnded ended:
                Assert.Null(Outcome);
                Outcome = ended.Outcome;
                break;
        }
    }
}
