using System.Collections.Concurrent;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Two actor systems with lanes in one process, and what the tests of every obligation need.</summary>
public abstract class LanePair : TestKit
{
    private protected static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private protected LanePair(string hocon = "")
        : this(hocon, new TempFolder())
    {
    }

    private LanePair(string hocon, TempFolder folder)
        : base(ConfigOf(folder, hocon), "here")
    {
        Folder = folder;
        Peer = ActorSystem.Create("there", ConfigOf(folder, hocon));
    }

    /// <summary>The runtime directory of both.</summary>
    internal TempFolder Folder { get; }

    /// <summary>The other system.</summary>
    private protected ActorSystem Peer { get; }

    private protected Address PeerAddress => AddressOf(Peer);

    private protected LaneState State => LanesOf(Sys).PeerOf(PeerAddress).State;

    /// <inheritdoc/>
    protected override void AfterAll()
    {
        Peer.Terminate().Wait(Wait);
        base.AfterAll();
        Folder.Dispose();
    }

    internal static Config ConfigOf(TempFolder folder, string hocon = "") => ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
          actor {
            serializers.odd = "{{typeof(OddSerializer).AssemblyQualifiedName}}"
            serialization-bindings {
              "{{typeof(Unreadable).AssemblyQualifiedName}}" = odd
              "{{typeof(Standstill).AssemblyQualifiedName}}" = odd
              "{{typeof(Unwritable).AssemblyQualifiedName}}" = odd
            }
          }
        }
        actoripc.links.runtime-directory = "{{folder.Path}}"
        """)).WithFallback(LanesConfig.Default()).WithFallback(SharedMemoryConfig.WithoutTcp());

    internal static LaneDirectory LanesOf(ActorSystem system) => ((ILaneProvider)((ExtendedActorSystem)system).Provider).Lanes;

    private protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private protected IActorRef ByPath(string path) => ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).ResolveActorRef($"{PeerAddress}{path}");

    private protected Task<IActorRef> ForwarderAsync(string name) => ResolveAsync(Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), name));

    private protected Task<IActorRef> ResolveAsync(IActorRef there) => Sys.ActorSelection(there.Path.ToStringWithAddress(PeerAddress)).ResolveOne(Wait);

    /// <summary>Opens a lane from here to the peer.</summary>
    private protected async Task OpenAsync(IActorRef remote)
    {
        await Eventually.True(
            () =>
            {
                if (State == LaneState.Open)
                    return true;
                remote.Tell("open");
                return false;
            },
            Wait,
            "a lane opens");
        remote.Tell("opened");
        await FishForMessageAsync(message => Equals(message, "opened"), Wait);
    }

    /// <summary>Opens a lane from the peer to here.</summary>
    private protected async Task OpenBackAsync()
    {
        // Not to the test's own actor, which is one of the system's: those are reached the classic way.
        var here = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        var peer = LanesOf(Peer).PeerOf(AddressOf(Sys));
        var back = ((RemoteActorRefProvider)((ExtendedActorSystem)Peer).Provider).ResolveActorRef(here.Path.ToStringWithAddress(AddressOf(Sys)));
        await Eventually.True(
            () =>
            {
                if (peer.State == LaneState.Open)
                    return true;
                back.Tell("open back");
                return false;
            },
            Wait,
            "a lane back opens");
        back.Tell("opened back");
        await FishForMessageAsync(message => Equals(message, "opened back"), Wait);
    }

    /// <summary>Records that have come in at the peer by the lane from here.</summary>
    private protected long RecordsAtPeer() => LanesOf(Peer).PublishedBy(AddressOf(Sys)).Sum(entry => entry.Lane.Link.Counters.RecordsReceived);

    /// <summary>Its serializer refuses to read it.</summary>
    private protected sealed class Unreadable;

    /// <summary>Its serializer refuses to write it.</summary>
    private protected sealed class Unwritable;

    /// <summary>Its serializer keeps the thread that reads it until it is let go.</summary>
    private protected sealed class Standstill
    {
        private static readonly ConcurrentDictionary<byte, Standstill> All = new();
        private static int _last;

        public Standstill() => All[Number = (byte)Interlocked.Increment(ref _last)] = this;

        public byte Number { get; }

        public ManualResetEventSlim Until { get; } = new();

        public static Standstill Of(byte number) => All[number];
    }

    /// <summary>Fails as it is told to.</summary>
    /// <param name="system">The actor system.</param>
    private protected sealed class OddSerializer(ExtendedActorSystem system) : Akka.Serialization.Serializer(system)
    {
        public override int Identifier => 7_000_001;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => obj is Unwritable ? throw new InvalidOperationException("told to fail") : obj is Standstill still ? [2, still.Number] : [1];

        public override object FromBinary(byte[] bytes, Type type)
        {
            if (bytes is not [2, var number])
                throw new InvalidOperationException("told to fail");
            Standstill.Of(number).Until.Wait(Wait);
            return Standstill.Of(number);
        }
    }

    /// <summary>Tells what it gets to another.</summary>
    private protected sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(message => to.Tell(message));
    }

    /// <summary>Watches an actor, asks it to talk, and tells what it hears, its death as <see cref="Ended"/>. One of the users', so that it is reached by lane.</summary>
    private protected sealed class Listener : ReceiveActor
    {
        public Listener(IActorRef talker, IActorRef to)
        {
            Context.Watch(talker);
            talker.Tell("talk and die");
            Receive<Terminated>(_ => to.Tell(new Ended()));
            ReceiveAny(message => to.Tell(message));
        }
    }

    /// <summary>The watched actor has died.</summary>
    private protected sealed record Ended;

    /// <summary>Calls for every message of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    private protected sealed class Counting<T> : ReceiveActor
    {
        public Counting(Action<T> count) => Receive(count);
    }
}
