using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Tests.Remoting.Serializers;

/// <summary>By lane, in both directions.</summary>
public sealed class LaneFormatTests : FormatTravelContract
{
    private readonly TempFolder _folder;

    public LaneFormatTests()
        : this(new TempFolder())
    {
    }

    private LaneFormatTests(TempFolder folder)
        : base(ConfigurationFactory.ParseString($"actoripc.links.runtime-directory = \"{folder.Path}\"\nakka.extensions = []")
            .WithFallback(LanesConfig.Default()).WithFallback(SharedMemoryConfig.WithoutTcp())) => _folder = folder;

    [Fact]
    public async Task Oversized_MessageOfOurFormats_IsAnErrorInTheLogAndCostsItselfOnly()
    {
        var remote = await EchoAsync();

        await EventFilter.Error(contains: "Discarding oversized payload").ExpectOneAsync(Wait, () =>
        {
            remote.Tell(new PackedStrange(new string('x', 20_000_000), 1), TestActor);
            return Task.CompletedTask;
        });
        remote.Tell(new PackedStrange("after", 1), TestActor);

        await ExpectMsgAsync(new PackedStrange("after", 1), Wait);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }

    private protected override async Task<IActorRef> EchoAsync()
    {
        var remote = await base.EchoAsync();
        await Eventually.True(
            () =>
            {
                if (IsOpen(Sys, Peer) && IsOpen(Peer, Sys))
                    return true;
                remote.Tell(new Say("open", []), TestActor);
                return false;
            },
            Wait,
            "lanes open in both directions");
        remote.Tell(new Say("opened", []), TestActor);
        await FishForMessageAsync<Say>(say => say.Text == "opened", Wait);
        return remote;
    }

    private static bool IsOpen(ActorSystem from, ActorSystem to) => ((ILaneProvider)((ExtendedActorSystem)from).Provider).Lanes
        .PeerOf(((ExtendedActorSystem)to).Provider.DefaultAddress).State == LaneState.Open;
}
