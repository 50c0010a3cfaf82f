using System.Diagnostics;
using System.Security.Cryptography;
using ActorIpc.Hosting.Standbys;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting.Processes;

/// <summary>How far one life of a node has come.</summary>
internal enum RunPhase
{
    /// <summary>The process is being started; only the identity is known.</summary>
    Spawning,

    /// <summary>The process exists and has not presented itself: <see cref="NodeRun.Process"/> is valid from here on.</summary>
    Presenting,

    /// <summary>It has its name: <see cref="NodeRun.Control"/> and <see cref="NodeRun.Address"/> are valid from here on.</summary>
    Adopted,

    /// <summary>It can serve.</summary>
    Ready,

    /// <summary>Its process has ended, perhaps not yet its group.</summary>
    Ended,
}

/// <summary>One life of a node as the host knows it. Confined to the supervisor actor.</summary>
internal sealed class NodeRun(NodeName name, ChildSpec spec, int incarnation)
{
    private readonly TaskCompletionSource _presented = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _unwanted = new();

    /// <summary>The node's name.</summary>
    public NodeName Name { get; } = name;

    /// <summary>The child spec it comes from, as it is now.</summary>
    public ChildSpec Spec { get; set; } = spec;

    /// <summary>Which life this is.</summary>
    public int Incarnation { get; } = incarnation;

    /// <summary>The one-time secret only this process knows.</summary>
    public string Cookie { get; private init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>How far it has come.</summary>
    public RunPhase Phase { get; private set; } = RunPhase.Spawning;

    /// <summary>The process; null exactly while it is being started.</summary>
    public INodeProcess? Process { get; private set; }

    /// <summary>The node's control actor; null exactly before it is adopted.</summary>
    public IActorRef? Control { get; private set; }

    /// <summary>The address of the node's actor system; null exactly before it is adopted.</summary>
    public string? Address { get; private set; }

    /// <summary>The standby that takes over, or has taken over, this life; null: it was started with a process of its own.</summary>
    public long? Standby { get; private init; }

    /// <summary>True while a standby is to take over and has not said that it did: what happens to it now is not the node's doing.</summary>
    public bool IsTakingOver { get; private set; }

    /// <summary>One hash over <see cref="Contract"/>; empty exactly before the node is adopted.</summary>
    public string ContractHash { get; private set; } = "";

    /// <summary>What the node speaks; empty before it is adopted.</summary>
    public IReadOnlyList<ContractPart> Contract { get; private set; } = [];

    /// <summary>True once it was left unanswered because nodes that speak otherwise are still ending.</summary>
    public bool WaitsForOldContract { get; set; }

    /// <summary>When the start was asked for, as a <see cref="Stopwatch"/> time stamp.</summary>
    public long StartedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>When it became Ready, as a <see cref="Stopwatch"/> time stamp; 0 exactly before that.</summary>
    public long ReadyAt { get; private set; }

    /// <summary>True while the process of the life before is not gone: nothing is told to this one, and nothing asked of it.</summary>
    public bool IsHeldBack { get; set; }

    /// <summary>True once it has been asked to stop.</summary>
    public bool StopAsked { get; private set; }

    /// <summary>Completes when the process has presented itself.</summary>
    public Task Presented => _presented.Task;

    /// <summary>Cancelled when no process is to be started for it any more.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>The job's failure as the node said it; null when it said none.</summary>
    public string? JobFailure { get; set; }

    /// <summary>Why the host itself ended it; null when it did not.</summary>
    public ExitReason? EndedByHost { get; set; }

    /// <summary>Its answers to pings.</summary>
    public Pulse Pulse { get; } = new();

    /// <summary>What it says of its lanes with them.</summary>
    public LaneWatch Lanes { get; } = new();

    /// <summary>The node's name and life, as in logs.</summary>
    public string Label => $"{Name}#{Incarnation}";

    /// <summary>A life that a standby takes over.</summary>
    /// <param name="standby">The standby, which waits for a name.</param>
    /// <param name="name">The node's name.</param>
    /// <param name="spec">The child spec it comes from.</param>
    /// <param name="incarnation">Which life it is.</param>
    public static NodeRun TakenOver(StandbyRun standby, NodeName name, ChildSpec spec, int incarnation) => new(name, spec, incarnation)
    {
        Cookie = standby.Cookie,
        Process = standby.Process,
        Control = standby.Control,
        Address = standby.Hello!.Address,
        ContractHash = standby.Hello.ContractHash,
        Contract = standby.Hello.Contract,
        Phase = RunPhase.Adopted,
        Standby = standby.Number,
        IsTakingOver = true,
    };

    /// <summary>The standby has said that it has taken over, or whatever else only a node says.</summary>
    public void TookOver() => IsTakingOver = false;

    /// <summary>The process has been started.</summary>
    public void Spawned(INodeProcess process)
    {
        Debug.Assert(Phase == RunPhase.Spawning, "a process is started once in a life");
        Process = process;
        Phase = RunPhase.Presenting;
    }

    /// <summary>The process has proved to be this life and gets its name.</summary>
    public void Adopt(IActorRef control, Hello hello)
    {
        Debug.Assert(Phase == RunPhase.Presenting, "only a process that has presented itself is adopted, once");
        Control = control;
        Address = hello.Address;
        ContractHash = hello.ContractHash;
        Contract = hello.Contract;
        Phase = RunPhase.Adopted;
        _presented.TrySetResult();
    }

    /// <summary>The node has said Ready.</summary>
    public void BecomeReady()
    {
        Debug.Assert(Phase == RunPhase.Adopted, "only an adopted node becomes ready");
        TookOver();
        ReadyAt = Stopwatch.GetTimestamp();
        Phase = RunPhase.Ready;
    }

    /// <summary>It is asked to stop.</summary>
    public void AskToStop()
    {
        StopAsked = true;
        if (Process is null)
            _unwanted.Cancel();
    }

    /// <summary>The host itself ends the life, now.</summary>
    /// <param name="reason">Why; the first reason stays.</param>
    public void EndBecause(ExitReason reason)
    {
        Debug.Assert(Process is not null, "the host ends only a life that has a process; one that has none is asked to stop");
        EndedByHost ??= reason;
        Process?.Kill();
    }

    /// <summary>The process has ended, or could not be started.</summary>
    public void End() => Phase = RunPhase.Ended;
}
