using ActorIpc.Benchmarking;

namespace ActorIpc.Tests.Benchmarking;

/// <summary>What a run may be asked for.</summary>
public sealed class BenchmarkOptionsTests
{
    [Fact]
    public void Options_AsTheyAre_AreValidAndDoneWithinTwoMinutes()
    {
        var options = new BenchmarkOptions();
        Assert.Empty(options.Validate());
        Assert.Empty((options with { Crash = true, Mesh = true }).Validate());
        Assert.False(options.Mesh);
        Assert.True(options.Length <= TimeSpan.FromMinutes(2));
        Assert.Equal("tcp", options.Paths[0]);
    }

    [Fact]
    public void Options_SeveralErrors_AreAllToldWithTheirValues()
    {
        var errors = new BenchmarkOptions { Paths = ["tcp", "pigeon", "tcp"], Length = TimeSpan.FromSeconds(1), Kills = 0 }.Validate();
        Assert.Equal(4, errors.Count);
        foreach (var expected in new[] { "path=pigeon", "path=tcp", "seconds=1", "kills=0" })
            Assert.Contains(errors, error => error.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_Meshes_HaveSizesAndTimeForTheirProcesses()
    {
        var options = new BenchmarkOptions { Paths = [], Mesh = true };
        Assert.Empty(options.Validate());
        Assert.Contains((options with { MeshNodes = [2, 33] }).Validate(), error => error.Contains("nodes=33", StringComparison.Ordinal));
        Assert.NotEmpty((options with { MeshNodes = [] }).Validate());
        Assert.Contains((options with { Length = TimeSpan.FromSeconds(10) }).Validate(), error => error.Contains("seconds=10", StringComparison.Ordinal));
        Assert.Empty((options with { Length = TimeSpan.FromSeconds(10), MeshNodes = [1, 2] }).Validate());
    }

    [Fact]
    public void Options_NoPath_AreForCrashesAlone()
    {
        Assert.Single(new BenchmarkOptions { Paths = [] }.Validate());
        Assert.Empty(new BenchmarkOptions { Paths = [], Crash = true }.Validate());
    }
}
