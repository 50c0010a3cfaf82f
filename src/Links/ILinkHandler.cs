namespace ActorIpc.Links;

/// <summary>
/// Takes what a link delivers. Every call comes from the link's reader thread, one at a time, and that thread serves other links too: a handler never
/// blocks. It may write to any link. An exception it throws ends its link (<see cref="LinkEndKind.HandlerFailed"/>) and nothing else.
/// </summary>
public interface ILinkHandler
{
    /// <summary>Takes one whole record.</summary>
    /// <param name="payload">The record's bytes: a private copy that the peer cannot change, valid until this call returns.</param>
    /// <returns>Whether the record was taken and whether another may come.</returns>
    LinkFlow OnRecord(ReadOnlySpan<byte> payload);

    /// <summary>The records that were waiting have been delivered, or the link's turn is over: the moment to pass a batch on.</summary>
    void OnBatchEnd()
    {
    }

    /// <summary>After a write was refused at the spill bound: there is room again.</summary>
    void OnWritable()
    {
    }

    /// <summary>The link has ended; the last call. Everything the peer published before its end was delivered first, unless this side ended the link itself.</summary>
    /// <param name="end">Why.</param>
    void OnEnd(LinkEnd end);
}
