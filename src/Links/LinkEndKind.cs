namespace ActorIpc.Links;

/// <summary>The kinds of end a link can come to.</summary>
public enum LinkEndKind
{
    /// <summary>This side closed: gracefully, so that everything accepted on either side was delivered, or by <see cref="Link.Abort"/>.</summary>
    LocalClose,

    /// <summary>The peer closed its end; everything it had written was delivered.</summary>
    PeerClosed,

    /// <summary>The kernel closed the peer's socket without a close by the peer: its process ended. Everything it had published was delivered.</summary>
    PeerDied,

    /// <summary>The peer's bytes broke a rule: the detail says which, what was expected and what came.</summary>
    ProtocolViolation,

    /// <summary>A graceful close did not finish within its time.</summary>
    TimedOut,

    /// <summary>This side's handler threw.</summary>
    HandlerFailed,
}
