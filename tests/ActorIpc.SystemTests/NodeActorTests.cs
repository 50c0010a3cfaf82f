using ActorIpc.Hosting;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;
using Akka.Actor;

namespace ActorIpc.SystemTests;

/// <summary>References, in the host's program, to actors that live in nodes of their own.</summary>
public sealed class NodeActorTests : HostTests
{
    private static readonly NodeName Pricing = new("pricing");

    [Fact]
    public async Task Reference_OfANodeThatIsKilled_AnswersAgain()
    {
        // The topology's only node is a generic one, with an actor of an assembly that knows nothing of nodes.
        var host = await StartAsync(new ChildSpec
        {
            Name = Pricing,
            Executable = GenericNode,
            Actor = new ActorSpec { Type = "PlainAkka.PricingActor, plain-akka", AssemblyPath = Path.GetDirectoryName(BuildOutput.PlainAkka)! },
        });
        var (dropping, pricing) = (await host.ActorOfAsync(Pricing), await host.ActorOfAsync(Pricing, Delivery.Buffer(2)));
        var terminated = WatchAsync(pricing);
        Assert.Equal("ab costs 195, question 1", await pricing.Ask<string>("ab", Patience));
        Assert.Equal("ab costs 195, question 2", await dropping.Ask<string>("ab", Patience));

        await KillAsync("pricing");
        var answers = new[] { pricing.Ask<string>("c", Patience), pricing.Ask<string>("d", Patience) };
        var lost = pricing.Ask<string>("e", TimeSpan.FromMilliseconds(100)); // more than the buffer keeps
        var dropped = dropping.Ask<string>("f", TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAsync<AskTimeoutException>(() => lost);
        await Assert.ThrowsAsync<AskTimeoutException>(() => dropped);
        Assert.Equal(["c costs 99, question 1", "d costs 100, question 2"], await Task.WhenAll(answers));
        Assert.Equal("ab costs 195, question 3", await pricing.Ask<string>("ab", Patience));
        Assert.False(terminated.IsCompleted);

        await host.StopNodeAsync(Pricing, "test");
        await terminated.WaitAsync(Patience);
        await Assert.ThrowsAsync<CommandRefusedException>(() => host.ActorOfAsync(Pricing));
        await host.StartNodeAsync(Pricing);
        Assert.Equal("ab costs 195, question 1", await (await host.ActorOfAsync(Pricing, Delivery.Buffer(1))).Ask<string>("ab", Patience));
    }

    [Fact]
    public async Task Spawn_AnActorOfThisProgram_ItAnswersFromItsNodeUntilItIsRemoved()
    {
        var host = await StartAsync(Child("a"));
        var actor = await host.SpawnAsync(
            Props.Create(() => new CountingActor("x y", 7, new[] { TimeSpan.FromSeconds(1), TimeSpan.Zero })), new NodeName("counting"), OwnGenericNode(spec => spec with { Restart = RestartType.Transient }));
        Assert.Equal("hi x y 8 2", await actor.Ask<string>("hi", Patience));
        Assert.Equal(NodeState.Ready, (await NodeAsync("counting")).State);
        var forwarder = host.System.ActorOf(Props.Create(() => new Forwarder(actor)));
        Assert.Equal("forwarded x y 9 2", await forwarder.Ask<string>("forwarded", Patience));

        var terminated = WatchAsync(actor);
        actor.Tell("stop");
        await terminated.WaitAsync(Patience); // an actor that stops itself has completed its transient node
        Assert.Equal(NodeState.Completed, (await NodeAsync("counting", node => node.State == NodeState.Completed)).State);
    }

    [Fact]
    public async Task Spawn_WhatCannotStart_IsRefusedAndLeavesNothing()
    {
        var host = await StartAsync(Child("a"));
        var fails = Props.Create(() => new CountingActor("throw", 7, Array.Empty<TimeSpan>()));
        var refusal = await Assert.ThrowsAsync<CommandRefusedException>(
            () => host.SpawnAsync(fails, new NodeName("b"), OwnGenericNode(spec => spec with { Restart = RestartType.Temporary })));
        Assert.Contains("the node does not run any more: name=b", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<CommandRefusedException>(
            () => host.SpawnAsync(fails, new NodeName("b"), OwnGenericNode(spec => spec with { Actor = spec.Actor! with { Arguments = [new("x")] } })));
        Assert.Contains("no constructor takes the arguments: type=ActorIpc.SystemTests.CountingActor arguments=[x]", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain((await host.StatusAsync()).Nodes, node => node.Name == "b");
        await Assert.ThrowsAsync<ArgumentException>(() => host.SpawnAsync(fails, new NodeName("b"), new SpawnOptions { Delivery = Delivery.Reliable() }));
        refusal = await Assert.ThrowsAsync<CommandRefusedException>(() => host.ActorOfAsync(new NodeName("a")));
        Assert.Contains("hosts no actor: name=a", refusal.Message, StringComparison.Ordinal);
    }

    private static string GenericNode { get; } = Path.Combine(Path.GetDirectoryName(BuildOutput.Actoripc)!, "nodes", ActorSpec.Executable);

    /// <summary>The node that is built with the command, which these tests do not run in.</summary>
    private static SpawnOptions OwnGenericNode(Func<ChildSpec, ChildSpec> configure) => new() { Configure = spec => configure(spec with { Executable = GenericNode }) };

    /// <summary>Kills a node; returns when the host knows, and has told everybody.</summary>
    private async Task KillAsync(string name)
    {
        using var over = new CancellationTokenSource();
        var events = Host.Events(over.Token);
        Signals.Send((await NodeAsync(name)).Pid!.Value, "KILL");
        await FirstAsync<Hosting.Events.NodeDown>(events);
        await Host.StatusAsync();
        await over.CancelAsync();
    }

    private Task WatchAsync(IActorRef actor)
    {
        var terminated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Host.System.ActorOf(Props.Create(() => new Watcher(actor, terminated)));
        return terminated.Task;
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef actor, TaskCompletionSource terminated)
        {
            Context.Watch(actor);
            Receive<Terminated>(_ => terminated.TrySetResult());
        }
    }

    private sealed class Forwarder(IActorRef actor) : UntypedActor
    {
        protected override void OnReceive(object message) => actor.Forward(message);
    }
}
