namespace ActorIpc.Links;

/// <summary>
/// Room for one record, to be written in place: in the ring itself when that has it in one piece, else in a buffer. Holds the link's writer gate until it is
/// published or disposed: keep it short, stay on the thread, and do not call the same link's other writing members inside. A claim that is disposed without
/// <see cref="TryPublish"/> is abandoned and leaves no trace.
/// </summary>
public ref struct LinkClaim
{
    private Link? _link;
    private readonly bool _inPlace;

    internal LinkClaim(Link link, Span<byte> bytes, bool inPlace)
    {
        _link = link;
        _inPlace = inPlace;
        Bytes = bytes;
    }

    /// <summary>The room. The peer may be able to see what is written here: write, do not read back.</summary>
    public Span<byte> Bytes { get; }

    /// <summary>Makes the first <paramref name="length"/> bytes a record and lets other writers in.</summary>
    /// <returns>False: the spill is at its bound.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than was claimed.</exception>
    /// <exception cref="InvalidOperationException">It has been published or abandoned.</exception>
    public bool TryPublish(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Bytes.Length);
        var link = _link ?? throw new InvalidOperationException("a claim is published once");
        _link = null;
        return link.PublishClaim(Bytes[..length], _inPlace);
    }

    /// <summary>Gives the room up, unless it was published.</summary>
    public void Dispose()
    {
        _link?.AbandonClaim();
        _link = null;
    }
}
