namespace ActorIpc.Messages.WordCount;

/// <summary>A piece of a manifest: from the source, which proposes it, and from the collector, which tells a new source what was agreed.</summary>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="ManifestId">The <see cref="Manifest.Id"/>.</param>
/// <param name="Part">The piece's number, from 0; they are sent in order.</param>
/// <param name="Parts">How many pieces there are; at least 1.</param>
/// <param name="Files">The piece's files.</param>
public sealed record ManifestPart(string RunId, int ManifestId, int Part, int Parts, ManifestFile[] Files) : IMessage<ISource>, IMessage<ICollector>;
