using System.Net;
using System.Reflection;
using ActorIpc.Channels.Formats;
using ActorIpc.Channels.Protocol;
using ActorIpc.Links;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorIpc.Channels.Meetings;

/// <summary>What an end needs to know to meet its peer, whatever the items are.</summary>
internal sealed record ChannelTerms
{
    /// <summary>The ring of the direction that carries acknowledgements only, in bytes.</summary>
    private const int BackRing = LinkOptions.MinRing;

    /// <summary>What a message of the link has besides one item: header, length, and the batch before it.</summary>
    private const int Overhead = 64 * 1024;

    public required string Name { get; init; }

    public required ChannelRole Role { get; init; }

    public required ChannelGreeting Greeting { get; init; }

    public required ChannelMedium Medium { get; init; }

    public required IPEndPoint? Endpoint { get; init; }

    public required int Ring { get; init; }

    public required int MaxItem { get; init; }

    public required OnPeerDown OnPeerDown { get; init; }

    public required TimeSpan WaitForPeer { get; init; }

    public required LinkRuntime Links { get; init; }

    public required ChannelLog Log { get; init; }

    /// <summary>The address of a channel: the rendezvous of the link is by this name.</summary>
    public string Address => AddressOf(Name);

    /// <summary>The longest message of its links, in bytes.</summary>
    public int MaxMessage => MaxItem + Overhead;

    public LinkMedia Media => Medium switch
    {
        ChannelMedium.SharedMemory => LinkMedia.Memfd | LinkMedia.SegmentFile,
        ChannelMedium.UnixSocket => LinkMedia.UnixSocket,
        _ => LinkMedia.None,
    };

    public LinkTuning Tuning => new()
    {
        OutboundRing = Role == ChannelRole.Writer ? Ring : BackRing,
        InboundRing = Role == ChannelRole.Writer ? BackRing : Ring,
        MaxMessage = MaxMessage,
        // A writer waits instead of letting its items pile up in the link; an empty spill takes any one record.
        SpillLimit = Role == ChannelRole.Writer ? 0 : BackRing,
    };

    public static string AddressOf(string name) => $"channel://{name}";

    public static ChannelTerms Of<T>(string name, IpcChannelOptions<T> options, ItemFormat<T> format, ChannelRole role) => new()
    {
        Name = name,
        Role = role,
        Greeting = new ChannelGreeting(
            role, options.MaxItem, options.Incarnation, options.Identity ?? Assembly.GetEntryAssembly()?.GetName().Name ?? "program", options.TypeName ?? ItemShape.NameOf(typeof(T)), format.Name),
        Medium = options.Medium,
        Endpoint = options.Endpoint,
        Ring = options.Ring,
        MaxItem = options.MaxItem,
        OnPeerDown = options.OnPeerDown,
        WaitForPeer = options.WaitForPeer,
        Links = options.Links ?? IpcChannel.SharedLinks,
        Log = new ChannelLog(options.Logger ?? NullLogger.Instance),
    };
}
