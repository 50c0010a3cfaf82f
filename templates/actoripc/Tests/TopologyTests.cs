using System.Reflection;
using ActorIpc.Hosting;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorIpcApp.Tests;

/// <summary>The whole topology, with real processes.</summary>
public sealed class TopologyTests
{
    [Fact]
    public async Task Topology_Run_GreetsTheVisitor()
    {
        var file = typeof(TopologyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Topology").Value!;
        var topology = TopologyLoader.Load(file, [], Path.GetDirectoryName(file)!);
        await using var host = new NodeHost(topology, new HostOptions { Claim = false }, NullLogger.Instance);
        var lines = new List<string>();
        var reading = ReadAsync(host, lines);

        await host.StartAsync(CancellationToken.None);
        var outcome = await host.Completion.WaitAsync(TimeSpan.FromSeconds(60));
        await reading;

        Assert.IsType<TreeOutcome.Completed>(outcome.Tree);
        Assert.Contains("Hello, world! (incarnation 1)", lines);
    }

    private static async Task ReadAsync(NodeHost host, List<string> lines)
    {
        await foreach (var entry in host.Events(CancellationToken.None))
        {
            if (entry is NodeOutput output)
                lines.Add(output.Text);
        }
    }
}
