namespace ActorIpc.Links;

/// <summary>Who is at the other end: what it said in its HELLO or WELCOME, and what the kernel says of it.</summary>
public sealed record LinkPeer
{
    /// <summary>The peer's <see cref="LinkRuntime.Instance"/>: one life of one process.</summary>
    public required Guid Instance { get; init; }

    /// <summary>The full address the peer gives for itself; empty when it gave none.</summary>
    public required string Address { get; init; }

    /// <summary>The number its user gave it (the UID of its actor system), 0 when none.</summary>
    public required long SystemUid { get; init; }

    /// <summary>The peer's process id, from the kernel; 0 over TCP and when it lives in a pid namespace that is not visible from here.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The peer's user id, from the kernel; -1 over TCP.</summary>
    public required int UserId { get; init; }

    /// <summary>The bytes its user put into the handshake, at most <see cref="LinkOptions.MaxHandshakeData"/>.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }
}
