using ActorIpc.Links;

namespace ActorIpc.SystemTests.Links;

/// <summary>Takes a peer's numbered records and checks each.</summary>
internal sealed class Receiver : ILinkHandler
{
    private int _count;

    public Receiver(Link link)
    {
        Link = link;
        link.Start(this);
    }

    public Link Link { get; }

    public int Count => Volatile.Read(ref _count);

    public bool InOrder { get; private set; } = true;

    public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
    {
        InOrder &= BitConverter.ToInt32(payload) == _count && payload[4..].IndexOfAnyExcept((byte)_count) < 0;
        Volatile.Write(ref _count, _count + 1);
        return LinkFlow.More;
    }

    public void OnEnd(LinkEnd end)
    {
    }

    /// <summary>Writes numbered records as fast as the link takes them.</summary>
    public void Flood(int count)
    {
        var record = new byte[64];
        for (var number = 0; number < count; number++)
        {
            record.AsSpan().Fill((byte)number);
            BitConverter.TryWriteBytes(record, number);
            while (!Link.TryWrite(record))
            {
                if (!Link.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
                    return;
            }
        }
    }
}
