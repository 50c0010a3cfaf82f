namespace ActorIpc.Nodes;

/// <summary>
/// Marks the handler of a request that sends the reply itself, by <c>Sender.Tell</c> or <c>PipeTo</c>, now or later, here or in another actor; then its type need not say so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RepliesLaterAttribute : Attribute;
