using System.Text;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Reports;

namespace ActorIpc.Benchmarking;

/// <summary>What every number of a report means: printed by <c>--explain</c>, repeated by docs/benchmarks.md.</summary>
public static class BenchmarkExplanation
{
    /// <summary>What holds for all rows.</summary>
    internal static IReadOnlyList<string> Rules { get; } =
    [
        "Two operating-system processes: the one that measures and a peer, the same program. Each path between actors has a pair of actor systems of its own, alike but "
            + "for the path's configuration: ActorIpc's tickless scheduler; strings, integers and byte arrays by Akka's own serializers, records by ActorIpc's "
            + "allow-listed ones; so the transport is the only difference.",
        "A round measures every row once, the paths one after the other for each figure, every second round in the reverse order. The first round is warm-up and not "
            + "counted; at least three follow, and a row's numbers are the medians over them. Before each measurement both processes collect their garbage, and the load "
            + "runs for a moment before it is counted. Nothing of one row is under way while another is measured.",
        "msgs_per_s: messages counted between two looks at a clock while all senders are at work, divided by the time between the looks.",
        "cpu_us_per_msg: processor time, user and kernel, of both processes in that time, whatever they did, divided by the messages. alloc_bytes_per_msg: the same of "
            + "the managed memory they allocated (GC.GetTotalAllocatedBytes).",
        "size: bytes of one message as its serializer writes it, envelopes and headers of the path not counted.",
        "ratios: a path's median divided by that of tcp in the same run: throughput_1_pair, throughput_10_pairs, cpu_per_msg (10 pairs) with strings, deployed_1_pair, "
            + "deployed_10_pairs, ask_p50, ask_p99, large_64k (bytes_per_s). For what is not Akka, by that of uds-json: one_way_64b, one_way_64b_batch_64, round_trip_p50.",
    ];

    /// <summary>What the crash figures mean.</summary>
    internal static string Crash { get; } =
        "crash: one node (the word count's counter, idle) under a host in the measuring process, without any backoff. A tenth of a second after it is Ready it is killed with SIGKILL. "
        + "node_down: from just before the signal to the moment the host's program has the event NodeDown. ready_cold: from just before the signal to its event NodeReady of "
        + "the next incarnation, a new process. terminated: to the Terminated of an actor in a third actor system, with lanes, that watches the node's guardian of user actors. "
        + "ready_standby: as ready_cold, under a host that keeps one warm standby, when that waits. That the last life is over before the next has its name "
        + "is checked at every kill. The first two kills of each are not counted.";

    /// <summary>What the figures of meshes mean.</summary>
    internal static string Mesh { get; } =
        "mesh: nodes of one kind, each a process of its own, all with lanes as on the path lane, every one with every other: a sender actor for each other node keeps 50 strings of "
        + "16 letters under way to an echo actor of its own there. A mesh of one exchanges them inside of its process, without lanes. The measuring process only looks. Each "
        + "size has new processes; half of its time goes before it is counted, the rest is three stretches, of which the medians are taken. msgs_per_s: messages of "
        + "both directions, of all nodes. msgs_per_cpu_s: the same for each second of processor time, user and kernel, that all nodes' processes used meanwhile. threads: the most any of the processes "
        + "had. reserved_mb: shared memory that all nodes' links reserve, lanes and Akka.Remote's associations beside them, each segment once. rss_mb: resident memory of a process, "
        + "shared pages it has touched included, the median.";

    /// <summary>The text.</summary>
    /// <param name="paths">The names of the paths to explain.</param>
    /// <param name="crash">True: the crash figures as well.</param>
    /// <param name="mesh">True: the figures of meshes as well.</param>
    public static string Text(IReadOnlyList<string> paths, bool crash, bool mesh)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var text = new StringBuilder();
        text.AppendLine("RULES");
        foreach (var rule in Rules)
            text.AppendLine($"- {rule}");
        text.AppendLine().AppendLine("PATHS");
        foreach (var path in BenchmarkPaths.All.Where(path => paths.Contains(path.Name)))
            text.AppendLine($"- {path.Name}: {path.Definition}");
        text.AppendLine().AppendLine("FIGURES");
        foreach (var (name, definition) in Figures.Definitions)
            text.AppendLine($"- {name}: {definition}");
        if (crash)
            text.AppendLine($"- {Crash}");
        if (mesh)
            text.AppendLine($"- {Mesh}");
        return text.ToString();
    }
}
