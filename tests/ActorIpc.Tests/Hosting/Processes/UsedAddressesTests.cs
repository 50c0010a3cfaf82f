using ActorIpc.Hosting.Processes;

namespace ActorIpc.Tests.Hosting.Processes;

public sealed class UsedAddressesTests
{
    private readonly UsedAddresses _addresses = new();

    [Fact]
    public void Address_UsedBefore_IsRefused()
    {
        Assert.True(_addresses.TryUse("akka.tcp://shop@127.0.0.1:4711"));
        Assert.True(_addresses.TryUse("akka.tcp://shop@127.0.0.1:4712"));
        Assert.False(_addresses.TryUse("akka.tcp://shop@127.0.0.1:4711"));
    }

    [Fact]
    public void Address_ThatEnoughOthersFollowed_IsForgotten()
    {
        for (var port = 1; port <= UsedAddresses.Remembered + 1; port++)
            Assert.True(_addresses.TryUse($"akka.tcp://shop@127.0.0.1:{port}"));
        Assert.Equal(Enumerable.Range(2, UsedAddresses.Remembered), _addresses.Ports);
        Assert.True(_addresses.TryUse("akka.tcp://shop@127.0.0.1:1"));
        Assert.False(_addresses.TryUse("akka.tcp://shop@127.0.0.1:3"));
    }

    /// <summary>Without the lock: "Collection was modified", for one start in a thousand.</summary>
    [Fact]
    public async Task Ports_ReadWhileAddressesAreTaken_AreWhole()
    {
        var taking = Task.Run(() =>
        {
            for (var port = 1; port <= 20_000; port++)
                _addresses.TryUse($"akka.tcp://s@127.0.0.1:{port}");
        });
        while (!taking.IsCompleted)
            Assert.InRange(_addresses.Ports.Count, 0, UsedAddresses.Remembered);
        await taking;
    }

    [Fact]
    public void Ports_OfAddressesWithoutAny_AreLeftOut()
    {
        foreach (var address in new[] { "akka.shm://shop@4711", "", "akka.tcp://shop@127.0.0.1:99999", "akka.tcp://shop@127.0.0.1:-1", "x:7", "akka.tcp://shop@127.0.0.2:7" })
            Assert.True(_addresses.TryUse(address));
        Assert.Equal([7], _addresses.Ports);
    }
}
