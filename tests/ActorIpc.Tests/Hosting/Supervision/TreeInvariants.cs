using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>
/// What must be true of every tree after every decision, worked out from the effects and the snapshot alone. The rig itself sees to it that there is at most one
/// live incarnation of a name, that only a live one is stopped, and that only scheduled retries are cancelled.
/// </summary>
internal sealed class TreeInvariants
{
    private readonly Dictionary<NodeName, int> _started = [];
    private readonly HashSet<(NodeName Name, int Incarnation)> _down = [];
    private readonly Dictionary<NodeName, int> _lives = [];
    private readonly Dictionary<NodeName, (NodeName Spec, (NodeName Supervisor, int Life))> _temporaryStarts = [];
    private readonly Dictionary<NodeName, List<TimeSpan>> _restarts = [];
    private readonly Dictionary<NodeName, NodeState> _states = []; // of supervisors
    private readonly Dictionary<NodeName, (NodeState State, int Incarnation)> _told = []; // of nodes
    private readonly HashSet<long> _standbys = [];
    private bool _ended;

    public void Check(Input input, IReadOnlyList<Effect> effects, TimeSpan now, SupervisorSnapshot snapshot, int alive)
    {
        if (!effects.Any(effect => effect is CommandRefused))
            Allow(input);
        if (input is AmendTree)
        {
            // What a person changed the tree into may start, and windows may have another size.
            _temporaryStarts.Clear();
            _restarts.Clear();
        }
        Assert.False(_ended && effects.Any(effect => effect is not CommandRefused), "nothing happens after the end");
        var homes = new Dictionary<NodeName, SupervisorSnapshot>();
        Collect(snapshot, homes);
        foreach (var effect in effects)
            Check(effect, now, snapshot, homes);
        foreach (var supervisor in Rig.All(snapshot).OfType<SupervisorSnapshot>())
            CheckSupervisor(supervisor);
        if (!_ended)
            return;
        Assert.Equal(0, alive);
        Assert.All(Rig.All(snapshot), line => Assert.False(Lifecycle.IsAlive(line.State), $"alive after the end: {line.Name}"));
    }

    private void Check(Effect effect, TimeSpan now, SupervisorSnapshot snapshot, Dictionary<NodeName, SupervisorSnapshot> homes)
    {
        switch (effect)
        {
            case StartNode start:
                Assert.True(start.Incarnation > _started.GetValueOrDefault(start.Name), $"incarnations grow: {start.Name}#{start.Incarnation}");
                _started[start.Name] = start.Incarnation;
                CheckDependencies(start, snapshot);
                CheckTemporary(start, homes);
                Assert.True(start.Standby is not { } taken || _standbys.Remove(taken), $"a standby is taken once: {start}");
                break;
            case NodeDown down:
                Assert.Equal(_started[down.Name], down.Incarnation);
                Assert.True(_down.Add((down.Name, down.Incarnation)), $"a life ends once: {down.Name}#{down.Incarnation}");
                Assert.False(down is { Reason: ExitReason.StandbyLost, Restart: not null }, "a standby that is lost is no restart");
                if (down.Restart is { } plan)
                    CheckIntensity(down, plan, now, homes);
                break;
            case NodeStateChanged changed:
                Assert.False(_told.TryGetValue(changed.Name, out var told) && told == (changed.State, changed.Incarnation), $"a change changes: {changed}");
                _told[changed.Name] = (changed.State, changed.Incarnation);
                break;
            case StartStandby start:
                Assert.True(_standbys.Add(start.Number), $"a standby is started once: {start}");
                break;
            case StandbyDown down:
                Assert.True(_standbys.Remove(down.Number), $"a standby that no life took ends once: {down}");
                break;
            case NodeRemoved removed:
                Assert.True(_told.Remove(removed.Name), $"what is removed was told: {removed.Name}");
                break;
            case SupervisorStateChanged { State: NodeState.Starting } starting when !_states.TryGetValue(starting.Name, out var was) || was != NodeState.Ready:
                _lives[starting.Name] = _lives.GetValueOrDefault(starting.Name) + 1;
                _restarts.Remove(starting.Name);
                _states[starting.Name] = starting.State;
                break;
            case SupervisorStateChanged changed:
                _states[changed.Name] = changed.State;
                break;
            case SupervisorRemoved removed:
                _states.Remove(removed.Name);
                break;
            case TreeEnded:
                _ended = true;
                break;
        }
    }

    private static void CheckDependencies(StartNode start, SupervisorSnapshot snapshot)
    {
        foreach (var line in Rig.All(snapshot).Where(line => start.Spec.DependsOn.Contains(line is NodeSnapshot node ? node.Spec.Name : line.Name)))
            Assert.True(IsServing(line), $"{start.Name} starts while {line.Name} is {line.State}");

        static bool IsServing(TreeSnapshot line) => line.State == NodeState.Completed
            || (line is SupervisorSnapshot supervisor ? Lifecycle.IsAlive(line.State) && supervisor.Children.All(IsServing) : line.State == NodeState.Ready);
    }

    /// <summary>A temporary node that a person asked for may start again, once more, in the same life of its supervisor.</summary>
    private void Allow(Input input)
    {
        NodeName? target = input switch
        {
            StartChild start => start.Target,
            RestartChild restart => restart.Target,
            ScaleChild scale => scale.Child,
            AddChild add => add.Spec.Name,
            _ => null,
        };
        foreach (var (name, (spec, _)) in _temporaryStarts.ToArray())
        {
            if (name == target || spec == target)
                _temporaryStarts.Remove(name);
        }
    }

    private void CheckTemporary(StartNode start, Dictionary<NodeName, SupervisorSnapshot> homes)
    {
        if (start.Spec.Restart != RestartType.Temporary || !homes.TryGetValue(start.Name, out var home))
            return;
        var life = (home.Name, _lives.GetValueOrDefault(home.Name));
        Assert.False(
            _temporaryStarts.TryGetValue(start.Name, out var earlier) && earlier == (start.Spec.Name, life),
            $"a temporary child is never restarted: {start.Name}#{start.Incarnation}");
        _temporaryStarts[start.Name] = (start.Spec.Name, life);
    }

    private void CheckIntensity(NodeDown down, RestartPlan plan, TimeSpan now, Dictionary<NodeName, SupervisorSnapshot> homes)
    {
        var home = homes[down.Name].Name;
        if (!_restarts.TryGetValue(home, out var stamps))
            _restarts[home] = stamps = [];
        stamps.Add(now);
        var inWindow = stamps.Count(stamp => stamp >= now - plan.Period);
        Assert.True(inWindow <= plan.Intensity, $"more restarts than intensity in {home}: {inWindow}");
        Assert.True(plan.Count >= inWindow && plan.Count <= plan.Intensity, $"the plan counts what happened in {home}: {plan} seen={inWindow}");
    }

    private static void CheckSupervisor(SupervisorSnapshot supervisor)
    {
        if (supervisor.State is NodeState.Starting or NodeState.Ready)
            Assert.True(supervisor.Restarts <= supervisor.Spec.Intensity);
        Assert.NotEqual(NodeState.Hung, supervisor.State);
        Assert.True(Lifecycle.IsAlive(supervisor.State) || supervisor.Standbys.Count == 0, $"a standby outlives {supervisor.Name}");
        foreach (var child in supervisor.Standbys.GroupBy(standby => standby.Child))
        {
            // A child that was scaled away to nothing, or is being removed, has no line any more that could say how many it wants.
            if (supervisor.Spec.Children.OfType<ChildSpec>().SingleOrDefault(spec => spec.Name == child.Key) is { } spec)
                Assert.True(child.Count(standby => standby.IsReady) <= spec.Standby, $"more standbys than wanted: {child.Key}");
        }
        foreach (var child in supervisor.Children)
        {
            Assert.True(Lifecycle.IsAlive(supervisor.State) || !Lifecycle.IsAlive(child.State), $"{child.Name} outlives {supervisor.Name}");
            Assert.Equal(child.State == NodeState.Backoff, child.RetryDue is not null);
            Assert.Equal(child.State == NodeState.Ready, child.ReadySince is not null);
        }
    }

    private static void Collect(SupervisorSnapshot supervisor, Dictionary<NodeName, SupervisorSnapshot> homes)
    {
        foreach (var child in supervisor.Children)
        {
            homes[child.Name] = supervisor;
            if (child is SupervisorSnapshot nested)
                Collect(nested, homes);
        }
    }
}
