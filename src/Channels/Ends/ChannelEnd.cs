using ActorIpc.Channels.Meetings;
using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels.Ends;

/// <summary>What a writer and a reader have in common: peers that come and go, and the steps between the states that follow from it.</summary>
/// <param name="terms">What it needs to meet its peer.</param>
/// <param name="meeting">Where.</param>
internal abstract class ChannelEnd(ChannelTerms terms, IMeeting meeting) : IChannelEnd
{
    private readonly CancellationTokenSource _life = new();
    private ChannelPeer _peer = new("nobody", 0, Guid.Empty, 0);
    private Task _linkClosed = Task.CompletedTask;

    /// <summary>Guards everything that the link's reader thread and the program both touch.</summary>
    protected Lock Gate { get; } = new();

    protected ChannelTerms Terms { get; } = terms;

    protected EndState State { get; set; } = EndState.Waiting;

    /// <summary>The link; null exactly when there is none: Waiting, Ended, and Draining when the writer is gone.</summary>
    protected ChannelLink? Current { get; private set; }

    /// <summary>Who is, or was last, at the other end.</summary>
    public ChannelPeer Peer
    {
        get
        {
            lock (Gate)
                return _peer;
        }
    }

    /// <summary>What carries it; null: no link now.</summary>
    public LinkMedium? Medium
    {
        get
        {
            lock (Gate)
                return Current?.Link.Medium;
        }
    }

    /// <summary>Items taken by a writer and not acknowledged; 0 of a reader.</summary>
    protected abstract long UnacknowledgedInGate { get; }

    /// <summary>Meets the first peer.</summary>
    /// <exception cref="ChannelConnectException">There is none.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        try
        {
            Attach(await meeting.MeetAsync(Terms, cancellation).ConfigureAwait(false));
        }
        catch
        {
            meeting.Leave();
            throw;
        }
    }

    /// <summary>Meets the first peer whenever it comes; what is in the way ends the channel.</summary>
    public async Task OpenLaterAsync()
    {
        try
        {
            Attach(await meeting.MeetAsync(Terms, _life.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelConnectException or ObjectDisposedException or LinkException)
        {
            lock (Gate)
            {
                if (State == EndState.Waiting)
                    FailInGate(e);
            }
        }
    }

    LinkFlow IChannelEnd.OnRecord(ChannelLink from, ReadOnlySpan<byte> record)
    {
        try
        {
            lock (Gate)
                return from == Current ? OnRecord(record) : LinkFlow.More;
        }
        catch (ChannelProtocolException violation)
        {
            lock (Gate)
                Violated(violation);
            return LinkFlow.More;
        }
    }

    /// <inheritdoc/>
    public virtual void OnBatchEnd()
    {
    }

    void IChannelEnd.OnWritable(ChannelLink link)
    {
        lock (Gate)
        {
            if (link == Current)
                OnWritable();
        }
    }

    void IChannelEnd.OnEnd(ChannelLink link, LinkEnd end)
    {
        lock (Gate)
        {
            if (link != Current)
                return;
            Current = null;
            switch (State)
            {
                case EndState.Greeting or EndState.Flowing when end.Kind is LinkEndKind.ProtocolViolation or LinkEndKind.HandlerFailed:
                    FailInGate(new ChannelProtocolException($"the link of a channel broke: channel={Terms.Name} peer={_peer}: {end}"));
                    break;
                case EndState.Greeting or EndState.Flowing when Terms.OnPeerDown == OnPeerDown.Resume:
                    State = EndState.Waiting;
                    Terms.Log.WaitsAgain(Terms.Name, Terms.Role.ToString(), _peer, end.ToString(), UnacknowledgedInGate);
                    OnPeerLost();
                    _ = MeetAgainAsync(end.ToString());
                    break;
                case EndState.Greeting or EndState.Flowing:
                    FailInGate(new PeerDownException(_peer, end.ToString(), UnacknowledgedInGate));
                    break;
                case EndState.Draining: // Everything is here: the writer's end changes nothing.
                case EndState.Waiting:
                case EndState.Ended:
                    break;
            }
        }
    }

    /// <summary>The link is there: what this end says first.</summary>
    protected abstract void OnAttached();

    /// <summary>A record of the current link, under the gate.</summary>
    /// <exception cref="ChannelProtocolException">It breaks a rule.</exception>
    protected abstract LinkFlow OnRecord(ReadOnlySpan<byte> record);

    /// <summary>The link takes more again, under the gate.</summary>
    protected abstract void OnWritable();

    /// <summary>The peer is gone and its next life is waited for, under the gate.</summary>
    protected virtual void OnPeerLost()
    {
    }

    /// <summary>The channel is over with an error: whoever waits is told. Calls <see cref="EndInGate"/>.</summary>
    protected abstract void FailInGate(Exception error);

    /// <summary>The last transition: gives up the link, gracefully, and the place at the meeting.</summary>
    protected void EndInGate()
    {
        State = EndState.Ended;
        if (Current is { } current)
        {
            Current = null;
            // What is still on its way here must not hold up the close.
            _linkClosed = current.Link.CloseAsync();
            current.Link.Resume();
        }
        _life.Cancel();
        meeting.Leave();
    }

    /// <summary>Waits until the link of an ended channel has closed.</summary>
    protected Task LinkClosedAsync()
    {
        lock (Gate)
            return _linkClosed;
    }

    private void Violated(ChannelProtocolException violation)
    {
        if (Current is not { } current)
            return;
        if (Terms.Role == ChannelRole.Reader)
            current.Link.TryWrite(ChannelRecords.Stop(violation.Message), RecordClass.Control);
        current.Link.Abort(violation.Message);
        FailInGate(violation);
    }

    private void Attach(ChannelLink met)
    {
        lock (Gate)
        {
            if (State != EndState.Waiting)
            {
                met.Link.Abort("the channel has ended");
                return;
            }
            State = EndState.Greeting;
            Current = met;
            _peer = met.Peer;
            Terms.Log.Met(Terms.Name, Terms.Role.ToString(), met.Peer, met.Link.Medium.ToString());
            OnAttached();
        }
        met.Bind(this);
    }

    private async Task MeetAgainAsync(string reason)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        deadline.CancelAfter(Terms.WaitForPeer);
        try
        {
            Attach(await meeting.MeetAsync(Terms, deadline.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelConnectException or ObjectDisposedException or LinkException)
        {
            lock (Gate)
            {
                if (State == EndState.Waiting)
                {
                    var why = e is OperationCanceledException ? $"nobody came within {Terms.WaitForPeer.TotalSeconds:0.###} s" : e.Message;
                    FailInGate(new PeerDownException(_peer, $"{reason}, and no next life: {why}", UnacknowledgedInGate));
                }
            }
        }
    }
}
