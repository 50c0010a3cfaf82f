using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;

namespace ActorIpc.Tests.Hosting.Processes;

/// <summary>A life begins when nothing is left of the one before.</summary>
public sealed class DeparturesTests
{
    private readonly Departures _departures = new();
    private readonly List<string> _begun = [];

    [Fact]
    public void Life_WithoutAPredecessor_BeginsAtOnce()
    {
        _departures.Add(Life("other", 1));
        Begin(Life("a", 1));
        Assert.Equal(["a#1"], _begun);
    }

    [Fact]
    public void Life_WhosePredecessorIsNotGone_BeginsWhenItIs()
    {
        var first = Life("a", 1);
        var second = Life("a", 2);
        _departures.Add(first);
        Begin(second);
        Assert.Empty(_begun);
        Assert.True(second.IsHeldBack);
        Assert.Equal([first], _departures.Runs);

        Assert.False(_departures.Remove(Life("a", 1))); // not this one
        Assert.True(_departures.Remove(first));
        Assert.Equal(["a#2"], _begun);
        Assert.False(second.IsHeldBack);
        Assert.True(_departures.IsEmpty);
        Assert.False(_departures.Remove(first));
    }

    [Fact]
    public void Life_ThatEndsWhileItWaits_DoesNotBegin()
    {
        var first = Life("a", 1);
        var second = Life("a", 2);
        _departures.Add(first);
        Begin(second);
        second.End(); // a standby that was lost in the meantime
        Begin(Life("a", 3));
        _departures.Remove(first);
        Assert.Equal(["a#3"], _begun);
    }

    private void Begin(NodeRun life) => _departures.WhenGone(life, () => _begun.Add(life.Label));

    private static NodeRun Life(string name, int incarnation) =>
        new(new NodeName(name), new ChildSpec { Name = new NodeName(name), Executable = "program" }, incarnation);
}
