namespace ActorIpc.Channels.Protocol;

/// <summary>The first byte of a record of a channel; docs/channels.md has the rest.</summary>
internal enum RecordKind : byte
{
    /// <summary>Listener: this link is the channel's. Its first record.</summary>
    Accepted = 1,

    /// <summary>Reader: session and next sequence it knows. Its first record.</summary>
    Ready = 2,

    /// <summary>Writer: its session and the sequence of the first item that counts. Its first record.</summary>
    Begin = 3,

    /// <summary>Writer: items.</summary>
    Items = 4,

    /// <summary>Writer: no more items; it has a sequence number of its own.</summary>
    Complete = 5,

    /// <summary>Reader: how far it has taken and acknowledged.</summary>
    Acknowledge = 6,

    /// <summary>Reader: it takes nothing more, and why.</summary>
    Stop = 7,
}
