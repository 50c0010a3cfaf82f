using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>Nodes that do not mean the same by a message do not get to exchange one.</summary>
public sealed class ContractTests : HostTests
{
    [Fact]
    public async Task Up_NodesOfDifferentContracts_SaysTheDifferenceAndExits7()
    {
        var topology = TestTopology.Write(Scratch, $"a {{ executable = $TESTNODE }}\n b {{ executable = \"{BuildOutput.UpgradedNode}\", depends-on = [a] }}");
        var (code, _, error) = await ActoripcProcess.RunAsync(Scratch, "up", topology);
        Assert.True(code == 7, $"exit code {code}: {error}");
        Assert.Contains("contract mismatch in ActorIpc.TestNode.ITestNode, test-node", error, StringComparison.Ordinal);
        Assert.Contains("ActorIpc.TestNode.Echoed.Incarnation: long in b#1, int in a#1", error, StringComparison.Ordinal);
        Assert.Contains("ActorIpc.TestNode.Echoed.Version: string in b#1 only", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_UpgradedOneAfterTheOther_FailAtOnceUntilAllAre()
    {
        // The programs are replaced while they run, as a deployment does.
        var program = Scratch.PathOf("deployed");
        File.CreateSymbolicLink(program, Path.GetDirectoryName(BuildOutput.TestNode)!);
        var executable = Path.Combine(program, "test-node");
        var host = await StartAsync(Child("a") with { Executable = executable }, Child("b") with { Executable = executable });
        File.Delete(program);
        File.CreateSymbolicLink(program, Path.GetDirectoryName(BuildOutput.UpgradedNode)!);

        Signals.Send((await NodeAsync("b")).Pid!.Value, "KILL");
        var failed = await NodeAsync("b", node => node.State == NodeState.Failed);
        Assert.Equal(2, failed.Incarnation);
        Assert.False(host.Completion.IsCompleted);

        // Once nobody is left that speaks as before, what all are restarted with is right: also when both are restarted at the same time.
        await Task.WhenAll(host.RestartNodeAsync(new NodeName("a")), host.RestartNodeAsync(new NodeName("b"))).WaitAsync(Patience);
        await NodeAsync("a", node => node is { State: NodeState.Ready, Incarnation: 2 });
        await NodeAsync("b", node => node is { State: NodeState.Ready, Incarnation: 3 });
    }
}
