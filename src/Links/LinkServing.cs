using ActorIpc.Links.Media;
using ActorIpc.Links.Readers;
using ActorIpc.Links.Rings;

namespace ActorIpc.Links;

/// <summary>The link as its reader thread sees it: turns of delivery, and the steps from open to ended.</summary>
public sealed partial class Link : IReaderClient, IRecordSink
{
    /// <summary>Bytes delivered before another link has its turn.</summary>
    private const int TurnBudget = 256 * 1024;

    private const int Flowing = 0;
    private const int FlowStopped = 1;
    private const int FlowResumed = 2;

    private readonly TaskCompletionSource<LinkEnd> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Assembly _assembly;
    private ILinkHandler? _handler;
    private TaskCompletionSource? _writable;
    private EndRequest? _endRequest;
    private LinkEnd? _end;
    private LinkEndKind _closingAs;
    private Timer? _closeTimer;
    private bool _closeAnnounced;
    private bool _deaf;
    private int _endTold;
    private long _lost;
    private int _flow;
    private long _recordsReceived;
    private long _bytesReceived;
    private long _wakeUps;

    bool IReaderClient.CanSpin => _medium.CanSpin;

    int IReaderClient.ScratchBytes => _medium.ScratchBytes;

    System.Net.Sockets.Socket IReaderClient.Socket => _medium.Socket;

    bool IReaderClient.IsOver => _state == LinkState.Ended;

    short IReaderClient.Interest => _medium.Interest(IsStopped);

    private bool IsStopped => _handler is null || _deaf || Volatile.Read(ref _flow) == FlowStopped;

    bool IReaderClient.Work(byte[] scratch)
    {
        try
        {
            return Turn(scratch);
        }
        catch (LinkViolation violation)
        {
            End(new LinkEnd(LinkEndKind.ProtocolViolation, violation.Message), CloseCode.Violation);
        }
        catch (Exception failure)
        {
            _runtime.Log.HandlerFailed(failure, this);
            End(new LinkEnd(LinkEndKind.HandlerFailed, $"{failure.GetType().Name}: {failure.Message}"), CloseCode.HandlerFailed);
        }
        return true;
    }

    void IReaderClient.OnEvents(short events, byte[] scratch)
    {
        Volatile.Write(ref _wakeUps, _wakeUps + 1);
        if ((events & Interop.Posix.PollOut) == 0)
        {
            _medium.OnEvents(events, scratch);
            return;
        }
        // Under the gate: a writer that has just left output behind, because the socket was full, must be seen by the turn that follows.
        using (_gate.EnterScope())
            _medium.OnEvents(events, scratch);
    }

    bool IReaderClient.TryArm()
    {
        if (Volatile.Read(ref _endRequest) is not null || !_medium.TryArm(IsStopped))
            return false;
        return _outbound.Waiting == 0 || !FlushSpill();
    }

    void IReaderClient.Disarm() => _medium.Disarm();

    void IReaderClient.Abandon(string why) => End(new LinkEnd(LinkEndKind.LocalClose, why), CloseCode.Aborted);

    LinkFlow IRecordSink.OnRecord(byte flags, ReadOnlySpan<byte> payload)
    {
        if (_flow == FlowResumed)
            _flow = Flowing;
        if (flags == RecordLayout.FlagWhole && !_assembly.IsOpen)
            return payload.Length <= MaxMessage
                ? Deliver(payload)
                : throw new LinkViolation($"a message must not be longer than agreed: bytes={payload.Length} agreed={MaxMessage}");
        _assembly.Add(flags, payload);
        if ((flags & RecordLayout.FlagEnd) == 0)
            return LinkFlow.More;
        var flow = Deliver(_assembly.Message);
        if (flow == LinkFlow.Again)
            _assembly.Undo(payload.Length);
        else
            _assembly.Clear();
        return flow;
    }

    private LinkFlow Deliver(ReadOnlySpan<byte> message)
    {
        var answer = _handler!.OnRecord(message);
        if (answer != LinkFlow.Again)
        {
            Volatile.Write(ref _recordsReceived, _recordsReceived + 1);
            Volatile.Write(ref _bytesReceived, _bytesReceived + message.Length);
        }
        if (answer == LinkFlow.More || Interlocked.CompareExchange(ref _flow, FlowStopped, Flowing) == Flowing)
            return answer;
        // Resumed while the handler was still answering: a taken record is followed by the next, a refused one comes again with the next turn.
        return answer == LinkFlow.Stop ? LinkFlow.More : LinkFlow.Again;
    }

    private bool Turn(byte[] scratch)
    {
        if (Volatile.Read(ref _endRequest) is { } request)
        {
            End(request.End, request.Code);
            return true;
        }
        var moved = false;
        var again = false;
        if (!IsStopped)
        {
            moved = _medium.Receive(scratch, this, TurnBudget, out var flow);
            if (moved)
                _handler!.OnBatchEnd();
            again = flow == LinkFlow.Again && !IsStopped;
        }
        if (_outbound.Waiting != 0 || _medium.HasOutput)
            moved |= FlushSpill();
        if (!moved || _state == LinkState.Closing)
            moved |= Step();
        return moved || again;
    }

    private bool FlushSpill()
    {
        bool moved, writable;
        string? violation;
        TaskCompletionSource? waiter = null;
        using (_gate.EnterScope())
        {
            if (_state == LinkState.Ended)
                return false;
            moved = _outbound.Flush();
            violation = _medium.WriteViolation;
            writable = moved && _outbound.TakeWritable();
            if (writable)
                (waiter, _writable) = (_writable, null);
        }
        if (violation is not null)
            throw new LinkViolation(violation);
        waiter?.SetResult();
        if (writable)
            _handler?.OnWritable();
        return moved;
    }

    /// <summary>The transitions of the link's life. Returns true when one was made.</summary>
    private bool Step()
    {
        // The order matters: what was published before the peer closed or died is visible to the look that comes after these two.
        var gone = _medium.PeerGone;
        var said = _medium.PeerClosed;
        if (!gone && said == CloseCode.Open && _state == LinkState.Open)
            return false;
        if (_handler is null && _state == LinkState.Closing && _closingAs == LinkEndKind.LocalClose && !_deaf)
        {
            _deaf = true;
            using (_gate.EnterScope())
                _medium.AnnounceDeaf();
        }
        var inboundOver = _deaf || ((gone || said != CloseCode.Open) && _medium.IsEmpty);
        if (gone || inboundOver)
            StopWriting(said == CloseCode.Open ? LinkEndKind.PeerDied : LinkEndKind.PeerClosed);
        if (inboundOver && _handler is null && !_deaf)
            return false; // Not started yet: its user is to hear of the end from its handler.
        if (inboundOver && !_deaf && said is not (CloseCode.Open or CloseCode.Drained))
            return End(new LinkEnd(LinkEndKind.PeerClosed, $"the peer ended the link: {said}"), CloseCode.Drained);
        if (inboundOver && gone && said == CloseCode.Open)
            return End(_deaf ? new LinkEnd(LinkEndKind.LocalClose, "") : new LinkEnd(LinkEndKind.PeerDied, ""), CloseCode.Drained);
        if (inboundOver)
            BoundClose(_runtime.Options.CloseTimeout);
        if (_state == LinkState.Closing && AnnounceClose(gone) && inboundOver)
            return End(new LinkEnd(_closingAs, ""), CloseCode.Drained);
        return false;
    }

    /// <summary>Closing, first half: says "no more" when everything accepted has left. True when that is done and has left too.</summary>
    private bool AnnounceClose(bool gone)
    {
        using (_gate.EnterScope())
        {
            if (gone || _medium.PeerReadsNoMore)
            {
                _lost += _outbound.Discard();
                _closeAnnounced |= gone || _medium.TryAnnounceClose(CloseCode.Drained);
                return true;
            }
            if (!_closeAnnounced && _outbound.Waiting == 0)
                _closeAnnounced = _medium.TryAnnounceClose(CloseCode.Drained);
            return _closeAnnounced && _medium.IsFlushed;
        }
    }

    /// <summary>The peer is gone or has closed: nothing written from now on would arrive.</summary>
    private void StopWriting(LinkEndKind because)
    {
        if (_state != LinkState.Open)
            return;
        using (_gate.EnterScope())
        {
            if (_state != LinkState.Open)
                return;
            _closingAs = because;
            _state = LinkState.Closing;
        }
        TellWaitingWriter();
    }

    private void BeginClose(TimeSpan timeout)
    {
        using (_gate.EnterScope())
        {
            if (_state == LinkState.Ended)
                return;
            if (_state == LinkState.Open || _handler is null)
                _closingAs = LinkEndKind.LocalClose;
            _state = LinkState.Closing;
        }
        BoundClose(timeout);
        TellWaitingWriter();
    }

    private void BoundClose(TimeSpan timeout)
    {
        using (_gate.EnterScope())
        {
            if (_state != LinkState.Ended)
                _closeTimer ??= new Timer(
                    _ => RequestEnd(new LinkEnd(LinkEndKind.TimedOut, $"a graceful close must finish within {timeout}"), CloseCode.TimedOut), null, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void RequestEnd(LinkEnd end, CloseCode code)
    {
        Interlocked.CompareExchange(ref _endRequest, new EndRequest(end, code), null);
        Reader.Wake();
    }

    private void TellWaitingWriter()
    {
        TaskCompletionSource? waiter;
        using (_gate.EnterScope())
            (waiter, _writable) = (_writable, null);
        waiter?.SetResult();
    }

    /// <summary>The last transition. Reader thread: nobody reads the medium any more, and under the gate nobody writes to it.</summary>
    private bool End(LinkEnd end, CloseCode code)
    {
        using (_gate.EnterScope())
        {
            if (_state == LinkState.Ended)
                return true;
            _state = LinkState.Ended;
            _end = end;
            if (!_closeAnnounced && !_medium.PeerGone)
                _medium.TryAnnounceClose(code);
            if (!_deaf && !_medium.PeerGone)
                _medium.AnnounceDeaf();
            _lost += _outbound.Discard();
            _medium.Dispose();
            _assembly.Dispose();
            ReturnClaimBuffer();
            _closeTimer?.Dispose();
            _runtime.OnEnded(this, end, _lost);
        }
        TellWaitingWriter();
        if (Volatile.Read(ref _handler) is { } handler && Interlocked.Exchange(ref _endTold, 1) == 0)
        {
            try
            {
                handler.OnEnd(end);
            }
            catch (Exception failure)
            {
                // The link is over whatever its user does with the news.
                _runtime.Log.HandlerFailed(failure, this);
            }
        }
        _closed.TrySetResult(end);
        return true;
    }

    /// <summary>An end asked for from outside the reader thread.</summary>
    private sealed record EndRequest(LinkEnd End, CloseCode Code);
}
