using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels.Meetings;

/// <summary>
/// A link between the handshake and the end that gets it: waits for the listener's ACCEPTED where this side connected, then hands everything on.
/// </summary>
internal sealed class ChannelLink : ILinkHandler
{
    private readonly TaskCompletionSource<bool> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private IChannelEnd? _owner;
    private LinkEnd? _end;
    private bool _started;

    public ChannelLink(Link link, ChannelPeer peer)
    {
        Link = link;
        Peer = peer;
    }

    public Link Link { get; }

    public ChannelPeer Peer { get; }

    /// <summary>Starts the link and waits for ACCEPTED; false: the listener has another peer, or is gone.</summary>
    public Task<bool> AcceptedAsync()
    {
        _started = true;
        Link.Start(this);
        return _accepted.Task;
    }

    /// <summary>From now on everything goes to the end.</summary>
    /// <param name="owner">The end.</param>
    public void Bind(IChannelEnd owner)
    {
        LinkEnd? end;
        lock (_gate)
        {
            _owner = owner;
            end = _end;
        }
        if (end is not null)
            owner.OnEnd(this, end);
        else if (_started)
            Link.Resume();
        else
            Link.Start(this);
    }

    LinkFlow ILinkHandler.OnRecord(ReadOnlySpan<byte> payload)
    {
        if (_owner is { } owner)
            return owner.OnRecord(this, payload);
        _accepted.TrySetResult(payload.SequenceEqual(ChannelRecords.Accepted));
        return LinkFlow.Stop;
    }

    void ILinkHandler.OnBatchEnd() => _owner?.OnBatchEnd();

    void ILinkHandler.OnWritable() => _owner?.OnWritable(this);

    void ILinkHandler.OnEnd(LinkEnd end)
    {
        _accepted.TrySetResult(false);
        IChannelEnd? owner;
        lock (_gate)
        {
            _end = end;
            owner = _owner;
        }
        owner?.OnEnd(this, end);
    }
}

/// <summary>Takes what a channel's link delivers; the calls of <see cref="ILinkHandler"/>, each with the link it is about.</summary>
internal interface IChannelEnd
{
    LinkFlow OnRecord(ChannelLink from, ReadOnlySpan<byte> record);

    void OnBatchEnd();

    void OnWritable(ChannelLink link);

    void OnEnd(ChannelLink link, LinkEnd end);
}
