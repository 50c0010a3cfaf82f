namespace ActorIpc.Links;

/// <summary>
/// Several records, one publication and one bell. Holds the link's writer gate from <see cref="Link.BeginBatch"/> to <see cref="Dispose"/>: keep it short, stay on the
/// thread, and do not call the same link's other writing members inside.
/// </summary>
public ref struct LinkBatch
{
    private Link? _link;

    internal LinkBatch(Link link) => _link = link;

    /// <summary>Adds a record.</summary>
    /// <returns>False: the link is not open, or its spill is at its bound.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The record is longer than <see cref="Link.MaxMessage"/>.</exception>
    public readonly bool TryAdd(ReadOnlySpan<byte> payload, RecordClass recordClass = RecordClass.Data) => TryAdd(payload, default, recordClass);

    /// <summary>Adds a record of two parts.</summary>
    /// <returns>False: the link is not open, or its spill is at its bound.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The record is longer than <see cref="Link.MaxMessage"/>.</exception>
    public readonly bool TryAdd(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, RecordClass recordClass = RecordClass.Data) =>
        _link is { } link && link.WriteInBatch(header, payload, recordClass);

    /// <summary>Publishes what was added and lets other writers in.</summary>
    public void Dispose()
    {
        _link?.EndBatch();
        _link = null;
    }
}
