using ActorIpc.Remoting;
using Akka.Configuration;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>The configuration of the measured actor systems, but for what makes a path.</summary>
internal static class BenchmarkConfig
{
    /// <summary>The same scheduler, serializers and limits for all paths, so that the transport is the only difference.</summary>
    public static Config Common()
    {
        using var stream = typeof(BenchmarkConfig).Assembly.GetManifestResourceStream("benchmark.conf")
            ?? throw new InvalidOperationException("the resource benchmark.conf is missing from ActorIpc.Benchmarking");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd())
            .WithFallback(RemotingConfig.Scheduler())
            .WithFallback(RemotingConfig.Reference());
    }
}
