using ActorIpc.Nodes;

namespace ActorIpc.TestNode;

/// <summary>Words to another node without end, some twenty megabytes a second at the most.</summary>
internal static class Babbling
{
    private const int AtOnce = 20;

    private static readonly string Word = new('x', 1_000);

    /// <summary>Does it until the node stops.</summary>
    /// <param name="node">The node.</param>
    /// <param name="to">The other's name.</param>
    public static async Task RunAsync(Node node, string to)
    {
        var other = node.Ref<ITestNode>(to);
        while (!node.Stopping.IsCancellationRequested)
        {
            for (var i = 0; i < AtOnce; i++)
                other.Tell(new Babble(Word));
            await Task.Delay(1);
        }
    }
}
