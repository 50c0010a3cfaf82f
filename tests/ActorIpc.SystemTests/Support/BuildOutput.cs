namespace ActorIpc.SystemTests.Support;

/// <summary>Where the programs under test are, in the configuration these tests were built in.</summary>
internal static class BuildOutput
{
    /// <summary>The folder that holds ActorIpc.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The <c>actoripc</c> program.</summary>
    public static string Actoripc { get; } = Program("src/Host", "actoripc");

    /// <summary>The node that misbehaves on command.</summary>
    public static string TestNode { get; } = Program("tests/TestNode", "test-node");

    /// <summary>The same after an upgrade that changed its messages.</summary>
    public static string UpgradedNode { get; } = Program("tests/UpgradedNode", "test-node");

    /// <summary>The other end of links, which dies, stops or floods on command.</summary>
    public static string LinkPeer { get; } = Program("tests/LinkPeer", "link-peer");

    /// <summary>A plain member of a cluster.</summary>
    public static string AkkaPeer { get; } = Program("tests/AkkaPeer", "akka-peer");

    /// <summary>The sample of a plain Akka.Remote program.</summary>
    public static string PlainAkka { get; } = Program("samples/plain-akka", "plain-akka");

    /// <summary>The sample of a plain Akka.Cluster program.</summary>
    public static string PlainAkkaCluster { get; } = Program("samples/plain-akka-cluster", "plain-akka-cluster");

    /// <summary>The other end of a channel, which reads, writes or dies on command.</summary>
    public static string ChannelPeer { get; } = Program("tests/ChannelPeer", "channel-peer");

    /// <summary>The sending one of the sample's two programs.</summary>
    public static string Sender { get; } = Program("samples/two-programs/sender", "sender");

    /// <summary>The receiving one.</summary>
    public static string Receiver { get; } = Program("samples/two-programs/receiver", "receiver");

    /// <summary>A file of the project.</summary>
    /// <param name="path">Its path below the root.</param>
    public static string File(string path) => Path.Combine(Root, path);

    private static string Program(string project, string name)
    {
        // .../tests/ActorIpc.SystemTests/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name, name);
        return System.IO.File.Exists(path) ? path : throw new FileNotFoundException($"build the solution first: path={path}");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "ActorIpc.sln")))
                return folder.FullName;
        }
        throw new FileNotFoundException($"ActorIpc.sln is in no folder above the tests: path={AppContext.BaseDirectory}");
    }
}
