using System.Text;
using ActorIpc.Remoting;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Google.Protobuf.WellKnownTypes;

namespace ActorIpc.Tests.Remoting.Serializers;

/// <summary>Messages of every format between two strict actor systems, there and back, and what happens to those that do not fit.</summary>
public abstract class FormatTravelContract : TestKit
{
    private protected static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _peer;

    private protected FormatTravelContract(Config transport)
        : base(ConfigOf(transport), "here") => _peer = ActorSystem.Create("there", ConfigOf(transport));

    private protected ActorSystem Peer => _peer;

    [Fact]
    public async Task Messages_OfEveryFormat_ArriveUnchangedInBothDirections()
    {
        var remote = await EchoAsync();
        var friend = CreateTestProbe();
        var address = new Address("akka.tcp", "s", "h", 1);
        object[] messages =
        [
            new Say("hyperion", [1, 2]),
            new PackedSay("memorypack", friend.Ref, null, address),
            new ReadableSay("json", friend.Ref, null, address),
            new Struct { Fields = { ["format"] = Value.ForString("protobuf") } },
            new PackedSay(new string('ß', 50_000), ActorRefs.Nobody, friend.Ref, address),
        ];

        foreach (var message in messages)
        {
            // The echo has been given the message as it arrived there and sends that back: both directions, and references resolved on both sides.
            remote.Tell(message, TestActor);
            Assert.Equal(message is Say say ? Text(say) : message.ToString(), await ExpectMsgAsync<object>(Wait) is var back && back is Say s ? Text(s) : back.ToString());
        }
        Assert.Equal(
            ["-5", "17201", "17203", "17202", "17201"],
            messages.Select(message => Sys.Serialization.FindSerializerFor(message).Identifier.ToString()));

        static string Text(Say say) => $"{say.Text} {string.Join(',', say.Numbers)}";
    }

    [Fact]
    public async Task References_InMessagesOfEveryFormat_ReachWhomTheyMean()
    {
        var talker = await ResolveAsync(_peer.ActorOf(Props.Create(() => new Greeter())));
        var address = new Address("akka.tcp", "s", "h", 1);

        foreach (var message in new object[] { new PackedSay("x", TestActor, null, address), new ReadableSay("x", TestActor, null, address) })
        {
            talker.Tell(message, ActorRefs.NoSender);
            Assert.Equal("pleased to meet you", (await ExpectMsgAsync<Say>(Wait)).Text);
        }
    }

    [Fact]
    public async Task Message_ThatDoesNotFit_CostsItselfOnly()
    {
        var remote = await EchoAsync();

        remote.Tell(new PackedStrange("before", 1), TestActor);
        await ExpectMsgAsync(new PackedStrange("before", 1), Wait);
        // A serializer of ours, put under the same identifier, that writes what a peer with other sources or bad intentions would.
        var hostile = new HostileSerializer((ExtendedActorSystem)Sys);
        Sys.Serialization.AddSerializationMap(typeof(PackedStrange), hostile);
        foreach (var (manifest, bytes) in HostileSerializer.Payloads)
        {
            hostile.Next = (manifest, bytes);
            remote.Tell(new PackedStrange("hostile", 2), TestActor);
        }
        remote.Tell(new Say("after", []), TestActor);

        Assert.Equal("after", (await ExpectMsgAsync<Say>(Wait)).Text);
    }

    [Fact]
    public async Task Message_InAnotherFormatThanTheReceivers_IsRefusedThereWithBothNames()
    {
        var other = ActorSystem.Create("other", ConfigurationFactory.ParseString(
            """actoripc.serialization.formats { "ActorIpc.Tests.Remoting.Serializers.IReadableTalk, ActorIpc.Tests" = hyperion }""").WithFallback(_peer.Settings.Config));
        try
        {
            var echo = other.ActorOf(Props.Create(() => new Echo()), "echo");
            var remote = await Sys.ActorSelection(echo.Path.ToStringWithAddress(((ExtendedActorSystem)other).Provider.DefaultAddress)).ResolveOne(Wait);
            var log = CreateTestProbe(other);
            other.EventStream.Subscribe(log, typeof(Akka.Event.LogEvent));

            remote.Tell(new ReadableSay("json", TestActor, null, Address.AllSystems), TestActor);
            remote.Tell(new Say("after", []), TestActor);

            Assert.Equal("after", (await ExpectMsgAsync<Say>(Wait)).Text);
            await log.FishForMessageAsync<Akka.Event.LogEvent>(entry => entry.ToString().Contains("here=Hyperion used=Json", StringComparison.Ordinal), Wait);
        }
        finally
        {
            await other.Terminate().WaitAsync(Wait);
        }
    }

    protected override void AfterAll()
    {
        _peer.Terminate().Wait(Wait);
        base.AfterAll();
    }

    /// <summary>An actor of the peer that returns what it gets; whatever carries messages is in use when this returns.</summary>
    private protected virtual Task<IActorRef> EchoAsync() => ResolveAsync(_peer.ActorOf(Props.Create(() => new Echo())));

    private protected Task<IActorRef> ResolveAsync(IActorRef there) =>
        Sys.ActorSelection(there.Path.ToStringWithAddress(((ExtendedActorSystem)_peer).Provider.DefaultAddress)).ResolveOne(Wait);

    private static Config ConfigOf(Config transport) => ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = DEBUG
          stdout-loglevel = OFF
          loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0, maximum-frame-size = 4MiB, send-buffer-size = 4MiB, receive-buffer-size = 4MiB }
        }
        actoripc.serialization.assemblies = ["ActorIpc.Tests"]
        """).WithFallback(transport).WithFallback(RemotingConfig.Serialization()).WithFallback(RemotingConfig.Reference());

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Greeter : ReceiveActor
    {
        public Greeter()
        {
            Receive<PackedSay>(message => message.Friend.Tell(new Say("pleased to meet you", [])));
            Receive<ReadableSay>(message => message.Friend.Tell(new Say("pleased to meet you", [])));
        }
    }

    private sealed class HostileSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        private const string Strange = "ActorIpc.Tests.Remoting.Serializers.PackedStrange, ActorIpc.Tests";

        public static readonly (string Manifest, byte[] Bytes)[] Payloads =
        [
            (Strange, []),
            (Strange, [2, 0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3]),
            (Strange, [255]),
            (Strange, Encoding.UTF8.GetBytes(new string('x', 1_000))),
            ("ActorIpc.Tests.Remoting.Serializers.NotAMessage, ActorIpc.Tests", [1, 2, 3]),
            ("System.IO.FileInfo, System.Private.CoreLib", [0]),
            ("", [0]),
        ];

        public (string Manifest, byte[] Bytes) Next { get; set; }

        public override int Identifier => 17201;

        public override string Manifest(object o) => Next.Manifest;

        public override byte[] ToBinary(object obj) => Next.Bytes;

        public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
    }
}
