using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// One process at one address, and the way messages to it go now. Order of a pair of actors is kept across changes of the way: the classic way and every change are under
/// one lock, and only a lane that is open is used without it.
/// <code>
/// Classic --lane's handshake done--> Switching --the switch came back--> Open
///    ^                                   |                                |
///    +------ no answer in time, ---------+-------- the lane ended --------+
///            or too much waits for it
/// </code>
/// </summary>
internal sealed class LanePeer
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(1);

    private readonly LaneDirectory _lanes;
    private readonly Lock _gate = new();
    private readonly List<(LaneActorRef Recipient, object Message, IActorRef? Sender)> _buffer = []; // not empty only in Switching, and in Open when the lane is closing
    private readonly LaneCreations _creations = new(); // empty in Classic
    private LaneState _state = LaneState.Classic;
    private LaneSender? _next; // the lane whose switch is under way; null exactly outside Switching
    private volatile LaneSender? _lane; // not null exactly in Open
    private long _nextTry; // TickCount64 before which no lane is tried; long.MaxValue while one is being made
    private long _refused;
    private string? _problem; // why the last attempt to have a lane failed; null when it did not
    private volatile bool _isCreating; // true while actors deployed there may not be there yet
    private bool _isAsking; // true while the switch of a creation is under way

    /// <summary>Makes a peer that is reached the classic way.</summary>
    /// <param name="lanes">The lanes of the actor system.</param>
    /// <param name="address">The peer's address, of this one life or of several.</param>
    public LanePeer(LaneDirectory lanes, Address address)
    {
        _lanes = lanes;
        Address = address;
    }

    /// <summary>Its address.</summary>
    public Address Address { get; }

    /// <summary>How messages to it go.</summary>
    public LaneState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Messages that found everything full.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>True while messages wait that are older than what goes the classic way now.</summary>
    public bool HasWaiting => _lane is { Link.WaitingBytes: > 0 } || HasHeld();

    private bool HasRoom => _buffer.Count + _creations.Waiting < _lanes.Settings.SwitchBuffer;

    /// <summary>Sends a message, by whatever way there is.</summary>
    public void Send(LaneActorRef recipient, object message, IActorRef? sender)
    {
        for (var wait = default(LaneWait); ;)
        {
            var outcome = _lane is { } lane && !(_isCreating && IsHeldUp(recipient, message)) ? lane.TrySend(recipient, message, sender) : LaneOutcome.Closed;
            if (outcome == LaneOutcome.Closed)
                outcome = SendUnderLock(recipient, message, sender);
            if (outcome == LaneOutcome.Sent)
                return;
            if (!wait.ForRoom(_lanes, _lane))
            {
                Refuse(recipient, message, sender);
                return;
            }
        }
    }

    /// <summary>An actor is deployed there: what is told to it waits until the order to make it has arrived.</summary>
    /// <param name="path">The path it will have.</param>
    /// <param name="order">Sends the order, the classic way.</param>
    public void Create(ActorPath path, Action order)
    {
        lock (_gate)
        {
            if (_state != LaneState.Classic)
            {
                _creations.Begin(path);
                _isCreating = true;
            }
            order();
            AskForCreations();
        }
    }

    /// <summary>The switch of a creation came back: what waited for it, and for those before it, goes.</summary>
    public void CompleteCreation(LaneSender lane, long number)
    {
        lock (_gate)
        {
            if (_lane != lane || !lane.Link.IsOpen)
                return;
            _isAsking = false;
            _creations.Arrive(number, (recipient, message, sender) => SendOrRefuse(lane, recipient, message, sender));
            _isCreating = !_creations.IsEmpty;
            AskForCreations();
        }
    }

    /// <summary>Completes when everything told so far has been published, or its lane is gone.</summary>
    public async Task WaitUntilPublishedAsync()
    {
        while (HasWaiting)
            await Task.Delay(LookAgain).ConfigureAwait(false);
    }

    /// <summary>A lane's handshake is complete: what comes now waits until everything before it has arrived the classic way.</summary>
    /// <returns>False: there is a lane already.</returns>
    public bool BeginSwitch(LaneSender lane)
    {
        lock (_gate)
        {
            if (_state != LaneState.Classic)
                return false;
            (_state, _next) = (LaneState.Switching, lane);
            _lanes.SendSwitch(this, lane, creation: 0);
            return true;
        }
    }

    /// <summary>The switch came back: everything before it has arrived.</summary>
    public void CompleteSwitch(LaneSender lane)
    {
        lock (_gate)
        {
            // A lane that has ended meanwhile is left by its end.
            if (_state != LaneState.Switching || _next != lane || !lane.Link.IsOpen)
                return;
            foreach (var (recipient, message, sender) in _buffer)
                SendOrRefuse(lane, recipient, message, sender);
            _buffer.Clear();
            _next = null;
            (_state, _lane) = (LaneState.Open, lane);
            _problem = null;
            _lanes.Counters.Switch();
            AskForCreations();
        }
        _lanes.Log.Opened(this, lane.Link);
    }

    /// <summary>The switch did not come back, or the lane ended: back to the classic way, where what waits goes first.</summary>
    public void Leave(LaneSender lane, string why)
    {
        bool wasOpen;
        lock (_gate)
        {
            if (_next != lane && _lane != lane)
                return;
            wasOpen = _state == LaneState.Open;
            ReturnToClassic();
        }
        _lanes.Log.Left(this, why, wasOpen);
    }

    /// <summary>An attempt to have a lane has failed.</summary>
    /// <returns>False: as the one before it, and for the same reason.</returns>
    public bool IsNewProblem(string why)
    {
        lock (_gate)
        {
            var isNew = _problem != why;
            _problem = why;
            return isNew;
        }
    }

    /// <summary>No lane could be made; another attempt later.</summary>
    public void RetryLater() => Volatile.Write(ref _nextTry, Environment.TickCount64 + (long)_lanes.Settings.RetryInterval.TotalMilliseconds);

    /// <summary>Cuts the lane: the system at its other end is quarantined. A later life of the address gets a lane of its own.</summary>
    public void Cut()
    {
        LaneSender? ended;
        lock (_gate)
            ended = _lane ?? _next;
        ended?.Link.Abort("the peer is quarantined");
    }

    private static bool IsHeldUp(LaneActorRef recipient, object message) => recipient.IsDeployed || message is ActorSelectionMessage;

    private bool HasHeld()
    {
        lock (_gate)
            return _buffer.Count + _creations.Waiting > 0;
    }

    /// <summary>Sends a switch behind the creations, one at a time however many there are.</summary>
    private void AskForCreations()
    {
        if (_lane is not { } lane || _isAsking || _creations.IsEmpty)
            return;
        _isAsking = true;
        _lanes.SendSwitch(this, lane, _creations.Last);
    }

    /// <summary>What waits goes the classic way, before everything told from now on.</summary>
    private void ReturnToClassic()
    {
        _lanes.Counters.Fallback(wasOpen: _state == LaneState.Open);
        (_state, _lane, _next) = (LaneState.Classic, null, null);
        foreach (var (recipient, message, sender) in _buffer)
            recipient.TellClassic(message, sender);
        _buffer.Clear();
        _creations.Arrive(_creations.Last, static (recipient, message, sender) => recipient.TellClassic(message, sender));
        (_isCreating, _isAsking) = (false, false);
        RetryLater();
    }

    /// <summary>Sends a message where the way is changing, or classic.</summary>
    private LaneOutcome SendUnderLock(LaneActorRef recipient, object message, IActorRef? sender)
    {
        LaneSender? givenUp = null;
        var connect = false;
        lock (_gate)
        {
            var needs = _isCreating ? _creations.NeedOf(recipient.Path, message) : 0;
            if (needs == 0 && _state == LaneState.Open && _buffer.Count == 0 && _lane!.TrySend(recipient, message, sender) is var outcome and not LaneOutcome.Closed)
                return outcome;
            if (_state != LaneState.Classic)
            {
                // Switching; or Open, where an actor may not be there yet, or the lane is closing or has ended: what it has taken is delivered before its end is told, and only then
                // the classic way is next.
                if (HasRoom)
                {
                    Hold(needs, recipient, message, sender);
                    return LaneOutcome.Sent;
                }
                if (_state == LaneState.Open)
                    return LaneOutcome.Full;
                // A lane that has carried nothing can be given up for a later one. Nothing is lost that would not be lost without lanes.
                givenUp = _next;
                ReturnToClassic();
            }
            recipient.TellClassic(message, sender);
            connect = Environment.TickCount64 >= Volatile.Read(ref _nextTry);
            if (connect)
                Volatile.Write(ref _nextTry, long.MaxValue);
        }
        if (connect)
            _lanes.Connect(this);
        if (givenUp is not null)
            GiveUp(givenUp);
        return LaneOutcome.Sent;
    }

    private void Hold(long needs, LaneActorRef recipient, object message, IActorRef? sender)
    {
        if (needs > 0)
            _creations.Add(needs, recipient, message, sender);
        else
            _buffer.Add((recipient, message, sender));
    }

    /// <summary>Ends a lane that has been left before it was open.</summary>
    private void GiveUp(LaneSender lane)
    {
        _lanes.Log.Left(this, $"{_lanes.Settings.SwitchBuffer} messages wait for the switch, more may not (actoripc.lanes.switch-buffer)", wasOpen: false);
        lane.Link.Abort("too much waited for the switch");
    }

    private void SendOrRefuse(LaneSender lane, LaneActorRef recipient, object message, IActorRef? sender)
    {
        if (lane.TrySend(recipient, message, sender) != LaneOutcome.Sent)
            Refuse(recipient, message, sender);
    }

    private void Refuse(LaneActorRef recipient, object message, IActorRef? sender)
    {
        var count = Interlocked.Increment(ref _refused);
        _lanes.Counters.Overflow();
        _lanes.Log.Refused(this, count);
        _lanes.System.DeadLetters.Tell(new Akka.Event.DeadLetter(message, sender ?? ActorRefs.Nobody, recipient), sender ?? ActorRefs.Nobody);
    }
}
