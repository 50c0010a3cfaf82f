using Akka.Actor;
using Akka.Cluster;

namespace PlainAkkaCluster;

/// <summary>One cart, an entity of the shard region: knows its items, in memory, and says where it lives. An item that is there already is not put in again.</summary>
public sealed class CartActor : ReceiveActor
{
    private readonly HashSet<string> _items = [];

    /// <summary>Makes the actor.</summary>
    public CartActor()
    {
        var here = Cluster.Get(Context.System).SelfAddress;
        Receive<AddItem>(order =>
        {
            _items.Add(order.Item);
            Sender.Tell($"{order.Cart} has {_items.Count} items at {here}");
        });
    }
}
