using ActorIpc.Messages;
using MemoryPack;

namespace ActorIpc.Benchmarking.Actors;

/// <summary><see cref="PriceChanged"/> for MemoryPack: the payload <c>memorypack</c>. Public because it travels.</summary>
/// <param name="Symbol">What has a price.</param>
/// <param name="Sequence">A number.</param>
/// <param name="Price">The price.</param>
/// <param name="At">When, in milliseconds.</param>
[MemoryPackable]
public sealed partial record PackedPriceChanged(string Symbol, long Sequence, double Price, long At) : IMessage<IBenchmark>;
