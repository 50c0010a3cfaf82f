using ActorIpc.Links;

namespace ActorIpc.Benchmarking.Links;

/// <summary>The peer's side of a measured link: counts records, and answers a record of one byte with the count so far.</summary>
internal sealed class RecordCounter : ILinkAcceptor
{
    /// <inheritdoc/>
    public LinkDecision Decide(LinkHello hello) => LinkDecision.Accept();

    /// <inheritdoc/>
    public void OnLink(Link link) => link.Start(new Handler(link));

    /// <summary>Counts the records of one link.</summary>
    private sealed class Handler(Link link) : ILinkHandler
    {
        private long _count;

        public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
        {
            if (payload.Length == 1)
                link.TryWrite(BitConverter.GetBytes(_count));
            else
                _count++;
            return LinkFlow.More;
        }

        public void OnEnd(LinkEnd end)
        {
        }
    }
}
