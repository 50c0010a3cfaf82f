using ActorIpc.Links;
using ActorIpc.Messages.Control;
using Akka.Actor;
using Akka.Event;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The words of lanes' log. Nothing is logged for a message that arrives, unless Akka's <c>log-received-messages</c> asks for it.</summary>
/// <param name="log">The actor system's log.</param>
/// <param name="journal">Where changes are kept for who asks.</param>
internal sealed class LaneLog(ILoggingAdapter log, LaneJournal journal)
{
    private static readonly long Quiet = (long)TimeSpan.FromSeconds(10).TotalMilliseconds;
    private long _nextRefusal;

    public void Opened(LanePeer peer, Link link)
    {
        log.Info("A lane to {0} is open, over {1}", peer.Address, link.Medium);
        journal.Add(LaneChangeKind.Opened, peer.Address, $"over {WordOf(link.Medium)}");
    }

    /// <summary>Back to the classic way.</summary>
    /// <param name="peer">To whom the lane led.</param>
    /// <param name="why">Why.</param>
    /// <param name="wasOpen">False: its switch was not completed.</param>
    public void Left(LanePeer peer, string why, bool wasOpen)
    {
        log.Info("The lane to {0} has ended, messages go the classic way: {1}", peer.Address, why);
        if (wasOpen || peer.IsNewProblem(why))
            journal.Add(wasOpen ? LaneChangeKind.Closed : LaneChangeKind.NotOpened, peer.Address, why);
    }

    /// <summary>A lane could not be had. Attempts that fail alike one after the other are one change.</summary>
    public void NotMade(LanePeer peer, string why)
    {
        log.Info("There is no lane to {0}, messages go the classic way: {1}", peer.Address, why);
        if (peer.IsNewProblem(why))
            journal.Add(LaneChangeKind.NotOpened, peer.Address, why);
    }

    public void Died(Address address, LinkPeer peer) => log.Warning("The process at {0} has died: pid={1} uid={2}", address, peer.ProcessId, peer.SystemUid);

    /// <summary>One line in ten seconds, whatever the number.</summary>
    public void Refused(LanePeer peer, long count)
    {
        var now = Environment.TickCount64;
        var next = Interlocked.Read(ref _nextRefusal);
        if (now >= next && Interlocked.CompareExchange(ref _nextRefusal, now + Quiet, next) == next)
            log.Warning("{0} does not keep up, messages to it become dead letters: {1} until now (actoripc.links.spill-limit bounds what waits)", peer.Address, count);
    }

    public void Unreadable(Exception failure, Address from, int serializer, string? manifest) =>
        log.Error(failure, "A message from {0} could not be read and is dropped: serializer={1} manifest={2}", from, serializer, manifest);

    public void NotLocal(object message, IActorRef recipient, Address from) =>
        log.Error("Dropping message [{0}] for non-local recipient [{1}] arriving from [{2}]", message.GetType(), recipient, from);

    public void NotByLane(object message, IActorRef recipient, Address from) =>
        log.Error("System messages and orders to the daemon do not come by lane, one is dropped: type={0} recipient={1} from={2}", message.GetType(), recipient, from);

    public void Untrusted(object message, IActorRef recipient, Address from) =>
        log.Debug("operating in UntrustedMode, dropping inbound message of type {0} to {1} from {2}", message.GetType(), recipient, from);

    private static string WordOf(LinkMedium medium) => medium switch
    {
        LinkMedium.SharedMemory => "shm",
        LinkMedium.UnixSocket => "unix",
        _ => "tcp",
    };

    public void Received(object message, IActorRef recipient, IActorRef sender) =>
        log.Debug("received local message [RemoteMessage: {0} to {1} from {2}]", message, recipient, sender);
}
