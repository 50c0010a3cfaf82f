using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class RestartWindowTests
{
    [Fact]
    public void Add_OneMoreThanIntensityWithinThePeriod_IsTooMany()
    {
        var window = new RestartWindow(2, TimeSpan.FromSeconds(10));
        Assert.True(Add(window, 0));
        Assert.True(Add(window, 1));
        Assert.False(Add(window, 10)); // a stamp exactly one period old still counts
    }

    [Fact]
    public void Add_OldRestartsLeaveTheWindow_TheWindowSlides()
    {
        var window = new RestartWindow(2, TimeSpan.FromSeconds(10));
        for (var second = 0.0; second < 100; second += 5.1)
            Assert.True(Add(window, second));
    }

    [Fact]
    public void Add_IntensityZero_TheFirstIsTooMany() => Assert.False(Add(new RestartWindow(0, TimeSpan.FromSeconds(1)), 0));

    [Fact]
    public void Count_OfOneChild_CountsItsOwnWithinTheWindow()
    {
        var window = new RestartWindow(9, TimeSpan.FromSeconds(10));
        window.Add(TimeSpan.FromSeconds(0), Specs.Name("a"));
        window.Add(TimeSpan.FromSeconds(5), Specs.Name("b"));
        window.Add(TimeSpan.FromSeconds(6), Specs.Name("a"));

        Assert.Equal(2, window.Count(TimeSpan.FromSeconds(6), Specs.Name("a")));
        Assert.Equal(1, window.Count(TimeSpan.FromSeconds(11), Specs.Name("a")));
        Assert.Equal(2, window.Count(TimeSpan.FromSeconds(11)));
    }

    private static bool Add(RestartWindow window, double second) => window.Add(TimeSpan.FromSeconds(second), Specs.Name("a"));
}
