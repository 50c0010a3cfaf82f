namespace ActorIpc.Nodes.Deliveries;

/// <summary>A request was not sent: its delivery mode could not keep it.</summary>
/// <param name="message">Why, with the offending values.</param>
public sealed class DeliveryException(string message) : Exception(message);
