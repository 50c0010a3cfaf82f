using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes;
using ActorIpc.Nodes.Lifelines;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Nodes;

/// <summary>A node's side of the control protocol, with the test in the host's place.</summary>
public sealed class ControlActorTests : TestKit
{
    private static readonly NodeName Name = new("counter");

    public ControlActorTests()
        : base("actoripc.node.handshake-timeout = 30s")
    {
    }

    [Fact]
    public async Task Messages_WithoutWhatTheyMustHave_AreDroppedAndTheNodeLives()
    {
        ((ExtendedActorSystem)Sys).SystemActorOf(Props.Create(() => new Forwarder(TestActor)), ControlProtocol.HostActor);
        var lifetime = new NodeLifetime();
        var launch = new Launch(ControlProtocol.Version, "cookie", Environment.ProcessId, $"akka://{Sys.Name}", Sys.Name, "");
        var control = Sys.ActorOf(Props.Create(() => new ControlActor(launch, lifetime, _ => Task.CompletedTask)));
        await ExpectMsgAsync<Hello>();

        await DropsAsync(control, new Adopt(Name, Name.Value, 1, null!));
        await DropsAsync(control, new Refused(null!, IsContractMismatch: false));
        control.Tell(new Adopt(Name, Name.Value, 1, new DirectoryChanged(1, [])), TestActor);
        await FishForMessageAsync<Ready>(ready => ready.Name == Name);
        await DropsAsync(control, new DirectoryChanged(2, null!));
        await DropsAsync(control, new DirectoryChanged(2, [null!]));
        await DropsAsync(control, new Stop(TimeSpan.FromSeconds(1), null!));

        // It is the same life: one that had failed would present itself anew, and not know its name.
        control.Tell(new Ping(7, 1, 0), TestActor);
        Assert.Equal((Name, 7L), await FishForMessageAsync<Pong>(_ => true) is var pong ? (pong.Name, pong.Sequence) : default);
        Assert.False(lifetime.Stopping.IsCancellationRequested);
    }

    private Task DropsAsync(IActorRef control, object message) =>
        EventFilter.Warning(contains: "is not whole").ExpectOneAsync(() =>
        {
            control.Tell(message, TestActor);
            return Task.CompletedTask;
        });

    private sealed class Forwarder(IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) => target.Forward(message);
    }
}
