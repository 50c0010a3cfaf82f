using System.Text;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Serializers;
using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Remoting.Serializers;

/// <summary>Two actor systems that talk over Akka.Remote's TCP on loopback, both strict or one of them Akka as it comes.</summary>
public sealed class StrictSerializationTests : TestKit
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private static readonly Config Remote = ConfigurationFactory.ParseString(
        """
        akka {
          actor.provider = remote
          loglevel = DEBUG
          stdout-loglevel = OFF
          loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """);

    private static readonly Config Strict = ConfigurationFactory.ParseString("""actoripc.serialization.assemblies = ["ActorIpc.Tests"]""")
        .WithFallback(Remote).WithFallback(RemotingConfig.Serialization()).WithFallback(RemotingConfig.Reference());

    private readonly List<ActorSystem> _others = [];

    public StrictSerializationTests()
        : base(Strict, "strict")
    {
    }

    [Fact]
    public async Task Send_AllowedMessages_ArriveUnchanged()
    {
        var (remoteEcho, _) = await EchoIn(Other(Strict));
        var message = new Say("hello", [1, 2, 3]);

        remoteEcho.Tell(message, TestActor);

        var answer = await ExpectMsgAsync<Say>(Wait);
        Assert.Equal("hello", answer.Text);
        Assert.Equal([1, 2, 3], answer.Numbers);
    }

    [Theory]
    [InlineData("text")]
    [InlineData(5L)]
    [InlineData(true)]
    public async Task Send_PlainValue_IsRefusedByTheSenderAndTheAssociationLives(object value) => await SenderRefuses(value, value.GetType());

    [Fact]
    public async Task Send_BytesOrPlainRecordOrProtobuf_IsRefusedByTheSenderAndTheAssociationLives()
    {
        await SenderRefuses(new byte[] { 1 }, typeof(byte[]));
        await SenderRefuses(new NotAMessage("x"), typeof(NotAMessage));
        await SenderRefuses(new Google.Protobuf.WellKnownTypes.Any(), typeof(Google.Protobuf.WellKnownTypes.Any));
        await SenderRefuses(new Outer([new NotAMessage("x")]), typeof(Outer));
    }

    [Fact]
    public async Task Receive_FromAPeerWithAkkasOwnSerializers_IsRefusedByTheReceiverAndTheAssociationLives()
    {
        var peer = Other(Remote);
        var (echo, ears) = await EchoIn(Sys);
        var remoteEcho = await peer.ActorSelection(AddressOf(echo)).ResolveOne(Wait);
        var pairs = new (object Message, string Expected)[]
        {
            ("text", "primitive"), (7, "primitive"), (new byte[] { 1, 2 }, "byte array"), (new NotAMessage("x"), "JSON (Newtonsoft)"),
            (new Say("json", [1]), "JSON (Newtonsoft)"), (new Google.Protobuf.WellKnownTypes.Any(), "Protobuf"),
        };
        foreach (var (message, expected) in pairs)
        {
            await EventFilter.Warning(contains: expected).ExpectOneAsync(Wait, () =>
            {
                remoteEcho.Tell(message, ActorRefs.NoSender);
                return Task.CompletedTask;
            });
        }
        await ears.ExpectNoMsgAsync(TimeSpan.Zero);

        // An answer over the same association: Identify is Akka's own and still served.
        Assert.Equal(echo, (await remoteEcho.Ask<ActorIdentity>(new Identify(null), Wait)).Subject, (a, b) => a.Path.Elements.SequenceEqual(b.Path.Elements));
    }

    [Fact]
    public async Task Receive_FromAPeerWithAnotherAllowList_IsRefusedByTheReceiverByName()
    {
        var peer = Other(ConfigurationFactory.ParseString(
            $"""actoripc.serialization.allow = ["{typeof(NotAMessage).AssemblyQualifiedName}", "System.String"]""").WithFallback(Strict));
        var (echo, _) = await EchoIn(Sys);
        var remoteEcho = await peer.ActorSelection(AddressOf(echo)).ResolveOne(Wait);

        await EventFilter.Warning(contains: typeof(NotAMessage).FullName!).ExpectOneAsync(Wait, () =>
        {
            remoteEcho.Tell(new NotAMessage("x"), ActorRefs.NoSender);
            return Task.CompletedTask;
        });
        await EventFilter.Warning(contains: "System.String").ExpectOneAsync(Wait, () =>
        {
            remoteEcho.Tell("text", ActorRefs.NoSender);
            return Task.CompletedTask;
        });
        Assert.Equal("still", (await remoteEcho.Ask<Say>(new Say("still", []), Wait)).Text);
    }

    [Fact]
    public async Task Send_TypeAllowedByNameOnBothSides_Arrives()
    {
        var config = ConfigurationFactory.ParseString("""actoripc.serialization.allow = ["System.String", "ActorIpc.Tests.Remoting.Serializers.NotAMessage"]""")
            .WithFallback(Strict);
        var here = Other(config);
        var (echo, _) = await EchoIn(Other(config));
        var remoteEcho = await here.ActorSelection(AddressOf(echo)).ResolveOne(Wait);

        Assert.Equal("text", await remoteEcho.Ask<string>("text", Wait));
        Assert.Equal(new NotAMessage("x"), await remoteEcho.Ask<NotAMessage>(new NotAMessage("x"), Wait));
    }

    [Fact]
    public async Task Send_ReferencesInsideAMessage_ReachTheActorsTheyMean()
    {
        var (remoteEcho, _) = await EchoIn(Other(Strict));
        var friend = CreateTestProbe();
        var other = CreateTestProbe();

        remoteEcho.Tell(new Introduce(friend, null, new Address("akka.tcp", "s", "h", 1), friend.Ref.Path, [other, TestActor]), TestActor);

        var answer = await ExpectMsgAsync<Introduce>(Wait);
        Assert.Equal(friend.Ref, answer.Friend);
        Assert.Null(answer.Nobody);
        Assert.Equal(new Address("akka.tcp", "s", "h", 1), answer.Address);
        Assert.Equal(friend.Ref.Path.Elements, answer.Path.Elements);
        Assert.Equal([other.Ref, TestActor], answer.Others);

        // And the other way: the peer tells the reference it was given, which must carry our address there.
        var talker = Other(Strict).ActorOf(Props.Create<Talker>(), "talker");
        (await Sys.ActorSelection(AddressOf(talker)).ResolveOne(Wait)).Tell(new Introduce(friend, null, Address.AllSystems, friend.Ref.Path, []), TestActor);
        Assert.Equal("from afar", (await friend.ExpectMsgAsync<Say>(Wait)).Text);
        var introduced = await ExpectMsgAsync<Introduced>(Wait);
        introduced.Friend.Tell(new Say("back", []), friend);
        Assert.Equal("back", (await friend.ExpectMsgAsync<Say>(Wait)).Text);
    }

    [Theory]
    [InlineData(0, "bad argument")]
    [InlineData(1, "file.txt")]
    [InlineData(2, "inner one")]
    [InlineData(3, "of a user")]
    [InlineData(4, "of a user")]
    public async Task Ask_AnsweredByAFailure_ThrowsWhateverTheExceptionHolds(int kind, string expected)
    {
        var talker = Other(Strict).ActorOf(Props.Create<Talker>(), "talker");
        var remote = await Sys.ActorSelection(AddressOf(talker)).ResolveOne(Wait);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => remote.Ask<Introduced>(new Fail(kind), Wait));

        Assert.DoesNotContain("Timeout", error.GetType().Name);
        Assert.Contains(expected, error.ToString());
    }

    [Fact]
    public async Task RemoteDeployment_WithPlainArguments_Works()
    {
        var other = Other(Strict);
        var address = ((ExtendedActorSystem)other).Provider.DefaultAddress;
        var child = Sys.ActorOf(Props.Create(() => new Named("n", 3, 4.5, true)).WithDeploy(Deploy.None.WithScope(new RemoteScope(address))), "deployed");

        var answer = await child.Ask<Say>(new Say("who", []), Wait);

        Assert.Equal("n 3 4.5 True", answer.Text);
        Assert.Contains("remote", child.Path.ToString());
        Watch(child);
        child.Tell(PoisonPill.Instance);
        await ExpectTerminatedAsync(child, Wait);
    }

    [Fact]
    public async Task Selection_OfAllowedAndRefusedMessages_FollowsTheSameRule()
    {
        var (echo, _) = await EchoIn(Other(Strict));
        var selection = Sys.ActorSelection(echo.Path.Address + "/user/*");

        await EventFilter.Error(contains: "Serialization failed").ExpectOneAsync(Wait, () =>
        {
            selection.Tell("text", TestActor);
            return Task.CompletedTask;
        });
        selection.Tell(new Say("selected", []), TestActor);
        Assert.Equal("selected", (await ExpectMsgAsync<Say>(Wait)).Text);
    }

    [Fact]
    public void Serializer_OfAnyUserType_IsOurs()
    {
        object[] messages = [new Say("x", []), "text", 1, 2L, new byte[1], new NotAMessage("x"), new Google.Protobuf.WellKnownTypes.Any()];

        foreach (var serializer in messages.Take(6).Select(m => Sys.Serialization.FindSerializerFor(m)))
            Assert.IsType<HyperionSerializer>(serializer);
        Assert.Equal(-5, Sys.Serialization.FindSerializerFor(new Say("x", [])).Identifier);
        Assert.Throws<MessageRefusedException>(() => Sys.Serialization.Serialize(messages[6]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(17)]
    public void Deserialize_UnderAnIdentifierOfAkkas_IsRefusedAndLoadsNoType(int identifier)
    {
        var bytes = Encoding.UTF8.GetBytes("{}");

        var error = Assert.Throws<MessageRefusedException>(() => Sys.Serialization.Deserialize(bytes, identifier, "System.IO.FileInfo, System.Private.CoreLib"));

        Assert.Contains($"identifier={identifier}", error.Message);
        Assert.Contains("System.IO.FileInfo", error.Message);
    }

    [Fact]
    public void Deserialize_SystemMessageOfAForeignType_IsRefused()
    {
        var error = Assert.ThrowsAny<Exception>(() => Sys.Serialization.Deserialize([], 22, "System.IO.FileInfo, System.Private.CoreLib"));

        Assert.Contains("System.IO.FileInfo", error.Message);
    }

    [Theory]
    [InlineData("""actoripc.serialization.allow = ["No.Such.Type", "Neither.This"]""", "No.Such.Type", "Neither.This")]
    [InlineData("""actoripc.serialization.assemblies = ["No.Such.Assembly"]""", "actoripc.serialization.assemblies", "No.Such.Assembly")]
    [InlineData("""actoripc.serialization.allow = ["ActorIpc.Tests.Serialization.HasDelegate"]""", "HasDelegate", "Callback")]
    [InlineData("""actoripc.serialization.formats { "ActorIpc.Tests.Remoting.Serializers.ITalk" = jason }""", "ITalk", "value=jason", "memorypack")]
    [InlineData("""actoripc.serialization.formats { "ActorIpc.Tests.Remoting.Serializers.Say" = json }""", "formats.\"ActorIpc.Tests.Remoting.Serializers.Say\"", "must name a protocol")]
    [InlineData("""actoripc.serialization.formats { "ActorIpc.Tests.Remoting.Serializers.ITalk" = protobuf }""", "actoripc.serialization.formats", "is no Google.Protobuf.IMessage")]
    [InlineData("""actoripc.serialization.formats = json""", "must be an object")]
    [InlineData("akka.actor.serialization-settings.hyperion.disallow-unsafe-type = off", "disallow-unsafe-type", "cannot be switched off")]
    [InlineData("""akka.actor.serialization-settings.hyperion { surrogates = ["X"], known-types-provider = "Y" }""", "surrogates", "known-types-provider=Y")]
    public void Start_WithBadConfiguration_FailsNamingEachKey(string hocon, params string[] expected)
    {
        var error = Record.Exception(() => Other(ConfigurationFactory.ParseString(hocon).WithFallback(Strict)));

        Assert.NotNull(error);
        Assert.All(expected, text => Assert.Contains(text, error.ToString()));
    }

    protected override void AfterAll()
    {
        Task.WhenAll(_others.Select(system => system.Terminate())).Wait(Wait);
        base.AfterAll();
    }

    private async Task SenderRefuses(object message, Type type)
    {
        var (remoteEcho, ears) = await EchoIn(Other(Strict));
        await EventFilter.Error(contains: type.Name).ExpectOneAsync(Wait, () =>
        {
            remoteEcho.Tell(message, TestActor);
            return Task.CompletedTask;
        });
        remoteEcho.Tell(new Say("after", []), TestActor);
        Assert.Equal("after", (await ExpectMsgAsync<Say>(Wait)).Text);
        Assert.Equal("after", (await ears.ExpectMsgAsync<Say>(Wait)).Text);
    }

    private ActorSystem Other(Config config)
    {
        var system = ActorSystem.Create($"other{_others.Count}", config);
        _others.Add(system);
        return system;
    }

    /// <summary>An actor that returns what it gets, as this system reaches it, and a probe that overhears it.</summary>
    private async Task<(IActorRef Echo, Akka.TestKit.TestProbe Ears)> EchoIn(ActorSystem system)
    {
        var ears = CreateTestProbe(system);
        var echo = system.ActorOf(Props.Create(() => new Echo(ears)), "echo" + Guid.NewGuid().ToString("n"));
        return system == Sys ? (echo, ears) : (await Sys.ActorSelection(AddressOf(echo)).ResolveOne(Wait), ears);
    }

    private string AddressOf(IActorRef actor)
    {
        var system = _others.Append(Sys).Cast<ExtendedActorSystem>().First(s => s.Name == actor.Path.Address.System);
        return actor.Path.ToStringWithAddress(system.Provider.DefaultAddress);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo(IActorRef ears) => ReceiveAny(message =>
        {
            ears.Tell(message);
            Sender.Tell(message);
        });
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker()
        {
            Receive<Introduce>(message =>
            {
                message.Friend.Tell(new Say("from afar", []));
                Sender.Tell(new Introduced(Context.ActorOf(Props.Create(() => new Echo(ActorRefs.Nobody)))));
            });
            Receive<Fail>(message => Sender.Tell(new Status.Failure(message.Kind switch
            {
                0 => new ArgumentOutOfRangeException("which", 3, "bad argument"),
                1 => new FileNotFoundException("gone", "file.txt"),
                3 => new PlainException("of a user"),
                4 => new InvalidOperationException("outer", new PlainException("of a user")),
                _ => new AggregateException("several", new InvalidOperationException("inner one"), new TimeoutException("inner two")),
            })));
        }
    }

    private sealed class Named : ReceiveActor
    {
        public Named(string name, int number, double factor, bool flag) =>
            Receive<Say>(_ => Sender.Tell(new Say(FormattableString.Invariant($"{name} {number} {factor} {flag}"), [])));
    }

    /// <summary>An exception as it is written today, without the constructor of the old serialization.</summary>
    private sealed class PlainException(string message) : Exception(message);

    private sealed record Outer(IReadOnlyList<NotAMessage> Inner);
}
