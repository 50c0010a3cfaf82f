using Akka.Actor;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Akka.Remote's watcher with two additions. A death that was told the classic way waits until what the dead actor had sent by lane has been delivered. And a process of which the
/// kernel says that it has died is known to be dead at once, not after the failure detector's ten seconds.
/// </summary>
/// <param name="failureDetector">For processes of which the kernel says nothing.</param>
/// <param name="heartbeatInterval">As in Akka.Remote.</param>
/// <param name="unreachableReaperInterval">As in Akka.Remote.</param>
/// <param name="heartbeatExpectedResponseAfter">As in Akka.Remote.</param>
/// <param name="lanes">The lanes of the actor system.</param>
internal sealed class LaneRemoteWatcher(
    IFailureDetectorRegistry<Address> failureDetector,
    TimeSpan heartbeatInterval,
    TimeSpan unreachableReaperInterval,
    TimeSpan heartbeatExpectedResponseAfter,
    LaneDirectory lanes) : RemoteWatcher(failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter), IWithTimers
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    public ITimerScheduler? Timers { get; set; }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Terminated { AddressTerminated: false } death:
                Hold(new HeldDeath(death, lanes.PublishedBy(death.ActorRef.Path.Address)));
                break;
            case HeldDeath held:
                Hold(held);
                break;
            case PeerDied died when WatchingNodes.Contains(died.Address) && Unreachable.Add(died.Address):
                Quarantine(died.Address, died.Uid);
                PublishAddressTerminated(died.Address);
                break;
            case PeerDied died:
                // Nobody here watches it; who deploys there, or waits, hears of it all the same.
                Quarantine(died.Address, died.Uid);
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    private void Hold(HeldDeath held)
    {
        if (held.Before.All(entry => entry.Lane.Link.InboundDelivered >= entry.Published))
            base.OnReceive(held.Death);
        else
            Timers!.StartSingleTimer(held, held, LookAgain);
    }

    /// <summary>The kernel says that a process has ended.</summary>
    /// <param name="Address">The address it had.</param>
    /// <param name="Uid">Which life of the address.</param>
    internal sealed record PeerDied(Address Address, int Uid) : INoSerializationVerificationNeeded;

    /// <summary>A death that is not to be told yet.</summary>
    /// <param name="Death">The notice.</param>
    /// <param name="Before">What must have been delivered before it.</param>
    private sealed record HeldDeath(Terminated Death, List<(LaneReceiver Lane, long Published)> Before) : INoSerializationVerificationNeeded;
}
