using System.Buffers.Binary;
using System.Text;
using ActorIpc.Links;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// The reading end of a lane: turns records into messages and tells them, on the link's reader thread, as Akka.Remote's own dispatcher does. A message that cannot be read costs that
/// message; a record that breaks the lane's own rules ends the lane, for nothing after it could be trusted.
/// </summary>
internal sealed class LaneReceiver : ILinkHandler
{
    private readonly LaneDirectory _lanes;
    private readonly RemoteActorRefProvider _provider;
    private readonly Address _from;
    private readonly LanePayloads _payloads;
    private readonly List<PathEntry> _paths = [];
    private readonly List<string> _manifests = [];

    /// <summary>Makes the end of a link that has not been started.</summary>
    public LaneReceiver(LaneDirectory lanes, Link link, RemoteActorRefProvider provider, Address from)
    {
        _lanes = lanes;
        _provider = provider;
        _from = from;
        _payloads = new LanePayloads(lanes.System);
        Link = link;
    }

    /// <summary>Messages read.</summary>
    public long Messages { get; private set; }

    /// <summary>The link.</summary>
    public Link Link { get; }

    /// <inheritdoc/>
    public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
    {
        switch (payload.Length == 0 ? 0 : payload[0])
        {
            case LaneRecord.Message when payload.Length >= LaneRecord.MessageHeader:
                Messages++;
                TakeMessage(payload);
                break;
            case LaneRecord.Define when payload.Length >= LaneRecord.DefineHeader && payload.Length <= LaneRecord.DefineHeader + LaneRecord.MaxText:
                Define(payload);
                break;
            case LaneRecord.Reset when payload.Length == LaneRecord.ResetBytes && payload[1] <= LaneRecord.Manifests:
                if (payload[1] == LaneRecord.Paths)
                    _paths.Clear();
                else
                    _manifests.Clear();
                break;
            default:
                throw Broken($"a record is a message, a definition or a reset: kind={(payload.Length == 0 ? "none" : payload[0])} bytes={payload.Length}");
        }
        return LinkFlow.More;
    }

    /// <inheritdoc/>
    public void OnEnd(LinkEnd end) => _lanes.OnInboundEnded(this, end);

    private static InvalidDataException Broken(string rule) => new(rule);

    private void Define(ReadOnlySpan<byte> record)
    {
        var id = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
        var text = Encoding.UTF8.GetString(record[LaneRecord.DefineHeader..]);
        var known = record[1] == LaneRecord.Paths ? _paths.Count : _manifests.Count;
        if (record[1] > LaneRecord.Manifests || id != known + 1 || known == LaneRecord.TableSize)
            throw Broken($"ids are defined one after the other, {LaneRecord.TableSize} at the most: table={record[1]} id={id} defined={known}");
        if (record[1] == LaneRecord.Paths)
            _paths.Add(new PathEntry(text));
        else
            _manifests.Add(text);
    }

    private void TakeMessage(ReadOnlySpan<byte> record)
    {
        var flags = record[1];
        var serializer = BinaryPrimitives.ReadInt32LittleEndian(record[4..]);
        var manifestId = BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
        var rest = record[LaneRecord.MessageHeader..];
        if (manifestId > _manifests.Count)
            throw Broken($"a manifest is defined before its first use: id={manifestId} defined={_manifests.Count}");
        var manifest = manifestId == 0 ? null : _manifests[(int)manifestId - 1];
        var recipient = Recipient(record, flags, ref rest);
        var sender = Sender(record, flags, ref rest);
        try
        {
            Dispatch(recipient, _payloads.Read(rest, serializer, manifest), sender ?? _lanes.System.DeadLetters);
        }
        catch (Exception failure)
        {
            _lanes.Log.Unreadable(failure, _from, serializer, manifest);
        }
    }

    private IInternalActorRef Recipient(ReadOnlySpan<byte> record, byte flags, ref ReadOnlySpan<byte> rest)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        if ((flags & LaneRecord.RecipientIsText) != 0)
            return Resolve(Text(number, ref rest));
        var entry = Entry(number);
        // Only who was found is remembered, and only while he lives: an actor created later under the same path is reached.
        if (entry.Reference is { } known && !HasEnded(known))
            return known;
        var found = Resolve(entry.Text);
        entry.Reference = found is LocalActorRef or RepointableActorRef ? found : null;
        return found;
    }

    private IActorRef? Sender(ReadOnlySpan<byte> record, byte flags, ref ReadOnlySpan<byte> rest)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if ((flags & LaneRecord.NoSender) != 0)
            return null;
        if ((flags & LaneRecord.SenderIsText) != 0)
            return Resolve(Text(number, ref rest));
        var entry = Entry(number);
        if (entry.Reference is { } known && !HasEnded(known))
            return known;
        var found = Resolve(entry.Text);
        entry.Reference = found is LaneActorRef or LocalActorRef or RepointableActorRef ? found : null;
        return found;
    }

    private PathEntry Entry(uint id) => id >= 1 && id <= _paths.Count
        ? _paths[(int)id - 1]
        : throw Broken($"a path is defined before its first use: id={id} defined={_paths.Count}");

    private static string Text(uint length, ref ReadOnlySpan<byte> rest)
    {
        if (length > LaneRecord.MaxText || length > rest.Length)
            throw Broken($"a text lies within its record and has at most {LaneRecord.MaxText} bytes: bytes={length} left={rest.Length}");
        var text = Encoding.UTF8.GetString(rest[..(int)length]);
        rest = rest[(int)length..];
        return text;
    }

    /// <summary>Looks the path up anew. Akka's own look-up by text goes through a cache, which keeps the dead; ours is the entry.</summary>
    private IInternalActorRef Resolve(string text)
    {
        if (!ActorPath.TryParse(text, out var path))
            return (IInternalActorRef)_lanes.System.DeadLetters;
        return path is RootActorPath && _provider.HasAddress(path.Address) ? _provider.RootGuardian : (IInternalActorRef)_provider.ResolveActorRef(path);
    }

    private static bool HasEnded(IInternalActorRef reference) =>
#pragma warning disable CS0618 // Obsolete for users, who are to watch; this asks before every message whether a remembered reference is still the right one.
        reference is ActorRefWithCell && reference.IsTerminated;
#pragma warning restore CS0618

    private void Dispatch(IInternalActorRef recipient, object message, IActorRef sender)
    {
        var settings = _provider.RemoteSettings;
        if (settings.LogReceive)
            _lanes.Log.Received(message, recipient, sender);
        switch (recipient)
        {
            case { IsLocal: true } when ReferenceEquals(recipient, _provider.RemoteDaemon):
                // Orders to make actors go the classic way, where they stay in order with system messages and untrusted mode is known.
                _lanes.Log.NotByLane(message, recipient, _from);
                break;
            case { IsLocal: true }:
                Deliver(recipient, message, sender, settings);
                break;
            case IRemoteRef or RepointableActorRef when !settings.UntrustedMode && _provider.HasAddress(recipient.Path.Address):
                recipient.Tell(message, sender);
                break;
            default:
                _lanes.Log.NotLocal(message, recipient, _from);
                break;
        }
    }

    private void Deliver(IInternalActorRef recipient, object message, IActorRef sender, RemoteSettings settings)
    {
        switch (message)
        {
            case ActorSelectionMessage selection when settings.UntrustedMode
                && (!settings.TrustedSelectionPaths.Contains("/" + string.Join('/', selection.Elements.Select(element => element.ToString())))
                    || selection.Message is IPossiblyHarmful
                    || !recipient.Equals(_provider.RootGuardian)):
                _lanes.Log.Untrusted(selection.Message, recipient, _from);
                break;
            case ActorSelectionMessage selection:
                new ActorSelection(recipient, selection.Elements).Tell(selection.Message, sender);
                break;
            case IPossiblyHarmful when settings.UntrustedMode:
                _lanes.Log.Untrusted(message, recipient, _from);
                break;
            case ISystemMessage:
                _lanes.Log.NotByLane(message, recipient, _from);
                break;
            default:
                recipient.Tell(message, sender);
                break;
        }
    }

    /// <summary>A path that has a number.</summary>
    /// <param name="text">The path, address and all.</param>
    private sealed class PathEntry(string text)
    {
        public string Text { get; } = text;

        /// <summary>Null: not found yet, or not any more.</summary>
        public IInternalActorRef? Reference { get; set; }
    }
}
