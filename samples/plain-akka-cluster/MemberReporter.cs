using Akka.Actor;
using Akka.Cluster;

namespace PlainAkkaCluster;

/// <summary>Prints who is up and who is removed.</summary>
public sealed class MemberReporter : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public MemberReporter()
    {
        Cluster.Get(Context.System).Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Receive<ClusterEvent.MemberUp>(up => Console.WriteLine($"up {up.Member.Address}"));
        Receive<ClusterEvent.MemberRemoved>(removed => Console.WriteLine($"removed {removed.Member.Address}"));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
    }
}
