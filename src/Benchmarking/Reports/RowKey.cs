namespace ActorIpc.Benchmarking.Reports;

/// <summary>What a row is about: equal for the same measurement in each round.</summary>
/// <param name="Path">The path's name.</param>
/// <param name="Figure">One of <see cref="Figures"/>.</param>
/// <param name="Payload">What a message is: string, hyperion, bytes, json, unmanaged, memorypack, protobuf.</param>
/// <param name="Size">Its size as it is written, in bytes; without any envelope.</param>
/// <param name="Pairs">Pairs of senders and receivers at work at once.</param>
/// <param name="Window">Messages a sender may have under way; null where nothing bounds them but the path.</param>
internal sealed record RowKey(string Path, string Figure, string Payload, int Size, int Pairs, int? Window)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path} {Figure} {Payload} {Size} B" + (Pairs == 1 ? "" : $" {Pairs} pairs");
}
