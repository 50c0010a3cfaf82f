namespace ActorIpc.Links;

/// <summary>Why there is no link, or no listener. The numbers travel in REJECT.</summary>
public enum LinkFailure : ushort
{
    /// <summary>Nobody listens under that name.</summary>
    NoListener = 1,

    /// <summary>The two libraries have no protocol version in common; the text names both.</summary>
    VersionMismatch = 2,

    /// <summary>The peer belongs to another user.</summary>
    OtherUser = 3,

    /// <summary>The listener at that socket has another address (two names with one hash, or a foreign program).</summary>
    WrongAddress = 4,

    /// <summary>The listener has no acceptor for that purpose.</summary>
    NotServed = 5,

    /// <summary>The acceptor refused; the text is its reason.</summary>
    Refused = 6,

    /// <summary>Not now: too many handshakes are under way at the listener, or its acceptor says so. Trying again makes sense.</summary>
    Busy = 7,

    /// <summary>A step of the handshake did not come in time; the text names it.</summary>
    TimedOut = 8,

    /// <summary>The peer's bytes broke a rule; the text says which.</summary>
    ProtocolViolation = 9,

    /// <summary>The peer went away during the handshake.</summary>
    PeerDied = 10,

    /// <summary>None of the allowed media could be had; the text says why for each.</summary>
    NoMedium = 11,

    /// <summary>Another listener holds that name.</summary>
    NameInUse = 12,

    /// <summary>The runtime or segment directory cannot be used; the text says what is wrong with it.</summary>
    BadDirectory = 13,

    /// <summary>The listener address is not a loopback address.</summary>
    NotLoopback = 14,

    /// <summary>The runtime or the listener is being closed.</summary>
    ShuttingDown = 15,
}
