using ActorIpc.Remoting.Cluster;
using ActorIpc.Remoting.Hosting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Lanes by code, in programs on Akka.Hosting.</summary>
public sealed class LanesHostingTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task WithLanes_BehindWithRemoting_OpensLanes() =>
        TalkAsync<LaneActorRefProvider>(builder => builder.WithRemoting(Loopback).WithLanes(options => options.SwitchBuffer = 77), lanes => Assert.Equal(77, lanes.Settings.SwitchBuffer));

    [Fact]
    public Task WithLanes_BehindWithClustering_OpensLanes() => TalkAsync<LaneClusterActorRefProvider>(
        builder => builder.WithRemoting(Loopback).WithClustering().WithLanes(options => options.DownDeadMembers = false),
        lanes => Assert.False(lanes.Settings.DownsDeadMembers));

    [Theory]
    [InlineData("remote")]
    [InlineData("cluster")]
    public Task WithLanes_BehindAConfigurationWithAProvider_OpensLanes(string provider) => provider == "remote"
        ? TalkAsync<LaneActorRefProvider>(builder => builder.AddHocon("akka.actor.provider = remote", HoconAddMode.Prepend).WithLanes(), _ => { })
        : TalkAsync<LaneClusterActorRefProvider>(builder => builder.AddHocon("akka.actor.provider = cluster", HoconAddMode.Prepend).WithLanes(), _ => { });

    [Fact]
    public async Task WithLanes_ThatAreOff_LeavesTheProviderAlone()
    {
        using var host = HostOf(builder => builder.WithRemoting(Loopback).WithLanes(options => options.Enabled = false));
        await host.StartAsync();
        Assert.IsType<Akka.Remote.RemoteActorRefProvider>(((ExtendedActorSystem)host.Services.GetRequiredService<ActorSystem>()).Provider);
        await host.StopAsync();
    }

    [Fact]
    public void WithLanes_BeforeAnythingThatChoosesAProvider_SaysSo()
    {
        using var host = HostOf(builder => builder.WithLanes());
        var failure = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<ActorSystem>());
        Assert.Contains("WithLanes stands behind", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ThatBreakRules_AreAllNamed()
    {
        var failure = Assert.Throws<ArgumentException>(
            () => new LanesOptions { SwitchTimeout = TimeSpan.Zero, SwitchBuffer = -1, SystemRecipients = ["/user/x"] }.ToConfig());
        Assert.Contains("actoripc.lanes.switch-timeout", failure.Message, StringComparison.Ordinal);
        Assert.Contains("actoripc.lanes.switch-buffer", failure.Message, StringComparison.Ordinal);
        Assert.Contains("actoripc.lanes.system-recipients", failure.Message, StringComparison.Ordinal);
        Assert.Contains("value=/user/x", failure.Message, StringComparison.Ordinal);
    }

    private static void Loopback(RemoteOptions options) => (options.HostName, options.Port) = ("127.0.0.1", 0);

    /// <summary>Two programs with the same configuration: messages of one reach the other by lane.</summary>
    private async Task TalkAsync<TProvider>(Action<AkkaConfigurationBuilder> configure, Action<LaneDirectory> check)
        where TProvider : IActorRefProvider
    {
        using var here = HostOf(configure);
        using var there = HostOf(configure);
        await Task.WhenAll(here.StartAsync(), there.StartAsync()).WaitAsync(Wait);
        var (a, b) = (here.Services.GetRequiredService<ActorSystem>(), there.Services.GetRequiredService<ActorSystem>());
        var lanes = ((ILaneProvider)Assert.IsType<TProvider>(((ExtendedActorSystem)a).Provider)).Lanes;
        check(lanes);
        var address = ((ExtendedActorSystem)b).Provider.DefaultAddress;
        var anybody = a.ActorSelection(new RootActorPath(address) / "user" / "nobody");
        await Eventually.True(() => { anybody.Tell("open"); return lanes.PeerOf(address).State == LaneState.Open; }, Wait, "a lane opens");
        await Task.WhenAll(here.StopAsync(), there.StopAsync()).WaitAsync(Wait);
    }

    private IHost HostOf(Action<AkkaConfigurationBuilder> configure) => new HostBuilder().ConfigureServices(services => services.AddAkka("hosted", builder =>
    {
        builder.AddHocon(
            ConfigurationFactory.ParseString($$"""
                akka { loglevel = OFF, stdout-loglevel = OFF, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
                actoripc.links.runtime-directory = "{{_folder.Path}}"
                """),
            HoconAddMode.Prepend);
        configure(builder);
    })).Build();
}
