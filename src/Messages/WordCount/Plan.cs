namespace ActorIpc.Messages.WordCount;

/// <summary>The source asks what is to be done. It asks whenever it or the collector is new, and again until it is answered.</summary>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="ManifestId">The manifest the source has, 0 for none; the collector sends its own unless it is the same.</param>
public sealed record RequestPlan(string RunId, int ManifestId) : IMessage<ICollector>;

/// <summary>The collector has no manifest yet: the source has to look at the input and propose one.</summary>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="Collector">The incarnation of the collector that answers.</param>
public sealed record ManifestWanted(string RunId, int Collector) : IMessage<ISource>;

/// <summary>What is left to be counted. It is the truth: what the source believed before no longer counts.</summary>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="Collector">The incarnation of the collector that answers; a predecessor's plan is void.</param>
/// <param name="ManifestId">The manifest the positions are of; a source that has another asks again.</param>
/// <param name="Remaining">
/// Begin and end (exclusive) of each range of positions that is not covered, ascending. Gaps arise in the source's window only, so there are
/// at most about as many as the window has chunks.
/// </param>
public sealed record PlanGiven(string RunId, int Collector, int ManifestId, long[] Remaining) : IMessage<ISource>;
