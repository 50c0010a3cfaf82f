using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>One random tree and what happens to it.</summary>
internal sealed class RandomTreeCase
{
    private readonly Random _random;
    private readonly Rig _rig;
    private readonly List<NodeName> _names = [];
    private readonly List<NodeExited> _old = [];
    private int _added;

    public RandomTreeCase(Random random)
    {
        _random = random;
        _rig = new Rig(ValidRoot(), obedient: false, seed: random.Next());
        _names.AddRange(Rig.All(_rig.Snapshot).Select(line => line.Name));
        _names.AddRange(Rig.Nodes(_rig.Snapshot).Select(line => line.Spec.Name));
    }

    public TreeOutcome Run()
    {
        _rig.Handle(new StartTree());
        for (var steps = _random.Next(120); steps > 0 && _rig.Outcome is null; steps--)
            Step();
        ComeToRest();
        if (_rig.Outcome is null)
            _rig.Handle(Chance(2) ? new StopTree("the end") : new KillTree("the end"));
        while (_rig.Outcome is null)
        {
            // Only what was asked to stop stops: if nobody is asked, the stop would never end.
            var asked = _rig.Live.Where(node => node.Value.Asked is not null).Select(node => node.Key).ToArray();
            var standbys = _rig.Standbys.Where(standby => standby.Value.Asked).Select(standby => standby.Key).ToArray();
            Assert.Equal(_rig.Standbys.Count, standbys.Length);
            Assert.True(asked.Length + standbys.Length > 0, "somebody is asked to stop");
            if (standbys.Length > 0 && (asked.Length == 0 || Chance(2)))
                _rig.EndStandby(standbys[_random.Next(standbys.Length)], Specs.Killed);
            else
                _rig.End(asked[_random.Next(asked.Length)], RandomReason());
        }
        Assert.Empty(_rig.Live);
        Assert.Empty(_rig.Standbys);
        Assert.Empty(_rig.Retries);
        Assert.Equal(_rig.Effects.OfType<StartNode>().Count(), _rig.Effects.OfType<NodeDown>().Count());
        return _rig.Outcome;
    }

    private void Step()
    {
        switch (_random.Next(14))
        {
            case < 4 when Any(out var node):
                _rig.Ready(node);
                break;
            case < 7 when Any(out var node):
                var name = new NodeName(node);
                _old.Add(new NodeExited(name, _rig.Live[name].Incarnation, Specs.Killed));
                var isTakeover = _rig.Takeovers.Contains((name, _rig.Live[name].Incarnation));
                _rig.End(name, isTakeover && Chance(3) ? new ExitReason.StandbyLost(RandomReason()) : RandomReason());
                break;
            case 7 when Any(out var node):
                var silent = new NodeName(node);
                _rig.Handle(Chance(3)
                    ? new NodeAnswered(silent, _rig.Live[silent].Incarnation)
                    : new NodeSilent(silent, _rig.Live[silent].Incarnation, TimeSpan.FromSeconds(5)));
                break;
            case 8 when _old.Count > 0:
                Assert.Empty(_rig.Handle(_old[_random.Next(_old.Count)]));
                break;
            case 9:
                Command();
                break;
            case 10 or 11 when _rig.Standbys.Count > 0:
                StepOfStandby(_rig.Standbys.Keys.ElementAt(_random.Next(_rig.Standbys.Count)));
                break;
            default:
                _rig.Advance(TimeSpan.FromMilliseconds(Chance(4) ? _random.Next(100_000) : _random.Next(300)));
                break;
        }
    }

    /// <summary>A part of the tree as it is, in another order and with other specs, and something new.</summary>
    private void Amend()
    {
        var current = _rig.Snapshot.Spec;
        var wanted = (SupervisorSpec)Changed(current) with { Name = current.Name };
        var restart = Names(wanted).Where(_ => Chance(3)).ToHashSet();
        _names.AddRange(Names(wanted));
        _rig.Handle(new AmendTree(wanted, restart));

        static IEnumerable<NodeName> Names(TreeSpec spec) => StartOrder.Subtree(spec).Select(entry => entry.Name);
    }

    private TreeSpec Changed(TreeSpec spec)
    {
        if (spec is ChildSpec child)
            return Chance(3) ? child with { Instances = child.Instances is null ? null : _random.Next(1, 4), Standby = child.Restart == RestartType.Temporary ? 0 : _random.Next(3) } : child;
        var supervisor = (SupervisorSpec)spec;
        var children = supervisor.Children.Where(_ => !Chance(5)).Select(Changed).OrderBy(_ => Chance(3) ? _random.Next() : 0).ToList();
        if (Chance(4))
            children.Add(Chance(3) ? RandomSupervisor($"x{_added++}", 3) : RandomChild($"x{_added++}"));
        return supervisor with { Children = children, Intensity = Chance(3) ? _random.Next(8) : supervisor.Intensity, Strategy = Chance(4) ? (RestartStrategy)_random.Next(3) : supervisor.Strategy };
    }

    private void StepOfStandby(long number)
    {
        var standby = _rig.Standbys[number];
        if (!standby.Ready && !standby.Asked && Chance(2))
        {
            _rig.Standbys[number] = standby with { Ready = true };
            _rig.Handle(new StandbyReady(number));
        }
        else if (Chance(3))
            _rig.Handle(new StandbySilent(number, TimeSpan.FromSeconds(5)));
        else
            _rig.EndStandby(number, RandomReason());
    }

    private void Command()
    {
        var name = _names[_random.Next(_names.Count)];
        switch (_random.Next(9))
        {
            case 8: Amend(); break;
            case 0: _rig.Handle(new StartChild(name)); break;
            case 1 when Chance(3) || name != _rig.Root.Name: _rig.Handle(new StopChild(name, "stop", RandomPolicy())); break;
            case 2: _rig.Handle(new RestartChild(name)); break;
            case 3 or 4: _rig.Handle(new ScaleChild(name, _random.Next(0, 6))); break;
            case 5:
                var added = Chance(3) ? RandomSupervisor($"x{_added++}", 3) : (TreeSpec)RandomChild($"x{_added++}");
                _names.Add(added.Name);
                _rig.Handle(new AddChild(name, added));
                break;
            case 6: _rig.Handle(new RemoveChild(name)); break;
            case 7 when Chance(20): _rig.Handle(Chance(2) ? new StopTree("random") : new KillTree("random")); break;
        }
    }

    /// <summary>Everything obeys and nothing fails any more: then nothing may be left under way, and what waits must have something to wait for.</summary>
    private void ComeToRest()
    {
        _rig.Obedient = true;
        _rig.Handle(new RetryDue(-1));
        _rig.Advance(TimeSpan.FromDays(1));
        _rig.Obedient = false;
        if (_rig.Outcome is null)
            Rest(_rig.Snapshot);

        static void Rest(SupervisorSnapshot supervisor)
        {
            foreach (var child in supervisor.Children)
            {
                Assert.True(
                    child.State is not (NodeState.Starting or NodeState.Stopping or NodeState.Backoff)
                    || (child is SupervisorSnapshot { State: NodeState.Starting } starting && starting.Children.Any(below => below.State is NodeState.Pending or NodeState.Starting)),
                    $"left under way: {child.Name} is {child.State}");
                Assert.True(
                    child.State != NodeState.Pending || child.WaitsFor.Count > 0 || !Lifecycle.IsAlive(supervisor.State),
                    $"waits for nothing: {child.Name} under {supervisor.Name} ({supervisor.State})");
                if (child is SupervisorSnapshot nested)
                    Rest(nested);
            }
            var isInPeace = !supervisor.Children.Any(child => child is NodeSnapshot { State: NodeState.Starting or NodeState.Stopping });
            foreach (var child in supervisor.Children.OfType<NodeSnapshot>().Where(node => node.State == NodeState.Ready && isInPeace).Select(node => node.Spec).Distinct())
                Assert.Equal(child.Standby, supervisor.Standbys.Count(standby => standby.Child == child.Name && standby.IsReady));
        }
    }

    private bool Any(out string name)
    {
        name = _rig.Live.Count == 0 ? "" : _rig.Live.Keys.ElementAt(_random.Next(_rig.Live.Count)).Value;
        return name.Length > 0;
    }

    private SupervisorSpec ValidRoot()
    {
        while (true)
        {
            var next = 0;
            var root = Supervisor("root", 1, ref next);
            var names = Rig.All(new SupervisionTree(root, new Random(1)).Snapshot(TimeSpan.Zero)).Select(line => line is NodeSnapshot node ? node.Spec.Name : line.Name)
                .Distinct().ToArray();
            root = (SupervisorSpec)WithDependencies(root, names);
            if (SpecValidation.Check(root).All(problem => problem.IsWarning))
                return root;
        }
    }

    private TreeSpec WithDependencies(TreeSpec spec, NodeName[] names)
    {
        var needs = names.Where(_ => Chance(12)).ToArray();
        if (spec.Name.Value != "root" && needs.Length > 0)
            spec = spec with { DependsOn = needs, RestartsWithDependencies = spec.Restart != RestartType.Temporary && Chance(3) };
        return spec is SupervisorSpec supervisor
            ? supervisor with { Children = [.. supervisor.Children.Select(child => WithDependencies(child, names))] }
            : spec;
    }

    private SupervisorSpec RandomSupervisor(string name, int depth)
    {
        var next = 0;
        return Supervisor(name, depth, ref next);
    }

    private SupervisorSpec Supervisor(string name, int depth, ref int next)
    {
        var children = new List<TreeSpec>();
        var auto = (AutoShutdown)_random.Next(3);
        for (var count = _random.Next(depth == 1 ? 1 : 0, 4); count > 0; count--)
        {
            var child = depth < 3 && Chance(4) ? Supervisor($"{name}-s{next++}", depth + 1, ref next) : (TreeSpec)RandomChild($"{name}-n{next++}");
            children.Add(child with { Significant = auto != AutoShutdown.Never && child.Restart != RestartType.Permanent && Chance(2) });
        }
        return new SupervisorSpec
        {
            Name = new NodeName(name),
            Restart = (RestartType)_random.Next(3),
            Strategy = (RestartStrategy)_random.Next(3),
            Intensity = _random.Next(8),
            Period = TimeSpan.FromSeconds(_random.Next(20, 60)),
            AutoShutdown = auto,
            Backoff = Chance(3) ? BackoffSpec.None : new BackoffSpec { Jitter = _random.NextDouble() / 2 },
            Children = children,
        };
    }

    private ChildSpec RandomChild(string name)
    {
        var child = AnyChild(name);
        return child.Restart == RestartType.Temporary ? child with { Standby = 0 } : child;
    }

    private ChildSpec AnyChild(string name) => Specs.Child(name, (RestartType)_random.Next(3)) with
    {
        Instances = Chance(3) ? _random.Next(1, 4) : null,
        Standby = _random.Next(3),
        Shutdown = RandomPolicy() ?? ShutdownPolicy.Infinite,
        OnHang = (HangPolicy)_random.Next(3),
        SuccessCodes = [7],
    };

    private ShutdownPolicy? RandomPolicy() => _random.Next(3) switch
    {
        0 => ShutdownPolicy.BrutalKill,
        1 => ShutdownPolicy.After(TimeSpan.FromSeconds(_random.Next(1, 9))),
        _ => null,
    };

    private ExitReason RandomReason() => _random.Next(40) switch
    {
        0 => Specs.CannotStart,
        1 => new ExitReason.JobFailed("random"),
        < 10 => Specs.Exit(0),
        < 12 => Specs.Exit(7),
        < 15 => new ExitReason.ShutDown(),
        < 25 => new ExitReason.StartFailed("random"),
        < 30 => Specs.Exit(1),
        _ => Specs.Killed,
    };

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
