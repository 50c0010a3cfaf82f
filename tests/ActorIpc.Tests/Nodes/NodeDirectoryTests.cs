using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Directories;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Nodes;

/// <summary>Who is told of nodes that come and go.</summary>
public sealed class NodeDirectoryTests : TestKit
{
    [Fact]
    public async Task Subscribers_NodesComeAndGo_AreToldOfEachLifeInOrder()
    {
        var directory = NodeDirectory.Get(Sys);
        directory.Apply(new DirectoryChanged(1, [Line("a", 1, NodeState.Ready), Line("b", 0, NodeState.Starting)]));
        directory.Subscribe(TestActor);
        await using var changes = directory.ChangesAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        var told = new List<NodeChange> { changes.Current };

        directory.Apply(new DirectoryChanged(3, [Line("a", 2, NodeState.Ready), Line("b", 1, NodeState.Ready)]));
        directory.Apply(new DirectoryChanged(2, [])); // late: of no interest
        directory.Apply(new DirectoryChanged(4, [Line("a", 2, NodeState.Hung)]));
        NodeChange[] expected =
        [
            new NodeUp(Line("a", 1, NodeState.Ready)),
            new NodeDown(Line("a", 1, NodeState.Ready)),
            new NodeUp(Line("a", 2, NodeState.Ready)),
            new NodeUp(Line("b", 1, NodeState.Ready)),
            new NodeDown(Line("a", 2, NodeState.Ready)),
            new NodeDown(Line("b", 1, NodeState.Ready)),
        ];
        foreach (var change in expected)
            Assert.Equal(change, await ExpectMsgAsync<NodeChange>());
        while (told.Count < expected.Length && await changes.MoveNextAsync())
            told.Add(changes.Current);
        Assert.Equal(expected, told);
    }

    [Fact]
    public async Task ChangesAsync_ActorSystemEnds_Ends()
    {
        var changes = NodeDirectory.Get(Sys).ChangesAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = changes.MoveNextAsync();
        await Sys.Terminate();
        Assert.False(await next);
    }

    private static NodeEntry Line(string name, int incarnation, NodeState state) =>
        new(new NodeName(name), name, incarnation, state == NodeState.Ready ? $"akka.tcp://test@127.0.0.1:{incarnation}" : null, state);
}
