using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels.Meetings;

/// <summary>
/// Meets by waiting at a listener. One end at a time waits or has its peer; a connector that comes while nobody waits is told "not now" and tries again.
/// </summary>
/// <param name="name">The channel's.</param>
internal sealed class ListeningMeeting(string name) : IMeeting, ILinkAcceptor
{
    private readonly Lock _gate = new();
    private Action? _leaving; // null unless the listener goes with its end
    private Waiting? _waiting; // null exactly when no end waits
    private bool _taken; // true while an end lives
    private bool _closed;

    /// <summary>Takes the place of the listener's one end.</summary>
    /// <param name="leaving">Called when that end leaves, before anybody hears that it is over; null: the listener stays.</param>
    /// <exception cref="InvalidOperationException">It is taken.</exception>
    /// <exception cref="ObjectDisposedException">The listener has been disposed.</exception>
    public void Take(Action? leaving = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_taken)
                throw new InvalidOperationException($"a channel has one writer and one reader, and a listener one end at a time: channel={name}");
            _taken = true;
            _leaving = leaving;
        }
    }

    /// <inheritdoc/>
    public void Leave()
    {
        Action? leaving;
        lock (_gate)
        {
            _taken = false;
            leaving = _leaving;
        }
        leaving?.Invoke();
    }

    /// <inheritdoc/>
    public async Task<ChannelLink> MeetAsync(ChannelTerms terms, CancellationToken cancellation)
    {
        Waiting waiting;
        lock (_gate)
        {
            if (_closed)
                throw new ChannelConnectException(ChannelConnectFailure.NoPeer, $"the listener has been disposed: channel={name}");
            _waiting = waiting = new Waiting(terms);
        }
        await using var given = cancellation.Register(() => Withdraw(waiting, cancellation)).ConfigureAwait(false);
        return await waiting.Met.Task.ConfigureAwait(false);
    }

    /// <summary>Nobody is met here any more.</summary>
    public void Close()
    {
        Waiting? waiting;
        lock (_gate)
        {
            _closed = true;
            (waiting, _waiting) = (_waiting, null);
        }
        waiting?.Met.TrySetException(new ChannelConnectException(ChannelConnectFailure.NoPeer, $"the listener has been disposed: channel={name}"));
    }

    /// <inheritdoc/>
    public LinkDecision Decide(LinkHello hello)
    {
        ChannelGreeting theirs;
        try
        {
            theirs = ChannelGreeting.Decode(hello.Peer.Data.Span);
        }
        catch (ChannelProtocolException e)
        {
            return LinkDecision.Refuse(e.Message);
        }
        Waiting? waiting;
        lock (_gate)
            waiting = _waiting;
        if (waiting is null)
            return LinkDecision.NotNow($"nobody waits at the listener, or its channel has its peer: channel={name}");
        var terms = waiting.Terms;
        if (ChannelGreeting.Difference(name, terms.Greeting, theirs) is { } difference)
        {
            terms.Log.Refused(name, difference);
            return LinkDecision.Refuse(difference);
        }
        var overTcp = hello.Peer.UserId < 0;
        return terms.Medium != ChannelMedium.Automatic && overTcp != (terms.Medium == ChannelMedium.Tcp)
            ? LinkDecision.Refuse($"the listener takes {terms.Medium} only: channel={name}")
            : LinkDecision.Accept(terms.Greeting.Encode(), terms.Tuning, terms.Media);
    }

    /// <inheritdoc/>
    public void OnLink(Link link)
    {
        Waiting? waiting;
        lock (_gate)
        {
            // The end that waits now may be another than the one that decided: it is asked again.
            waiting = _waiting;
            if (waiting is not null && ChannelGreeting.Difference(name, waiting.Terms.Greeting, ChannelGreeting.Decode(link.Peer.Data.Span)) is not null)
                waiting = null;
            if (waiting is not null)
                _waiting = null;
        }
        if (waiting is null)
        {
            link.Abort("the channel has its peer");
            return;
        }
        link.TryWrite(ChannelRecords.Accepted, RecordClass.Control);
        var met = new ChannelLink(link, ChannelGreeting.Decode(link.Peer.Data.Span).Peer(link.Peer));
        if (!waiting.Met.TrySetResult(met))
            link.Abort("nobody waits any more");
    }

    private void Withdraw(Waiting waiting, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_waiting, waiting))
                _waiting = null;
        }
        waiting.Met.TrySetCanceled(cancellation);
    }

    /// <summary>An end that waits.</summary>
    private sealed record Waiting(ChannelTerms Terms)
    {
        public TaskCompletionSource<ChannelLink> Met { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
