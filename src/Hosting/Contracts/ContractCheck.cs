using ActorIpc.Hosting.Processes;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Contracts;

/// <summary>
/// Whether a process that presents itself speaks as the nodes that live: nodes that both know a part of a protocol must know the same. Nothing is
/// remembered of the dead, so that whatever all users of a protocol are restarted with is right.
/// </summary>
/// <param name="Difference">What is different, on one line; null exactly when nothing is.</param>
/// <param name="IsEarly">True when it differs only from nodes that are ending: when they have ended it will not.</param>
internal readonly record struct ContractCheck(string? Difference, bool IsEarly)
{
    /// <summary>What a person does about a difference.</summary>
    public const string Fix = "restart all nodes that use the protocol, with programs built from the same messages";

    /// <summary>Compares.</summary>
    /// <param name="label">What the process is called.</param>
    /// <param name="run">The life it claims to be; null: it is a standby.</param>
    /// <param name="hash">The hash over what it speaks.</param>
    /// <param name="contract">What it speaks.</param>
    /// <param name="runs">The lives that have not ended.</param>
    public static ContractCheck Of(string label, NodeRun? run, string hash, IReadOnlyList<ContractPart> contract, IEnumerable<NodeRun> runs)
    {
        string? early = null;
        foreach (var other in runs)
        {
            if (other == run || other.Phase is not (RunPhase.Adopted or RunPhase.Ready) || other.ContractHash == hash)
                continue;
            if (ContractDifference.Between(label, contract, other.Label, other.Contract) is not { } difference)
                continue;
            if (other is { StopAsked: false, EndedByHost: null })
                return new ContractCheck(difference, IsEarly: false);
            early ??= difference;
        }
        return new ContractCheck(early, IsEarly: early is not null);
    }
}
