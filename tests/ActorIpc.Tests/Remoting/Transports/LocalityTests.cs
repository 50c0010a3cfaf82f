using System.Net;
using System.Net.Sockets;
using ActorIpc.Links;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Hosting;
using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>When associations go over links and when they stay on TCP, and what a link does that TCP does not.</summary>
public sealed class LocalityTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = new();
    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate())).WaitAsync(Wait);
        _folder.Dispose();
    }

    [Fact]
    public async Task PeerWithoutLinks_IsReachedOverTcp()
    {
        var (with, without) = (Start(SharedMemoryConfig.Default()), Start(RemotingConfig.Reference()));

        await AskAsync(with, without);

        Assert.Null(SystemLinks.For(with).MediumOf(AddressOf(without)));
    }

    [Fact]
    public async Task RuntimeDirectory_ThatIsNotOurs_LeavesTheSystemOnTcp()
    {
        var file = _folder.Write("a-file", "x"u8);
        var (a, b) = (Start(SharedMemoryConfig.Default(), $"actoripc.links.runtime-directory = \"{file}\""), Start(SharedMemoryConfig.Default()));

        await AskAsync(a, b);
        await AskAsync(b, a);

        Assert.Null(SystemLinks.For(b).MediumOf(AddressOf(a)));
    }

    [Fact]
    public async Task RuntimeDirectories_ThatDiffer_LeaveThePairOnTcp()
    {
        using var elsewhere = new TempFolder();
        var (a, b) = (Start(SharedMemoryConfig.Default(), $"actoripc.links.runtime-directory = \"{elsewhere.Path}\""), Start(SharedMemoryConfig.Default()));

        await AskAsync(a, b);

        Assert.Null(SystemLinks.For(a).MediumOf(AddressOf(b)));
    }

    [Fact]
    public async Task PayloadsNobodyReads_FillTheSpillToItsBoundAndAreThenRefusedAtOnce()
    {
        const int bound = 1024 * 1024;
        var sender = await ListenAsync(Start(RemotingConfig.Reference(), $"actoripc.links.spill-limit = {bound}"));
        var reader = await ListenAsync(Start(RemotingConfig.Reference()));
        var outbound = Assert.IsType<LinkAssociation>(await sender.AssociateAsync(reader));
        var inbound = await reader.NextInboundAsync();
        var payload = ByteString.CopyFrom(new byte[1000]);

        var written = 0;
        while (outbound.Write(payload))
            written++;

        // The ring, the spill, and not a byte more; and none of it is lost when the reader comes.
        Assert.InRange(outbound.Link.WaitingBytes, bound / 2, bound);
        Assert.True(written * 1000L < bound + (2 * outbound.Link.OutboundRing), $"written={written}");
        var received = PayloadRecorder.On(inbound);
        await received.Received(written);
        await Eventually.True(() => outbound.Write(payload), Wait, "there is room again");
        await received.Received(written + 1);
    }

    [Fact]
    public async Task Stranger_AtTheSocket_IsRefusedAndNothingElseSuffers()
    {
        var (a, b) = (Start(SharedMemoryConfig.WithoutTcp()), Start(SharedMemoryConfig.WithoutTcp()));
        await AskAsync(a, b);
        await using var stranger = new LinkRuntime(new LinkOptions { RuntimeDirectory = _folder.Path });

        var refusal = await Assert.ThrowsAsync<LinkException>(() => LinkConnector.ConnectAsync(
            stranger, new LinkRequest { To = AddressOf(b), From = "who://knows", Purpose = LinkPurpose.Transport }));

        Assert.Equal(LinkFailure.Refused, refusal.Failure);
        Assert.Contains("who://knows", refusal.Message, StringComparison.Ordinal);
        await AskAsync(a, b);
    }

    [Fact]
    public async Task Garbage_FromAPeerInPlaceOfAkkasProtocol_EndsThatAssociationOnly()
    {
        var (a, b) = (Start(SharedMemoryConfig.WithoutTcp()), Start(SharedMemoryConfig.WithoutTcp()));
        await AskAsync(a, b);
        await using var hostile = new LinkRuntime(new LinkOptions { RuntimeDirectory = _folder.Path });
        var link = await LinkConnector.ConnectAsync(
            hostile, new LinkRequest { To = AddressOf(b), From = "akka.shm://evil@localhost:1", Purpose = LinkPurpose.Transport });
        link.Start(new Ignoring());

        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            link.TryWrite(bytes);
        }

        await AskAsync(a, b);
        await AskAsync(b, a);
    }

    [Fact]
    public async Task Hosting_WithSharedMemoryTransport_PlugsItIn()
    {
        var address = "";
        using (var host = new HostBuilder().ConfigureServices(services => services.AddAkka("hosted", builder => builder
            .AddHocon(ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.actor.provider = remote"), HoconAddMode.Prepend)
            .WithSharedMemoryTransport(options =>
            {
                options.WithoutTcp = true;
                options.Hostname = "here";
                options.Links = new LinkOptions { RuntimeDirectory = _folder.Path, Ring = 65_536 };
            }))).Build())
        {
            await host.StartAsync();
            var system = host.Services.GetRequiredService<ActorSystem>();
            address = AddressOf(system);
            Assert.Equal(65_536, SystemLinks.For(system).Options.Ring);
            await host.StopAsync();
        }

        Assert.StartsWith("akka.shm://hosted@here:", address, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Hosting_WithBadOptions_NamesThemAll()
    {
        var options = new SharedMemoryTransportOptions { Links = new LinkOptions { Ring = 3, PendingHandshakes = 0 } };

        var error = Assert.Throws<ArgumentException>(options.ToConfig);

        Assert.Contains("ring=3", error.Message, StringComparison.Ordinal);
        Assert.Contains("pending-handshakes=0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SharedMemoryAlone_OpensNoTcpPort()
    {
        var (a, b) = (Start(SharedMemoryConfig.WithoutTcp()), Start(SharedMemoryConfig.WithoutTcp()));
        await AskAsync(a, b);

        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // The numbers in the addresses are nobody's ports: this program can take them.
        probe.Bind(new IPEndPoint(IPAddress.Loopback, ((ExtendedActorSystem)a).Provider.DefaultAddress.Port!.Value));
        probe.Listen();
    }

    private static string AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress.ToString();

    private static async Task AskAsync(ActorSystem from, ActorSystem to) =>
        Assert.IsType<ActorIdentity>(await from.ActorSelection(AddressOf(to) + "/user").Ask<ActorIdentity>(new Identify(1), Wait));

    private static Task<TransportEnd> ListenAsync(ActorSystem system) => TransportEnd.ListenAsync(new SharedMemoryTransport(system, Config.Empty));

    private ActorSystem Start(Config transport, string own = "")
    {
        var system = ActorSystem.Create("local", ConfigurationFactory.ParseString(own).WithFallback(ConfigurationFactory.ParseString($$"""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote }
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            actoripc.links.runtime-directory = "{{_folder.Path}}"
            """)).WithFallback(transport));
        _systems.Add(system);
        return system;
    }

    private sealed class Ignoring : ILinkHandler
    {
        public LinkFlow OnRecord(ReadOnlySpan<byte> payload) => LinkFlow.More;

        public void OnEnd(LinkEnd end)
        {
        }
    }
}
