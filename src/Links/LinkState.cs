namespace ActorIpc.Links;

/// <summary>The life of a link.</summary>
internal enum LinkState
{
    /// <summary>Writes are taken; records are delivered.</summary>
    Open,

    /// <summary>Writes are not taken; what was accepted leaves, what the peer published is delivered. The reason to report is set.</summary>
    Closing,

    /// <summary>The medium is gone; the end is set.</summary>
    Ended,
}
