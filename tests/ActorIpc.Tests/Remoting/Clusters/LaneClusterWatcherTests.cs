using System.Collections.Concurrent;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorIpc.Tests.Remoting.Clusters;

/// <summary>What a member does when it learns of another's death. The news is given by the test; that it comes from the kernel is shown with real processes.</summary>
public sealed class LaneClusterWatcherTests(LaneCluster cluster) : IClassFixture<LaneCluster>
{
    private static readonly TimeSpan Wait = TestCluster.Wait;

    private ActorSystem First => cluster.Members[0];

    [Fact]
    public async Task Death_OfAMember_IsToldToUsersAndTheMemberIsDownedAndRemoved()
    {
        var member = await cluster.AddAsync("dead");
        var kept = await WatchAsync(First, member);
        var address = TestCluster.AddressOf(member);

        Tell(First, address, AddressUidExtension.Uid(member));

        await Eventually.True(() => kept.Any(entry => entry.Message is Terminated { AddressTerminated: true }), Wait, "the watcher hears");
        await Eventually.True(() => AkkaCluster.Get(First).State.Members.All(other => !other.Address.Equals(address)), Wait, "the member is removed");
        await member.Terminate().WaitAsync(Wait);
    }

    [Fact]
    public async Task Death_OfAnEarlierLifeOfAMembersAddress_IsNobodysDeath()
    {
        var member = await cluster.AddAsync("living");
        var kept = await WatchAsync(First, member);
        var dead = await cluster.AddAsync("dead");
        var address = TestCluster.AddressOf(member);

        Tell(First, address, AddressUidExtension.Uid(member) + 1);
        Tell(First, TestCluster.AddressOf(dead), AddressUidExtension.Uid(dead));

        // Both have been acted upon when the second one is removed.
        await Eventually.True(() => AkkaCluster.Get(First).State.Members.All(other => !other.Address.Equals(TestCluster.AddressOf(dead))), Wait, "the dead one is removed");
        Assert.Equal(MemberStatus.Up, AkkaCluster.Get(First).State.Members.Single(other => other.Address.Equals(address)).Status);
        Assert.Empty(kept);
        await Task.WhenAll(member.Terminate(), dead.Terminate()).WaitAsync(Wait);
        AkkaCluster.Get(First).Down(address);
    }

    [Fact]
    public async Task Death_WhereDownDeadMembersIsOff_IsToldAndLeavesTheDowningToTheResolver()
    {
        var careful = await cluster.AddAsync("careful", "actoripc.lanes.down-dead-members = off");
        var member = await cluster.AddAsync("dead");
        var kept = await WatchAsync(careful, member);
        var address = TestCluster.AddressOf(member);

        Tell(careful, address, AddressUidExtension.Uid(member));

        await Eventually.True(() => kept.Any(entry => entry.Message is Terminated { AddressTerminated: true }), Wait, "the watcher hears");
        await Eventually.True(() => AkkaCluster.Get(careful).State.Unreachable.Any(other => other.Address.Equals(address)), Wait, "it is unreachable");
        Assert.Equal(MemberStatus.Up, AkkaCluster.Get(careful).State.Members.Single(other => other.Address.Equals(address)).Status);
        foreach (var gone in new[] { member, careful })
        {
            await gone.Terminate().WaitAsync(Wait);
            AkkaCluster.Get(First).Down(TestCluster.AddressOf(gone));
        }
    }

    private static void Tell(ActorSystem to, Address address, int uid) =>
        ((IRemoteActorRefProvider)((ExtendedActorSystem)to).Provider).RemoteWatcher.Tell(new LaneRemoteWatcher.PeerDied(address, uid));

    /// <summary>A user's actor here watches one there; what the first hears.</summary>
    private static async Task<ConcurrentQueue<(object Message, IActorRef Sender)>> WatchAsync(ActorSystem here, ActorSystem there)
    {
        await Eventually.True(() => AkkaCluster.Get(here).State.Members.Any(member => member.Address.Equals(TestCluster.AddressOf(there)) && member.Status == MemberStatus.Up), Wait, "a member");
        var kept = new ConcurrentQueue<(object Message, IActorRef Sender)>();
        var watched = await here.ActorSelection(there.ActorOf(Props.Create(() => new Host())).Path.ToStringWithAddress(TestCluster.AddressOf(there))).ResolveOne(Wait);
        var watcher = here.ActorOf(Props.Create(() => new Watcher(watched, kept)));
        await watcher.Ask<ActorIdentity>(new Identify(null!), Wait);
        return kept;
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched, ConcurrentQueue<(object Message, IActorRef Sender)> kept)
        {
            Context.Watch(watched);
            Receive<Terminated>(death => kept.Enqueue((death, Sender)));
        }
    }
}
