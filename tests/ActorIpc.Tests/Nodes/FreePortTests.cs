using ActorIpc.Nodes;
using Akka.Configuration;

namespace ActorIpc.Tests.Nodes;

public sealed class FreePortTests
{
    private const string PortKey = "akka.remote.dot-netty.tcp.port";

    [Fact]
    public void Port_GivenByTheSystem_IsNeverAUsedOne()
    {
        // Of the ports the system gives, nine in ten are used: odd and even ones, since it prefers some of them.
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        var used = Enumerable.Range(range[0], range[1] - range[0] + 1).Where(port => port % 20 is not (0 or 1)).ToList();
        for (var i = 0; i < 20; i++)
        {
            var port = FreePort.Of(Listening("127.0.0.1", 0), used).GetInt(PortKey);
            Assert.InRange(port % 20, 0, 1);
            Assert.InRange(port, range[0], range[1]);
        }
    }

    [Fact]
    public void Port_ThatIsConfigured_IsLeftAlone() => Assert.True(FreePort.Of(Listening("127.0.0.1", 4711), [4711]).IsEmpty);

    [Fact]
    public void Port_OfAFirstIncarnation_IsAkkasToAskFor() => Assert.True(FreePort.Of(Listening("127.0.0.1", 0), null).IsEmpty);

    [Fact]
    public void Port_OnAnAddressThatIsNotHere_IsLeftToAkkasError() => Assert.True(FreePort.Of(Listening("203.0.113.1", 0), [1]).IsEmpty);

    private static Config Listening(string host, int port) => ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp {{ hostname = \"{host}\", port = {port} }}");
}
