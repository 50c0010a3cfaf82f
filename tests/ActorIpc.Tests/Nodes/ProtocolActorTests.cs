using ActorIpc.Messages;
using ActorIpc.Nodes;
using ActorIpc.Nodes.Handlers;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Nodes;

public sealed class ProtocolActorTests : TestKit
{
    [Fact]
    public async Task Request_IsAnsweredWithWhatItsHandlerReturns()
    {
        var actor = Sys.ActorOf(Akka.Actor.Props.Create(() => new Till(TestActor)));
        Assert.Equal(new Total(3), await actor.Ask<Total>(new Add(1, 2), Wait));
        Assert.Equal(new Total(7), await actor.Ask<Total>(new AddLater(3, 4), Wait));
        Assert.Equal(new Total(11), await actor.Ask<Total>(new AddElsewhere(5, 6), Wait));
    }

    [Fact]
    public async Task Messages_GoToTheNearestHandler()
    {
        var actor = Sys.ActorOf(Akka.Actor.Props.Create(() => new Till(TestActor)));
        actor.Tell(new Coin(5));
        actor.Tell(new Token(6));
        actor.Tell("a text");
        Assert.Equal("coin 5", await ExpectMsgAsync<string>());
        Assert.Equal("money 6", await ExpectMsgAsync<string>());
        Assert.Equal("text a text", await ExpectMsgAsync<string>());
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        actor.Tell(7);
        Assert.Equal(7, (await ExpectMsgAsync<Akka.Event.UnhandledMessage>()).Message);
    }

    [Fact]
    public async Task AsynchronousHandler_TheNextMessage_WaitsForIt()
    {
        var actor = Sys.ActorOf(Akka.Actor.Props.Create(() => new Till(TestActor)));
        var gate = new TaskCompletionSource();
        actor.Tell(new Hold(gate.Task));
        actor.Tell(new Coin(1));
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        gate.SetResult();
        Assert.Equal("held", await ExpectMsgAsync<string>());
        Assert.Equal("coin 1", await ExpectMsgAsync<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_ThatFails_TellsWhoAskedAndThenItsSupervisor(bool later)
    {
        var actor = Sys.ActorOf(Akka.Actor.Props.Create(() => new Till(TestActor)));
        var error = await Assert.ThrowsAsync<OverflowException>(() => actor.Ask<Total>(later ? new AddLater(int.MaxValue, 1) : new Add(int.MaxValue, 1), Wait));
        Assert.NotNull(error);
        Assert.Equal("restarted", await ExpectMsgAsync<string>());
    }

    [Fact]
    public void Class_WithoutAllHandlers_DoesNotStartAndSaysWhichAreMissing()
    {
        var error = Assert.Throws<IncompleteProtocolException>(() => HandlerTable.Check(typeof(Incomplete), typeof(ITill)));
        Assert.Contains("no method Handle(Coin message)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Handle(Add) returns Void and not Total", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<IncompleteProtocolException>(() => HandlerTable.Check(typeof(Till), typeof(IProtocol)));
        Assert.Contains("another protocol", error.Message, StringComparison.Ordinal);
        HandlerTable.Check(typeof(Till), typeof(ITill));
    }

    private static TimeSpan Wait { get; } = TimeSpan.FromSeconds(10);
}

public interface ITill : IProtocol;

public sealed record Total(int Sum);

public sealed record Add(int A, int B) : IRequest<ITill, Total>;

public sealed record AddLater(int A, int B) : IRequest<ITill, Total>;

public sealed record AddElsewhere(int A, int B) : IRequest<ITill, Total>;

public abstract record Money(int Value) : IMessage<ITill>;

public sealed record Coin(int Value) : Money(Value);

public sealed record Token(int Value) : Money(Value);

internal sealed record Hold(Task Until);

internal sealed class Incomplete : ProtocolActor<ITill>
{
    public void Handle(Add request) => Sender.Tell(request);
}

internal abstract class TillBase : ProtocolActor<ITill>
{
    protected abstract IActorRef Probe { get; }

    public void Handle(Money money) => Probe.Tell($"money {money.Value}");

    private void Handle(string text) => Probe.Tell($"text {text}");
}

internal sealed class Till(IActorRef probe) : TillBase
{
    protected override IActorRef Probe => probe;

    public static Total Sum(int a, int b) => new(checked(a + b));

    public Total Handle(Add request) => Sum(request.A, request.B);

    public async Task<Total> Handle(AddLater request)
    {
        await Task.Yield();
        return Sum(request.A, request.B);
    }

    [RepliesLater]
    public void Handle(AddElsewhere request) => Task.FromResult(Sum(request.A, request.B)).PipeTo(Sender);

    public void Handle(Coin coin) => probe.Tell($"coin {coin.Value}");

    public async Task Handle(Hold hold)
    {
        await hold.Until;
        probe.Tell("held");
    }

    protected override void PostRestart(Exception reason) => probe.Tell("restarted");
}
