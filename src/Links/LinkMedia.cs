namespace ActorIpc.Links;

/// <summary>The media a process allows its links, in the order in which they are tried.</summary>
[Flags]
public enum LinkMedia
{
    /// <summary>None: only valid as "not stated".</summary>
    None = 0,

    /// <summary>Shared memory in a sealed memfd: nothing on disk, no directory quota, no truncation by the peer.</summary>
    Memfd = 1,

    /// <summary>Shared memory in a file of the segment directory.</summary>
    SegmentFile = 2,

    /// <summary>The records over the Unix socket.</summary>
    UnixSocket = 4,

    /// <summary>Everything a rendezvous by name can lead to. TCP is never taken by itself: a request names an endpoint.</summary>
    All = Memfd | SegmentFile | UnixSocket,
}
