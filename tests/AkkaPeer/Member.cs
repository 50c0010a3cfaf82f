using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Akka.Cluster;

namespace ActorIpc.AkkaPeer;

/// <summary>Says who is up, asks every member that comes up for a word, says what carried it, and watches who answered.</summary>
internal sealed class Member : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public Member()
    {
        var cluster = Akka.Cluster.Cluster.Get(Context.System);
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        Receive<ClusterEvent.MemberUp>(up =>
        {
            Console.WriteLine($"up {up.Member.Address}");
            if (!up.Member.Address.Equals(cluster.SelfAddress))
                Context.ActorSelection(new RootActorPath(up.Member.Address) / "user" / "member").Tell("hello");
        });
        Receive<ClusterEvent.MemberRemoved>(removed => Console.WriteLine($"removed {removed.Member.Address}"));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
        Receive<ClusterEvent.UnreachableMember>(lost => Console.WriteLine($"unreachable {lost.Member.Address}"));
        Receive<ClusterEvent.IReachabilityEvent>(_ => { });
        Receive<Terminated>(death => Console.WriteLine($"terminated {death.ActorRef.Path.Address}"));
        Receive<string>(text => text == "hello", _ => Sender.Tell("hello to you"));
        Receive<string>(_ =>
        {
            Context.Watch(Sender);
            Console.WriteLine($"heard {Sender.Path.Address} over {SystemLinks.For(Context.System).CarrierOf(Sender.Path.Address.ToString())}");
        });
    }
}
