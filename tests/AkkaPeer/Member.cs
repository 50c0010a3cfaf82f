using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Akka.Cluster;

namespace ActorIpc.AkkaPeer;

/// <summary>Says who is up, asks every member that comes up for a word, and says what carried it.</summary>
internal sealed class Member : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public Member()
    {
        var cluster = Akka.Cluster.Cluster.Get(Context.System);
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Receive<ClusterEvent.MemberUp>(up =>
        {
            Console.WriteLine($"up {up.Member.Address}");
            if (!up.Member.Address.Equals(cluster.SelfAddress))
                Context.ActorSelection(new RootActorPath(up.Member.Address) / "user" / "member").Tell("hello");
        });
        Receive<ClusterEvent.MemberRemoved>(removed => Console.WriteLine($"removed {removed.Member.Address}"));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
        Receive<string>(text => text == "hello", _ => Sender.Tell("hello to you"));
        Receive<string>(_ => Console.WriteLine($"heard {Sender.Path.Address} over {SystemLinks.For(Context.System).CarrierOf(Sender.Path.Address.ToString())}"));
    }
}
