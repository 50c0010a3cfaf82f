using System.Diagnostics;
using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Actors deployed at a peer of which nobody knows yet whether they are there. The order to make one goes the classic way, to the daemon; what is told to the actor goes by lane
/// and would overtake it. So a switch goes the classic way behind the order, and until it has come back, messages to the actor's path, and below, wait here. Every creation has a
/// number, and the answer to a switch proves those up to its own. Used under the peer's lock.
/// </summary>
internal sealed class LaneCreations
{
    private readonly Dictionary<ActorPath, long> _pending = []; // the number of its last creation by path; paths are equal whatever their uid
    private readonly List<(long Needs, LaneActorRef Recipient, object Message, IActorRef? Sender)> _waiting = [];
    private long _last;

    /// <summary>True when every actor is known to be there.</summary>
    public bool IsEmpty => _pending.Count == 0;

    /// <summary>How many messages wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The number of the last creation.</summary>
    public long Last => _last;

    /// <summary>The order to make an actor is about to leave.</summary>
    /// <param name="path">The path it will have.</param>
    public void Begin(ActorPath path) => _pending[path] = ++_last;

    /// <summary>Which creation a message must wait for; 0: none.</summary>
    /// <param name="recipient">Whom it is told to.</param>
    /// <param name="message">The message.</param>
    public long NeedOf(ActorPath recipient, object message)
    {
        var isExact = true;
        if (message is ActorSelectionMessage selection)
            recipient = LaneRoute.TargetOf(recipient, selection.Elements, out isExact);
        if (!isExact)
            return LaneRoute.IsDeployed(recipient) ? NeedOfAll() : 0;
        long needs = 0;
        for (; LaneRoute.IsDeployed(recipient); recipient = recipient.Parent)
        {
            if (_pending.TryGetValue(recipient, out var number))
                needs = Math.Max(needs, number);
        }
        return needs;
    }

    /// <summary>Keeps a message until its creation is known to have arrived.</summary>
    /// <param name="needs">What <see cref="NeedOf"/> has said.</param>
    /// <param name="recipient">Whom it is told to.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Who told it.</param>
    public void Add(long needs, LaneActorRef recipient, object message, IActorRef? sender)
    {
        Debug.Assert(needs > 0 && needs <= _last, "a message waits for a creation that was begun");
        _waiting.Add((needs, recipient, message, sender));
    }

    /// <summary>A switch came back: the creations up to a number have arrived, and what waited for them goes, in the order in which it was told.</summary>
    /// <param name="number">The number.</param>
    /// <param name="send">Sends a message.</param>
    public void Arrive(long number, Action<LaneActorRef, object, IActorRef?> send)
    {
        foreach (var (path, creation) in _pending)
        {
            if (creation <= number)
                _pending.Remove(path);
        }
        foreach (var (needs, recipient, message, sender) in _waiting)
        {
            if (needs <= number)
                send(recipient, message, sender);
        }
        _waiting.RemoveAll(entry => entry.Needs <= number);
    }

    /// <summary>A pattern is for everybody below a path. All that are pending wait with it from now on, so that what is told to one of them later does not overtake it.</summary>
    private long NeedOfAll()
    {
        if (IsEmpty)
            return 0;
        foreach (var path in _pending.Keys)
            _pending[path] = _last;
        return _last;
    }
}
