using ActorIpc.Links;

namespace ActorIpc.LinkPeer;

/// <summary>One link's traffic: numbered records out, numbered records in, checked.</summary>
/// <param name="link">The link.</param>
internal sealed class PeerTraffic(Link link) : ILinkHandler
{
    private const int RecordBytes = 64;

    private int _received;
    private bool _inOrder = true;

    public static void Begin(Link link, PeerCommand command)
    {
        Console.WriteLine($"opened {link.Medium} {link.OutboundRing} {link.MediumNote}");
        var traffic = new PeerTraffic(link);
        link.Start(traffic);
        if (command.Write != 0)
            new Thread(() => traffic.Write(command)) { IsBackground = true }.Start();
    }

    public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
    {
        var number = BitConverter.ToInt32(payload);
        if (number == -1)
        {
            // A question: how many so far?
            link.TryWrite(BitConverter.GetBytes(_received));
            return LinkFlow.More;
        }
        _inOrder &= number == _received && payload[4..].IndexOfAnyExcept((byte)number) < 0;
        _received++;
        return LinkFlow.More;
    }

    public void OnEnd(LinkEnd end) => Console.WriteLine($"end {end.Kind} {_received} {(_inOrder ? "ordered" : "DISORDERED")} {end.Detail}");

    private void Write(PeerCommand command)
    {
        var record = new byte[RecordBytes];
        for (var number = 0; number != command.Write && link.IsOpen; number++)
        {
            record.AsSpan().Fill((byte)number);
            BitConverter.TryWriteBytes(record, number);
            while (!link.TryWrite(record) && link.IsOpen)
                link.WaitToWriteAsync().AsTask().GetAwaiter().GetResult();
        }
        if (command.Close)
            link.CloseAsync();
    }
}
