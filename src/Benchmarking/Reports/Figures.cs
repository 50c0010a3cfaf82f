namespace ActorIpc.Benchmarking.Reports;

/// <summary>What is measured on a path; each with its definition, which <c>--explain</c> prints and docs/benchmarks.md repeats.</summary>
internal static class Figures
{
    /// <summary>See <see cref="Definitions"/>.</summary>
    public const string Throughput = "throughput";

    /// <summary>See <see cref="Definitions"/>.</summary>
    public const string ThroughputDeployed = "throughput-deployed";

    /// <summary>See <see cref="Definitions"/>.</summary>
    public const string Ask = "ask";

    /// <summary>See <see cref="Definitions"/>.</summary>
    public const string Large = "large";

    /// <summary>See <see cref="Definitions"/>.</summary>
    public const string OneWay = "one-way";

    /// <summary>See <see cref="Definitions"/>.</summary>
    public const string OneWayBatch = "one-way-batch-64";

    /// <summary>See <see cref="Definitions"/>.</summary>
    public const string RoundTrip = "round-trip";

    /// <summary>Name and definition, in the order of measurement.</summary>
    public static IReadOnlyList<(string Name, string Definition)> Definitions { get; } =
    [
        (Throughput, "Ping-pong: each sender actor keeps 50 messages under way to an echo actor of its own, which sends back what it gets; messages of "
            + "both directions are counted, for 1 and for 10 pairs, with a string of 16 letters and with a small record of a protocol, by Hyperion and by "
            + "MemoryPack (hyperion, memorypack)."),
        (ThroughputDeployed, "The same with strings, to echo actors that the measuring process has deployed into the peer (RemoteScope), as Akka's own "
            + "RemotePingPong does. Not on in-process."),
        (Ask, "Sequential Ask: a task asks an echo actor with a string and awaits the answer before it asks again; p50, p99 and p999 of the round trips, "
            + "each from before Ask to after its await; msgs_per_s counts question and answer."),
        (Large, "One way: a sender actor keeps 32 byte arrays of 64 KiB, or of 1 MiB, under way to an actor that answers each with an integer (a credit); "
            + "bytes_per_s and msgs_per_s count the arrays alone. On in-process a reference travels and no byte is copied."),
        (OneWay, "A thread writes items as fast as they are taken; counted when the receiver says that it has seen them all. ring: records of 64 bytes, "
            + "each published by itself; the writer yields its processor while the ring is full. uds-json: items as lines, of about 64 bytes (json), or the "
            + "item that a channel carries as 68 bytes of MemoryPack (record); written when the 64 KiB buffer is full or nothing more is to be written. channel: items of about 64 bytes, 1 KiB and 64 KiB through ChannelWriter.TryWrite and, where there is no "
            + "room, WaitToWriteAsync; the reader makes an object of each. unmanaged: a struct. hyperion, json (source-generated): a record of a number, a fraction, a "
            + "text and a time, as uds-json has it. memorypack: the same with two fractions and a number more. protobuf: google.protobuf.Any. The ratio one_way_64b of a channel is memorypack's at 64 bytes to the very same item as JSON (record), of a ring that to as many bytes (json)."),
        (OneWayBatch, "The same, 64 records published together."),
        (RoundTrip, "One item at a time, the answer awaited before the next. ring: a record of 1 byte, answered with 8 bytes by the peer's handler on its "
            + "reader thread. uds-json: 64 bytes echoed, async reads and writes on both sides."),
    ];

    /// <summary>Where a figure stands in the order of measurement.</summary>
    /// <param name="name">Its name.</param>
    public static int OrderOf(string name) => Definitions.TakeWhile(figure => figure.Name != name).Count();
}
