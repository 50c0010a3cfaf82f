using ActorIpc.Hosting;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;
using ActorIpc.TestNode;

namespace ActorIpc.SystemTests;

/// <summary>Children that a program adds to its host while it runs, and takes away again.</summary>
public sealed class ChangingTreeTests : HostTests
{
    [Fact]
    public async Task Child_Started_IsSupervisedAndKnownToTheOthers()
    {
        var host = await StartAsync(Child("a"));
        await host.StartAsync(Child("b"));
        var before = await NodeAsync("b");
        Assert.Equal(["trial"], before.Supervisor);
        await EchoThroughAsync("a", "b", incarnation: 1);

        Signals.Send(before.Pid!.Value, "KILL");
        await NodeAsync("b", node => node is { State: NodeState.Ready, Incarnation: 2, Restarts: 1 });
        await EchoThroughAsync("a", "b", incarnation: 2);
    }

    [Fact]
    public async Task Supervisor_Started_BringsItsChildrenInTheirOrder()
    {
        var host = await StartAsync(Child("a"));
        await host.StartAsync(new SupervisorSpec
        {
            Name = new NodeName("workers"),
            Strategy = RestartStrategy.OneForAll,
            Children = [Child("b"), Child("c") with { DependsOn = [new NodeName("b")] }],
        });
        await host.StartAsync(Child("d") with { Instances = 2 }, new NodeName("workers"));
        Assert.Equal(["trial", "workers"], (await NodeAsync("d-2")).Supervisor);
        Signals.Send((await NodeAsync("c")).Pid!.Value, "KILL");
        foreach (var name in new[] { "b", "c", "d-1", "d-2" })
            await NodeAsync(name, node => node is { State: NodeState.Ready, Incarnation: 2 });
        Assert.Equal(1, (await NodeAsync("a")).Incarnation);
    }

    [Fact]
    public async Task Child_Removed_StopsAndIsForgottenAndMayComeBack()
    {
        var host = await StartAsync(Child("a"));
        await host.StartAsync(Child("b"));
        var pid = (await NodeAsync("b")).Pid!.Value;
        await host.RemoveAsync(new NodeName("b"));
        Assert.False(Signals.IsAlive(pid));
        Assert.DoesNotContain((await host.StatusAsync()).Nodes, node => node.Name == "b");
        await Assert.ThrowsAsync<CommandRefusedException>(() => host.StopNodeAsync(new NodeName("b"), "test"));

        await host.StartAsync(Child("b"));
        Assert.Equal(2, (await NodeAsync("b")).Incarnation);
    }

    [Fact]
    public async Task TemporaryChild_Started_GoesWithItsEnd()
    {
        var host = await StartAsync(Child("a"));
        await host.StartAsync(Child("b") with { Restart = RestartType.Temporary });
        Tell(await NodeAsync("b"), new Misbehave("exit:3"));
        await Eventually.True(() => host.StatusAsync().Result.Nodes.All(node => node.Name != "b"), Patience, "b is gone");
        await host.StartAsync(Child("b"));
        await NodeAsync("b");
    }

    [Fact]
    public async Task Child_ThatCannotBe_IsRefusedAndNothingIsChanged()
    {
        var host = await StartAsync(Child("a"));
        await RefusedAsync("name=a", () => host.StartAsync(Child("a")));
        await RefusedAsync("depends-on=nobody", () => host.StartAsync(Child("b") with { DependsOn = [new NodeName("nobody")] }));
        await RefusedAsync("name=nobody", () => host.StartAsync(Child("b"), new NodeName("nobody")));
        await RefusedAsync("there is no such program", () => host.StartAsync(Child("b") with { Executable = "no-such-program" }));
        await RefusedAsync("name=trial", () => host.RemoveAsync(new NodeName("trial")));
        await host.StartAsync(Child("b") with { DependsOn = [new NodeName("a")] });
        await RefusedAsync("depends-on=a", () => host.RemoveAsync(new NodeName("a")));
        Assert.Equal(["a", "b"], (await host.StatusAsync()).Nodes.Select(node => node.Name));
    }

    [Fact]
    public async Task Child_AfterTheHostsEnd_IsRefused()
    {
        var host = await StartAsync(Child("a"));
        host.RequestStop("test");
        await host.Completion.WaitAsync(Patience);
        await RefusedAsync("the host has ended", () => host.StartAsync(Child("b")));
        await RefusedAsync("the host has ended", () => host.StatusAsync());
    }

    private static async Task RefusedAsync(string expected, Func<Task> order) =>
        Assert.Contains(expected, (await Assert.ThrowsAsync<CommandRefusedException>(order)).Message, StringComparison.Ordinal);

    /// <summary>One node reaches another by name, as soon as the directory has told it of the incarnation.</summary>
    private async Task EchoThroughAsync(string from, string to, int incarnation)
    {
        var node = await NodeAsync(from);
        var through = new EchoThrough(new NodeRef<ITestNode>(new NodeName(to)), "hello");
        var echoed = await Eventually.Get(
            () => AskAsync(node, through).ContinueWith(task => task.IsCompletedSuccessfully ? task.Result : null).Result,
            reply => reply is not null && reply.Incarnation == incarnation, Patience, $"an answer of {to}#{incarnation}");
        Assert.Equal(to, echoed!.Node);
    }
}
