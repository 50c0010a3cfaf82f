using Akka.Actor;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Akka.Remote's watcher with two additions. A death that was told the classic way waits until what the dead actor had sent by lane has been delivered. And a process of which the
/// kernel says that it has died is known to be dead at once, not after the failure detector's ten seconds.
/// </summary>
/// <param name="failureDetector">For processes of which the kernel says nothing.</param>
/// <param name="lanes">The lanes of the actor system.</param>
internal class LaneRemoteWatcher(IFailureDetectorRegistry<Address> failureDetector, LaneDirectory lanes) : RemoteWatcher(
    failureDetector,
    lanes.RemoteSettings.WatchHeartBeatInterval,
    lanes.RemoteSettings.WatchUnreachableReaperInterval,
    lanes.RemoteSettings.WatchHeartbeatExpectedResponseAfter), IWithTimers
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
            case PeerDied died:
                OnPeerDied(died);
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    /// <summary>The kernel says that a process has ended: no later life of the address is meant.</summary>
    /// <param name="died">Which.</param>
    protected virtual void OnPeerDied(PeerDied died)
    {
        // Also when nobody here watches it: who deploys there, or waits, hears of it all the same.
        Quarantine(died.Address, died.Uid);
        if (WatchingNodes.Contains(died.Address) && Unreachable.Add(died.Address))
            PublishAddressTerminated(died.Address);
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
