using System.Text;
using ActorIpc.Links;
using ActorIpc.Serialization.Formats;
using Akka.Actor;
using Akka.Serialization;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// The writing end of a lane. A message is serialised on the thread that tells it and written as one record; its recipient, its sender and its type are numbers, each
/// defined once before its first use. The tables are read and changed under the link's writer gate, so a definition is always before its use in the stream.
/// </summary>
/// <param name="link">The link; the lane owns it.</param>
/// <param name="system">The actor system.</param>
internal sealed class LaneSender(Link link, ExtendedActorSystem system)
{
    private const int MaxHeader = LaneRecord.MessageHeader + (2 * LaneRecord.MaxText);

    [ThreadStatic]
    private static byte[]? _scratch;

    private readonly LanePayloads _payloads = new(system);
    private readonly LaneTable<object> _paths = new(LaneRecord.Paths, ReferenceEqualityComparer.Instance);
    private readonly LaneTable<string> _manifests = new(LaneRecord.Manifests, StringComparer.Ordinal);

    /// <summary>The link.</summary>
    public Link Link => link;

    /// <summary>Messages written.</summary>
    public long Messages { get; private set; }

    /// <summary>The longest message, in bytes.</summary>
    public int MaxPayload => link.MaxMessage - MaxHeader;

    /// <summary>Sends a message. One that cannot be serialised is reported, and it alone is lost.</summary>
    public LaneOutcome TrySend(LaneActorRef recipient, object message, IActorRef? sender)
    {
        try
        {
            return Write(recipient, message, sender);
        }
        catch (Exception failure)
        {
            recipient.Report(failure);
            return LaneOutcome.Sent;
        }
    }

    private LaneOutcome Write(LaneActorRef recipient, object message, IActorRef? sender)
    {
        var serializer = system.Serialization.FindSerializerFor(message);
        if (!LanePayloads.WritesToOutput(serializer, message))
            return Add(recipient, message, sender, serializer, _payloads.ToArray(serializer, message));
        var output = MessageOutput.Rent();
        try
        {
            _payloads.Write(serializer, message, output);
            return Add(recipient, message, sender, serializer, output.Written);
        }
        finally
        {
            output.Return();
        }
    }

    private LaneOutcome Add(LaneActorRef recipient, object message, IActorRef? sender, Serializer serializer, ReadOnlySpan<byte> payload)
    {
        var manifest = AkkaSerialization.ManifestFor(serializer, message);
        if (payload.Length > MaxPayload)
        {
            recipient.ReportOversized(message, payload.Length, MaxPayload);
            return LaneOutcome.Sent;
        }
        var scratch = _scratch ??= new byte[MaxHeader];
        using var batch = link.BeginBatch();
        var length = WriteHeader(scratch, batch, recipient, sender, serializer.Identifier, manifest);
        if (length > 0 && batch.TryAdd(scratch.AsSpan(0, length), payload))
        {
            Messages++; // under the writer gate
            return LaneOutcome.Sent;
        }
        return link.IsOpen ? LaneOutcome.Full : LaneOutcome.Closed;
    }

    /// <summary>Writes a message's header, after the definitions it needs; 0 when there is no room for those.</summary>
    private int WriteHeader(byte[] header, in LinkBatch batch, LaneActorRef recipient, IActorRef? sender, int serializer, string manifest)
    {
        // First, so that no id of this message is forgotten by the next one's definition.
        if (!_manifests.TryMakeRoom(batch) || !_paths.TryMakeRoom(batch))
            return 0;
        byte flags = 0;
        var length = LaneRecord.MessageHeader;
        uint manifestId = 0;
        if (manifest.Length > 0 && !_manifests.TryGet(manifest, out manifestId) && !_manifests.TryDefine(manifest, manifest, batch, out manifestId))
            return 0;
        uint recipientId;
        if (recipient.IsTemporary)
        {
            flags |= LaneRecord.RecipientIsText;
            recipientId = PutText(header, ref length, recipient.PathText);
        }
        else if (!_paths.TryGet(recipient, out recipientId) && !_paths.TryDefine(recipient, recipient.PathText, batch, out recipientId))
        {
            return 0;
        }
        uint senderId = 0;
        if (sender is null || sender.IsNobody())
        {
            flags |= LaneRecord.NoSender;
        }
        else if (_paths.TryGet(sender, out senderId))
        {
            // Known, so not temporary.
        }
        else if (LaneRoute.HeadOf(sender.Path) == LaneRoute.Temporary)
        {
            flags |= LaneRecord.SenderIsText;
            senderId = PutText(header, ref length, TextOf(sender));
        }
        else if (!_paths.TryDefine(sender, TextOf(sender), batch, out senderId))
        {
            return 0;
        }
        LaneRecord.WriteMessage(header, flags, serializer, manifestId, recipientId, senderId);
        return length;
    }

    private string TextOf(IActorRef reference) =>
        AkkaSerialization.WithTransport(system, reference, static actor => AkkaSerialization.SerializedActorPath(actor));

    private static uint PutText(byte[] header, ref int length, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text, header.AsSpan(length, LaneRecord.MaxText));
        length += bytes;
        return (uint)bytes;
    }
}
