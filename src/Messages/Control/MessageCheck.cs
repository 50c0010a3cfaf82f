namespace ActorIpc.Messages.Control;

/// <summary>
/// Whether a control message has all that it must have. Formats can write null wherever a reference stands, a host ends when its supervisor fails and a node whose control actor fails is given up;
/// and what claims to be a node, or a host, may be anybody who can reach the port.
/// </summary>
public static class MessageCheck
{
    /// <summary>The first member that is missing.</summary>
    /// <param name="message">What came: a message of <see cref="IHostControl"/> or <see cref="INodeControl"/>; of anything else nothing is known, and nothing missing.</param>
    /// <returns>The member's name; null when none is missing.</returns>
    public static string? Missing(object message) => message switch
    {
        Hello hello => Missing(hello),
        Pong { Lanes.Changes: null } => nameof(LaneReport.Changes),
        Pong { Lanes.Changes: var changes } when changes.Any(change => change is not { Peer: not null, Reason: not null }) => nameof(LaneReport.Changes),
        JobFailed { Reason: null } => nameof(JobFailed.Reason),
        ProgressReported { Unit: null } => nameof(ProgressReported.Unit),
        ProgressReported { Note: null } => nameof(ProgressReported.Note),
        Adopt { Spec: null } => nameof(Adopt.Spec),
        Adopt { Directory: null } => nameof(Adopt.Directory),
        Adopt { Directory: var directory } => Missing(directory),
        DirectoryChanged { Nodes: null } => nameof(DirectoryChanged.Nodes),
        DirectoryChanged { Nodes: var nodes } when nodes.Any(node => node is not { Spec: not null }) => nameof(DirectoryChanged.Nodes),
        Refused { Reason: null } => nameof(Refused.Reason),
        Stop { Reason: null } => nameof(Stop.Reason),
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
