using Akka.Cluster.Sharding;

namespace PlainAkkaCluster;

/// <summary>Puts an item into a cart.</summary>
/// <param name="Cart">The cart's name.</param>
/// <param name="Item">The item.</param>
public sealed record AddItem(string Cart, string Item);

/// <summary>Finds the cart of an order, and the shard of a cart.</summary>
public sealed class CartExtractor() : HashCodeMessageExtractor(maxNumberOfShards: 30)
{
    /// <inheritdoc/>
    public override string? EntityId(object message) => (message as AddItem)?.Cart;
}
