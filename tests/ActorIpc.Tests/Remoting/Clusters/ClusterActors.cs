using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace ActorIpc.Tests.Remoting.Clusters;

/// <summary>For an entity of a shard region.</summary>
/// <param name="Entity">Its name.</param>
/// <param name="Number">Counts up.</param>
public sealed record ForEntity(string Entity, int Number);

/// <summary>What an entity was told.</summary>
/// <param name="Life">Which of the entity's lives.</param>
/// <param name="Number">The message.</param>
public sealed record Told(Guid Life, int Number);

/// <summary>Finds the entity of a message; as many shards as a few members need.</summary>
internal sealed class EntityExtractor() : HashCodeMessageExtractor(12)
{
    public override string? EntityId(object message) => (message as ForEntity)?.Entity;
}

/// <summary>Notes what it is told, in a list that belongs to the test, and answers with its member's address.</summary>
internal sealed class Entity : ReceiveActor
{
    private readonly Guid _life = Guid.NewGuid();

    public Entity(ConcurrentQueue<Told> told)
    {
        var address = Akka.Cluster.Cluster.Get(Context.System).SelfAddress.ToString();
        Receive<ForEntity>(message =>
        {
            told.Enqueue(new Told(_life, message.Number));
            Sender.Tell(address);
        });
    }
}

/// <summary>Keeps what it gets, and from whom.</summary>
internal sealed class Keeper : ReceiveActor
{
    public Keeper(ConcurrentQueue<(object Message, IActorRef Sender)> kept) => ReceiveAny(message => kept.Enqueue((message, Sender)));
}

/// <summary>Answers with its own address.</summary>
internal sealed class Host : ReceiveActor
{
    public Host() => ReceiveAny(_ => Sender.Tell(Akka.Cluster.Cluster.Get(Context.System).SelfAddress.ToString()));
}
