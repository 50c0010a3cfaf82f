using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Contracts;

/// <summary>
/// Whether a message of a node has all that it must have. Formats can write null wherever a reference stands, a host ends when its supervisor fails, and what claims to be a node may be
/// anybody who can reach the host's port.
/// </summary>
internal static class MessageCheck
{
    /// <summary>The first member that is missing; null: none is.</summary>
    /// <param name="message">What came.</param>
    public static string? Missing(object message) => message switch
    {
        Hello hello => Missing(hello),
        Pong { Lanes.Changes: null } => nameof(LaneReport.Changes),
        Pong { Lanes.Changes: var changes } when changes.Any(change => change is not { Peer: not null, Reason: not null }) => nameof(LaneReport.Changes),
        JobFailed { Reason: null } => nameof(JobFailed.Reason),
        ProgressReported { Unit: null } => nameof(ProgressReported.Unit),
        ProgressReported { Note: null } => nameof(ProgressReported.Note),
        _ => null,
    };

    private static string? Missing(Hello hello) => hello switch
    {
        { Cookie: null } => nameof(Hello.Cookie),
        { Address: null } => nameof(Hello.Address),
        { ContractHash: null } => nameof(Hello.ContractHash),
        { Contract: null } => nameof(Hello.Contract),
        _ => hello.Contract.Any(part => part is not { Protocol: not null, Assembly: not null, Hash: not null, Text: not null }) ? nameof(Hello.Contract) : null,
    };
}
