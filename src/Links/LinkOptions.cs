namespace ActorIpc.Links;

/// <summary>
/// What a process allows its links. The initial values are the documented defaults; the configuration keys <c>actoripc.links.*</c> mirror them.
/// <see cref="Validate"/> reports every error at once.
/// </summary>
public sealed record LinkOptions
{
    /// <summary>The smallest ring a link may have, in bytes.</summary>
    public const int MinRing = 4 * 1024;

    /// <summary>The largest ring a link may have, in bytes.</summary>
    public const int MaxRing = 256 * 1024 * 1024;

    /// <summary>The most bytes a user may put into HELLO or WELCOME.</summary>
    public const int MaxHandshakeData = 4 * 1024;

    /// <summary>The longest full address, in UTF-8 bytes.</summary>
    public const int MaxAddress = 1024;

    /// <summary><c>runtime-directory</c>: sockets and locks. Null: see <see cref="Links.RuntimeDirectory"/>.</summary>
    public string? RuntimeDirectory { get; init; }

    /// <summary><c>segment-directory</c>: file segments, used when a memfd cannot be had. Null: <c>/dev/shm/actoripc-UID</c>. Both processes must have the same.</summary>
    public string? SegmentDirectory { get; init; }

    /// <summary><c>media</c>: what links of this process may use.</summary>
    public LinkMedia Media { get; init; } = LinkMedia.All;

    /// <summary><c>ring</c>: capacity of a ring where data flows, in bytes, a power of two. Larger: more bursts without the spill, more memory.</summary>
    public int Ring { get; init; } = 1024 * 1024;

    /// <summary><c>small-ring</c>: capacity of a ring that hardly carries data, and the last size tried when memory is short, in bytes, a power of two.</summary>
    public int SmallRing { get; init; } = 64 * 1024;

    /// <summary><c>segment-budget</c>: what all segments made by this process may reserve together, in bytes. The first link may take half, each further one
    /// a quarter of what is left, so a mesh of sixteen fits 64 MiB by taking smaller rings; a link that finds nothing left uses the socket.</summary>
    public long SegmentBudget { get; init; } = 4L * 1024 * 1024;

    /// <summary><c>max-message</c>: the longest message, in bytes. The smaller of the two sides' values counts.</summary>
    public int MaxMessage { get; init; } = 4 * 1024 * 1024;

    /// <summary><c>spill-limit</c>: how many bytes may wait in one link's spill before a write is refused.</summary>
    public long SpillLimit { get; init; } = 64L * 1024 * 1024;

    /// <summary><c>spill-limit-process</c>: the same for all links of the process together.</summary>
    public long SpillLimitProcess { get; init; } = 256L * 1024 * 1024;

    /// <summary><c>control-reserve</c>: what <see cref="RecordClass.Control"/> records may use above the bounds, per link, in bytes.</summary>
    public long ControlReserve { get; init; } = 64 * 1024;

    /// <summary><c>reader-threads</c>: threads that serve the links. Null: half the processors, at least one.</summary>
    public int? ReaderThreads { get; init; }

    /// <summary><c>idle-spin</c>: how long a reader thread yields between two looks at empty rings before it arms the bells and blocks. Longer: fewer bells
    /// under load; zero: block at once.</summary>
    public TimeSpan IdleSpin { get; init; } = TimeSpan.FromMicroseconds(40);

    /// <summary><c>handshake-timeout</c>: for each step of a handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>pending-handshakes</c>: how many may be under way at one listener; further connectors are told that it is busy.</summary>
    public int PendingHandshakes { get; init; } = 64;

    /// <summary><c>close-timeout</c>: how long a graceful close may take before it is cut.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of reader threads these options stand for.</summary>
    public int EffectiveReaderThreads => ReaderThreads ?? Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Every error in these options, each as <c>rule: name=value</c>; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate() => LinkOptionsRules.Check(this);
}
