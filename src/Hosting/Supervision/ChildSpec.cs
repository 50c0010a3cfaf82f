using System.Globalization;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>What a user declares about one kind of node.</summary>
public sealed record ChildSpec : TreeSpec
{
    /// <summary>The largest number of <see cref="Instances"/>.</summary>
    public const int MaximumInstances = 256;

    /// <summary>The largest number of <see cref="Standby"/>.</summary>
    public const int MaximumStandby = 16;

    /// <summary>
    /// The program: a name is looked for in the <c>nodes/</c> folder beside the host, a path is relative to the topology. Needed, unless there is an <see cref="Actor"/>: then it is
    /// <see cref="ActorSpec.Executable"/>.
    /// </summary>
    public string Executable { get => field ?? (Actor is null ? "" : ActorSpec.Executable); init; }

    /// <summary>The actor that the node hosts, which then needs no program of its own; null: it has one.</summary>
    public ActorSpec? Actor { get; init; }

    /// <summary>Its command line, without the program.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Null: one node that bears the child's name. N: the nodes <c>name-1</c> to <c>name-N</c>, which can be scaled while they run.</summary>
    public int? Instances { get; init; }

    /// <summary>
    /// How many warm standbys it keeps, all its instances together: processes that are started and have shaken hands, and wait for the name of the next life that
    /// is started. None unless told; not for temporary children.
    /// </summary>
    public int Standby { get; init; }

    /// <summary>How it is stopped; after 5 s unless told.</summary>
    public ShutdownPolicy Shutdown { get; init; } = ShutdownPolicy.After(TimeSpan.FromSeconds(5));

    /// <summary>How long it may take from its start to Ready; 30 s unless told.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Environment variables in addition to the host's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The directory it runs in; null: the host's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Bytes of resident memory above which it is killed, an abnormal end; null: none.</summary>
    public long? MemoryCeiling { get; init; }

    /// <summary>Exit codes that are a normal end, besides 0.</summary>
    public IReadOnlyList<int> SuccessCodes { get; init; } = [];

    /// <summary>What happens when it does not answer its pings.</summary>
    public HangPolicy OnHang { get; init; } = HangPolicy.Restart;

    /// <summary>HOCON text laid over the topology's for this child alone.</summary>
    public string Hocon { get; init; } = "";

    /// <summary>The names of its nodes as declared, in order.</summary>
    /// <exception cref="FormatException">An instance's name breaks the rule of <see cref="NodeName"/>; <see cref="SpecValidation"/> finds that before.</exception>
    public IEnumerable<NodeName> NodeNames =>
        Instances is { } count ? Enumerable.Range(1, count).Select(InstanceName) : [Name];

    /// <summary>The name of one instance.</summary>
    /// <param name="index">Its number, from 1.</param>
    /// <exception cref="FormatException">The name breaks the rule of <see cref="NodeName"/>.</exception>
    public NodeName InstanceName(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Name}-{index}"));
}
