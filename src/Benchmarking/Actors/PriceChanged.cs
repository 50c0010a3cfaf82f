using ActorIpc.Messages;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>The protocol of the measured actors.</summary>
public interface IBenchmark : IProtocol;

/// <summary>A small message, such as programs send: the payload <c>hyperion</c>. Public because it travels.</summary>
/// <param name="Symbol">What has a price.</param>
/// <param name="Sequence">A number.</param>
/// <param name="Price">The price.</param>
/// <param name="At">When, in milliseconds.</param>
public sealed record PriceChanged(string Symbol, long Sequence, double Price, long At) : IMessage<IBenchmark>;
