namespace ActorIpc.Links.Rings;

/// <summary>What a producer says when it will write nothing more.</summary>
internal enum CloseCode
{
    /// <summary>It has not closed.</summary>
    Open = 0,

    /// <summary>Everything it accepted is in the stream.</summary>
    Drained = 1,

    /// <summary>Its user cut the link.</summary>
    Aborted = 2,

    /// <summary>It found that this side broke a rule.</summary>
    Violation = 3,

    /// <summary>Its graceful close took too long.</summary>
    TimedOut = 4,

    /// <summary>Its handler threw.</summary>
    HandlerFailed = 5,
}
