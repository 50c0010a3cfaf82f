using System.Diagnostics;
using System.Security.Cryptography;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting.Standbys;

/// <summary>How far a standby has come.</summary>
internal enum StandbyPhase
{
    /// <summary>The process is being started.</summary>
    Spawning,

    /// <summary>The process exists and has not presented itself: <see cref="StandbyRun.Process"/> is valid from here on.</summary>
    Presenting,

    /// <summary>It has presented itself and warms up: <see cref="StandbyRun.Control"/> and <see cref="StandbyRun.Hello"/> are valid from here on.</summary>
    Warming,

    /// <summary>It waits for a name.</summary>
    Ready,

    /// <summary>It is a node's process: <see cref="StandbyRun.Life"/> is valid from here on.</summary>
    Taken,
}

/// <summary>A standby's process as the host knows it. Confined to the supervisor actor, save <see cref="OnLine"/>.</summary>
/// <param name="child">The name of its child spec.</param>
/// <param name="spec">What it was started as.</param>
/// <param name="number">Which of the host's standbys it is.</param>
internal sealed class StandbyRun(NodeName child, ChildSpec spec, long number)
{
    /// <summary>How many lines are kept for the life that it takes over one day.</summary>
    public const int KeptLines = 256;

    private readonly TaskCompletionSource _presented = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _unwanted = new();
    private readonly Lock _gate = new();
    private readonly Queue<(string Text, bool IsError)> _lines = new(); // what it wrote before its life began
    private bool _hasBegun; // its life; from then on its lines are handed on at once

    /// <summary>The name of its child spec.</summary>
    public NodeName Child => child;

    /// <summary>What it was started as.</summary>
    public ChildSpec Spec => spec;

    /// <summary>Which of the host's standbys it is.</summary>
    public long Number => number;

    /// <summary>The one-time secret only this process knows.</summary>
    public string Cookie { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>How far it has come.</summary>
    public StandbyPhase Phase { get; private set; } = StandbyPhase.Spawning;

    /// <summary>The process; null exactly while it is being started.</summary>
    public INodeProcess? Process { get; private set; }

    /// <summary>Its control actor; null exactly before it presented itself.</summary>
    public IActorRef? Control { get; private set; }

    /// <summary>What it said of itself; null exactly before it presented itself.</summary>
    public Hello? Hello { get; private set; }

    /// <summary>When the start was asked for, as a <see cref="Stopwatch"/> time stamp.</summary>
    public long StartedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>True once it is not wanted any more.</summary>
    public bool StopAsked { get; private set; }

    /// <summary>Completes when the process has presented itself.</summary>
    public Task Presented => _presented.Task;

    /// <summary>Cancelled when no process is to be started for it any more.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Why the host itself ended it; null when it did not.</summary>
    public ExitReason? EndedByHost { get; private set; }

    /// <summary>Its answers to pings.</summary>
    public Pulse Pulse { get; } = new();

    /// <summary>The life it has taken over; null exactly before that.</summary>
    public NodeRun? Life { get; private set; }

    /// <summary>What it is called where a node has its name and life.</summary>
    public string Label => $"{child} standby {number}";

    /// <summary>The process has been started.</summary>
    public void Spawned(INodeProcess process)
    {
        Debug.Assert(Phase == StandbyPhase.Spawning, "a process is started once in a standby");
        Process = process;
        Phase = StandbyPhase.Presenting;
        if (StopAsked)
            process.Kill(); // That was decided before there was anything to kill.
    }

    /// <summary>The process has proved to be this standby.</summary>
    public void Present(IActorRef control, Hello hello)
    {
        Debug.Assert(Phase == StandbyPhase.Presenting, "a standby presents itself once");
        Control = control;
        Hello = hello;
        Phase = StandbyPhase.Warming;
        _presented.TrySetResult();
    }

    /// <summary>It can take over.</summary>
    public void BecomeReady()
    {
        Debug.Assert(Phase == StandbyPhase.Warming, "a standby becomes ready once, after it presented itself");
        Phase = StandbyPhase.Ready;
    }

    /// <summary>It is not wanted any more: it has nothing to finish.</summary>
    public void Stop()
    {
        StopAsked = true;
        if (Process is { } process)
            process.Kill();
        else
            _unwanted.Cancel();
    }

    /// <summary>The host ends it, now, as no use.</summary>
    /// <param name="reason">Why; the first reason stays.</param>
    public void EndBecause(ExitReason reason)
    {
        Debug.Assert(Process is not null, "the host ends only a standby that has a process; one that has none is stopped");
        EndedByHost ??= reason;
        Process?.Kill();
    }

    /// <summary>It becomes a node's process.</summary>
    /// <param name="life">The life.</param>
    public void BecomeLife(NodeRun life)
    {
        Debug.Assert(Phase == StandbyPhase.Ready, "only a standby that waits takes over");
        Life = life;
        Phase = StandbyPhase.Taken;
    }

    /// <summary>Its life begins: what it wrote before is what that life wrote first.</summary>
    /// <param name="onLine">Takes its lines.</param>
    public void Begin(Action<NodeRun, string, bool> onLine)
    {
        Debug.Assert(Phase == StandbyPhase.Taken, "only a standby that was taken begins a life");
        lock (_gate)
        {
            foreach (var (text, isError) in _lines)
                onLine(Life!, text, isError);
            _lines.Clear();
            _hasBegun = true;
        }
    }

    /// <summary>A line of its output; called on the process's own threads.</summary>
    /// <param name="text">The line.</param>
    /// <param name="isError">True when it came on standard error.</param>
    /// <param name="onLine">Takes the line when it is a life's.</param>
    public void OnLine(string text, bool isError, Action<NodeRun, string, bool> onLine)
    {
        lock (_gate)
        {
            if (_hasBegun)
            {
                onLine(Life!, text, isError);
                return;
            }
            if (_lines.Count == KeptLines)
                _lines.Dequeue();
            _lines.Enqueue((text, isError));
        }
    }
}
