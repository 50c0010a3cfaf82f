namespace ActorIpc.Channels.Ends;

/// <summary>The life of an end. docs/channels.md draws it.</summary>
internal enum EndState
{
    /// <summary>It has no link: before its first peer, or between two lives of it.</summary>
    Waiting,

    /// <summary>It has a link, and the peer's first record has not come.</summary>
    Greeting,

    /// <summary>Items flow.</summary>
    Flowing,

    /// <summary>Of a reader: COMPLETE has come, everything is here; the peer is needed no more but to hear of it.</summary>
    Draining,

    /// <summary>It is over: finished, failed or given up.</summary>
    Ended,
}
