namespace ActorIpc.SystemTests.Support;

/// <summary>Writes topologies over the test node.</summary>
internal static class TestTopology
{
    /// <summary>Writes a topology.</summary>
    /// <param name="scratch">Where to.</param>
    /// <param name="children">The children, as HOCON; <c>$TESTNODE</c> stands for the test node's path.</param>
    /// <param name="keys">Further keys of the topology, as HOCON.</param>
    /// <returns>The file's path.</returns>
    public static string Write(Scratch scratch, string children, string keys = "") => scratch.Write("trial.conf", $$"""
        actoripc.topology {
          name = trial
          {{keys}}
          children {
            {{children.Replace("$TESTNODE", $"\"{BuildOutput.TestNode}\"", StringComparison.Ordinal)}}
          }
        }
        """);
}
