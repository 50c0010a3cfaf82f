using ActorIpc.Hosting.References;
using ActorIpc.Messages.Control;
using Akka.Actor;
using Akka.Routing;

namespace ActorIpc.Tests.Hosting.References;

/// <summary>Recipes of actors that another process is to follow.</summary>
public sealed class PropsReadingTests
{
    [Fact]
    public void Props_OfAConstructor_AreTypeFileAndArguments()
    {
        var prefix = "x";
        var actor = PropsReading.Read(Props.Create(() => new Some(prefix, 5)));
        Assert.Equal($"{typeof(Some).FullName}, ActorIpc.Tests", actor.Type);
        Assert.Equal(typeof(Some).Assembly.Location, actor.AssemblyPath);
        Assert.Equal([ActorArgument.Of("x"), ActorArgument.Of(5)], actor.Arguments);
        Assert.Equal(2, PropsReading.Read(Props.Create<Some>("x", 5)).Arguments.Count);
    }

    [Fact]
    public void Props_WithWhatCannotBeTold_AreRefused()
    {
        var some = Props.Create<Some>("x", 5);
        Assert.All(
            [
                some.WithDispatcher("other"), some.WithMailbox("other"), some.WithRouter(new RoundRobinPool(2)), some.WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy),
                Props.CreateBy(new Producer()),
            ],
            props => Assert.Contains("in another process", Assert.Throws<ArgumentException>(() => PropsReading.Read(props)).Message, StringComparison.Ordinal));
        var problem = Assert.Throws<ArgumentException>(() => PropsReading.Read(Props.Create<Some>("x", new object())));
        Assert.Contains($"argument 1 of the actor's constructor cannot be written: actor={typeof(Some)}", problem.Message, StringComparison.Ordinal);
    }

    private sealed class Some(string prefix, object number) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell($"{prefix}{number}");
    }

    private sealed class Producer : IIndirectActorProducer
    {
        public Type ActorType => typeof(Some);

        public ActorBase Produce() => new Some("x", 5);

        public void Release(ActorBase actor)
        {
        }
    }
}
