using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>The way of a message is a function of its recipient's path, however the recipient is named.</summary>
public sealed class LaneRouteTests
{
    private const string System = "akka.tcp://there@127.0.0.1:4000";

    private readonly LaneRoute _route = new(["sharding"]);

    [Theory]
    [InlineData("/", true)]
    [InlineData("/user", true)]
    [InlineData("/user/a/b", true)]
    [InlineData("/temp/$a", true)]
    [InlineData("/system", false)]
    [InlineData("/system/cluster/core/daemon", false)]
    [InlineData("/system/remote-watcher", false)]
    [InlineData("/system/sharding", true)]
    [InlineData("/system/sharding/orders/7/order-7", true)]
    [InlineData("/system/sharding2/a", false)]
    [InlineData("/user/system/cluster", true)]
    [InlineData("/remote", false)]
    [InlineData("/remote/akka.tcp/here@host:1/user/a", true)]
    public void Way_OfAReferenceAndOfEverySelectionOfIt_IsTheSame(string path, bool isLane)
    {
        var actor = ActorPath.Parse(System + path);
        Assert.Equal(isLane, _route.IsLane(actor));
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var depth = 0; depth < names.Length; depth++)
        {
            var anchor = ActorPath.Parse($"{System}/{string.Join('/', names[..depth])}");
            Assert.Equal(isLane, Selects(anchor, names[depth..]));
            // The same by detours.
            Assert.Equal(isLane, Selects(anchor / "x", ["..", .. names[depth..]]));
            Assert.Equal(isLane, Selects(anchor, ["user", .. Enumerable.Repeat("..", depth + 2), .. names]));
        }
    }

    [Theory]
    [InlineData("/", "*", false)]
    [InlineData("/", "user/*", true)]
    [InlineData("/", "system/*", false)]
    [InlineData("/", "system/shard*/a", false)]
    [InlineData("/", "system/sharding/*/7", true)]
    [InlineData("/system", "*", false)]
    [InlineData("/", "remote/*", false)]
    [InlineData("/remote/akka.tcp/here@host:1/user/a", "*", true)]
    [InlineData("/system/sharding", "../*", false)]
    [InlineData("/user/a", "../../*/a", false)]
    public void Way_OfAWildcard_IsTheLaneOnlyWhenAllItCanMatchAreReachedByLane(string anchor, string selection, bool isLane) =>
        Assert.Equal(isLane, Selects(ActorPath.Parse(System + anchor), selection.Split('/')));

    private bool Selects(ActorPath anchor, string[] names) => _route.IsLane(anchor, [.. names.Select(name => name switch
    {
        ".." => new SelectParent(),
        _ when name.Contains('*', StringComparison.Ordinal) => (SelectionPathElement)new SelectChildPattern(name),
        _ => new SelectChildName(name),
    })]);
}
