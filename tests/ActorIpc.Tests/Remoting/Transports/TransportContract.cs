using System.Buffers.Binary;
using ActorIpc.Remoting;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using Google.Protobuf;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>
/// What Akka.Remote demands of a transport, each rule of its service provider interface a test; every transport inherits it, and Akka's own over TCP is the
/// reference that says whether the contract is what it is taken to be.
/// </summary>
public abstract class TransportContract(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = new();
    private readonly List<ActorSystem> _systems = [];
    private readonly List<Transport> _transports = [];

    /// <summary>The scheme of its addresses.</summary>
    protected abstract string Scheme { get; }

    /// <summary>What of the maximum the transport needs for itself, in bytes.</summary>
    protected virtual int FrameOverhead => 0;

    /// <summary>Makes a transport of an actor system, as Akka.Remote would.</summary>
    protected abstract Transport Create(ExtendedActorSystem system);

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Task.WhenAll(_transports.Select(transport => transport.Shutdown())).WaitAsync(Wait);
        await Task.WhenAll(_systems.Select(system => system.Terminate())).WaitAsync(Wait);
        _folder.Dispose();
    }

    [Fact]
    public async Task Listen_WithPortZero_GivesAnAddressOfItsOwn()
    {
        var (a, b) = (await ListenAsync(), await ListenAsync());

        Assert.Equal(Scheme, a.Address.Protocol);
        Assert.Equal(Scheme, a.Transport.SchemeIdentifier);
        Assert.True(a.Address.Port > 0, $"no port in {a.Address}");
        Assert.NotEqual(a.Address.Port, b.Address.Port);
        Assert.True(a.Transport.IsResponsibleFor(b.Address));
    }

    [Fact]
    public async Task Associate_WithAListeningPeer_GivesBothSidesAHandleWithBothAddresses()
    {
        var (a, b) = (await ListenAsync(), await ListenAsync());

        var outbound = await a.AssociateAsync(b);
        var inbound = await b.NextInboundAsync();

        // The connector's own address is that of its listener, or of a socket; Akka's handshake tells the right one.
        Assert.Equal((b.Address, b.Address), (outbound.RemoteAddress, inbound.LocalAddress));
        Assert.Equal((Scheme, a.Address.System), (outbound.LocalAddress.Protocol, outbound.LocalAddress.System));
        Assert.Equal((Scheme, a.Address.System), (inbound.RemoteAddress.Protocol, inbound.RemoteAddress.System));
    }

    [Fact]
    public async Task Associate_WithNobodyThere_FaultsAsAnInvalidAssociation()
    {
        var a = await ListenAsync();

        await Assert.ThrowsAsync<InvalidAssociationException>(() => a.Transport.Associate(a.Address.WithPort(1)).WaitAsync(Wait));
    }

    [Fact]
    public async Task InboundAssociation_BeforeAListenerIsRegistered_IsHeldUntilThen()
    {
        var a = await ListenAsync();
        var b = await TransportEnd.ListenAsync(Make(), register: false);
        var outbound = a.AssociateAsync(b);
        if (b.Transport is ActorIpc.Remoting.Transports.SharedMemoryTransport)
            Assert.True((await outbound).Write(Bytes(1)));

        b.Register();
        var received = PayloadRecorder.On(await b.NextInboundAsync());
        Assert.True((await outbound).Write(Bytes(2)));

        await Eventually.True(() => received.Payloads.Any(payload => payload[0] == 2), Wait, "what was written is delivered");
    }

    [Fact]
    public async Task Write_BeforeTheReaderIsThere_IsDeliveredInOrderWhenItComes()
    {
        var (outbound, inbound) = await PairAsync();
        for (var i = 0; i < 100; i++)
            Assert.True(outbound.Write(Bytes(i)));

        var received = PayloadRecorder.On(inbound);

        await received.Received(100);
        Assert.Equal(Enumerable.Range(0, 100), received.Payloads.Select(Number));
    }

    [Fact]
    public async Task Write_InBothDirectionsAtOnce_DeliversBoth()
    {
        var (outbound, inbound) = await PairAsync();
        var (atA, atB) = (PayloadRecorder.On(outbound), PayloadRecorder.On(inbound));

        await Task.WhenAll(WriteManyAsync(outbound, 0, 5000), WriteManyAsync(inbound, 0, 5000));

        await atA.Received(5000);
        await atB.Received(5000);
        Assert.Equal(Enumerable.Range(0, 5000), atA.Payloads.Select(Number));
        Assert.Equal(Enumerable.Range(0, 5000), atB.Payloads.Select(Number));
    }

    [Fact]
    public async Task Write_FromTwoThreads_KeepsTheOrderOfEachAndLosesNothing()
    {
        const int each = 20_000;
        var (outbound, inbound) = await PairAsync();
        var received = PayloadRecorder.On(inbound);

        await Task.WhenAll(WriteManyAsync(outbound, 0, each), WriteManyAsync(outbound, 1_000_000, each));

        await received.Received(2 * each);
        var numbers = received.Payloads.Select(Number).ToList();
        Assert.Equal(Enumerable.Range(0, each), numbers.Where(number => number < 1_000_000));
        Assert.Equal(Enumerable.Range(1_000_000, each), numbers.Where(number => number >= 1_000_000));
    }

    [Fact]
    public async Task Write_OfSizesUpToTheMaximum_ArriveUnchanged()
    {
        var random = Seeded.Random(output);
        var (outbound, inbound) = await PairAsync();
        var received = PayloadRecorder.On(inbound);
        var maximum = (int)_transports[0].MaximumPayloadBytes - FrameOverhead;
        var sent = new[] { 1, 2, 7, 8, 9, 4095, 4096, 65_535, 65_537, maximum - 1, maximum }.Select(size =>
        {
            var bytes = new byte[size];
            random.NextBytes(bytes);
            return bytes;
        }).ToList();

        foreach (var bytes in sent)
            Assert.True(outbound.Write(ByteString.CopyFrom(bytes)));

        await received.Received(sent.Count);
        Assert.Equal(sent, received.Payloads);
    }

    [Fact]
    public async Task Associations_OfTheSamePair_AreIndependent()
    {
        var (a, b) = (await ListenAsync(), await ListenAsync());
        var (first, firstIn) = (await a.AssociateAsync(b), await b.NextInboundAsync());
        var (second, secondIn) = (await a.AssociateAsync(b), await b.NextInboundAsync());
        var (atFirst, atSecond) = (PayloadRecorder.On(firstIn), PayloadRecorder.On(secondIn));

        End(first);
        await atFirst.Ended();
        Assert.True(second.Write(Bytes(2)));

        await atSecond.Received(1);
        Assert.Equal((0, 0), (atFirst.Payloads.Count, atSecond.Ends));
    }

    [Fact]
    public async Task Disassociate_AfterWrites_DeliversThemBeforeTheEnd()
    {
        var (outbound, inbound) = await PairAsync();
        var received = PayloadRecorder.On(inbound);
        await WriteManyAsync(outbound, 0, 1000);

        End(outbound);

        await received.Ended();
        Assert.Equal(Enumerable.Range(0, 1000), received.Payloads.Select(Number));
    }

    [Fact]
    public async Task Disassociate_AgainAndByBothSides_IsToldToEachOnce()
    {
        var (outbound, inbound) = await PairAsync();
        var (atA, atB) = (PayloadRecorder.On(outbound), PayloadRecorder.On(inbound));

        End(outbound);
        End(outbound);
        End(inbound);
        await atA.Ended();
        await atB.Ended();
        End(outbound);
        End(inbound);

        Assert.Equal((1, 1), (atA.Ends, atB.Ends));
        Assert.Equal((0, 0), (atA.LateEvents, atB.LateEvents));
    }

    [Fact]
    public async Task Write_AfterTheEnd_AnswersFalse()
    {
        var (outbound, inbound) = await PairAsync();
        var (atA, atB) = (PayloadRecorder.On(outbound), PayloadRecorder.On(inbound));
        End(inbound);
        await atA.Ended();
        await atB.Ended();

        Assert.False(outbound.Write(Bytes(1)));
        Assert.False(inbound.Write(Bytes(1)));
    }

    [Fact]
    public async Task Shutdown_AfterWrites_DeliversThemEndsTheAssociationsAndMayBeCalledAgain()
    {
        var (a, b) = (await ListenAsync(), await ListenAsync());
        var outbound = await a.AssociateAsync(b);
        var received = PayloadRecorder.On(await b.NextInboundAsync());
        PayloadRecorder.On(outbound);
        await WriteManyAsync(outbound, 0, 1000);
        // Akka ends every association before it shuts a transport down.
        End(outbound);

        Assert.True(await a.Transport.Shutdown().WaitAsync(Wait));
        Assert.True(await a.Transport.Shutdown().WaitAsync(Wait));

        await received.Ended();
        Assert.Equal(1000, received.Payloads.Count);
        await Assert.ThrowsAnyAsync<Exception>(() => b.AssociateAsync(a));
    }

    [Fact]
    public async Task ManagementCommand_ThatIsUnknown_IsIgnored()
    {
        var a = await ListenAsync();

        Assert.True(await a.Transport.ManagementCommand("a command nobody knows").WaitAsync(Wait));
    }

    private static ByteString Bytes(int number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return ByteString.CopyFrom(bytes);
    }

    private static int Number(byte[] bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static Task WriteManyAsync(AssociationHandle handle, int from, int count) => Task.Run(() =>
    {
        for (var i = 0; i < count; i++)
            Assert.True(handle.Write(Bytes(from + i)), $"write {i} of {count} was refused");
    });

#pragma warning disable CS0618 // What Akka calls in the end, whatever the reason.
    private static void End(AssociationHandle handle) => handle.Disassociate();
#pragma warning restore CS0618

    private Task<TransportEnd> ListenAsync() => TransportEnd.ListenAsync(Make());

    private async Task<(AssociationHandle Outbound, AssociationHandle Inbound)> PairAsync()
    {
        var (a, b) = (await ListenAsync(), await ListenAsync());
        var outbound = await a.AssociateAsync(b);
        return (outbound, await b.NextInboundAsync());
    }

    private Transport Make()
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote }
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            actoripc.links.runtime-directory = "{{_folder.Path}}"
            """);
        var system = ActorSystem.Create("contract", config.WithFallback(RemotingConfig.Reference()));
        _systems.Add(system);
        var transport = Create((ExtendedActorSystem)system);
        _transports.Add(transport);
        return transport;
    }
}
