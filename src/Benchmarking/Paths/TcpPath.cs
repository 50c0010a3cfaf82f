using Akka.Configuration;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>Akka.Remote as it comes.</summary>
internal sealed class TcpPath : ActorPath
{
    /// <summary>Its name: the others are compared with it.</summary>
    public const string PathName = "tcp";

    /// <inheritdoc/>
    public override string Name => PathName;

    /// <inheritdoc/>
    public override string Definition =>
        "Akka.Remote over DotNetty TCP on 127.0.0.1 between two processes, frames of up to 4 MiB and buffers of 4 MiB on both sides, as nodes have them.";

    /// <inheritdoc/>
    protected override Config ConfigIn(string folder) => ConfigurationFactory.ParseString("akka.actor.provider = remote");
}
