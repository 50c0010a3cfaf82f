using ActorIpc.Messages;
using ActorIpc.Nodes.Source;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Nodes.Source;

public sealed class SendWindowTests(ITestOutputHelper output)
{
    private static readonly NodeName One = new("counter-1");
    private static readonly NodeName Two = new("counter-2");

    private readonly ManualTime _time = new();

    [Fact]
    public void Assign_WithTwoCounters_SharesTheBytes()
    {
        var window = Window(One, Two);
        foreach (var (position, length) in new[] { (0, 60), (60, 10), (70, 10), (80, 10), (90, 10), (100, 10) })
            window.Add(position, new byte[length]);

        var assigned = Drain(window);

        Assert.Single(assigned, item => item.Counter == One);
        Assert.Equal(5, assigned.Count(item => item.Counter == Two));
    }

    [Fact]
    public void HasRoom_WhenFullByBytesOrByChunks_IsFalseUntilOneIsStored()
    {
        var window = Window(One);
        window.Add(0, new byte[SendWindow.MaximumBytes + 1]);
        Assert.False(window.HasRoom);
        window.Store(0);
        Assert.True(window.HasRoom);

        for (var i = 0; i < SendWindow.MaximumChunks; i++)
        {
            Assert.True(window.HasRoom);
            window.Add(i, new byte[1]);
        }
        Assert.False(window.HasRoom);
        window.Store(5);
        window.Store(5); // acknowledged twice
        window.Store(123_456_789); // of somebody before us
        Assert.True(window.HasRoom);
        window.Add(2_000, new byte[1]);
        Assert.False(window.HasRoom);
    }

    [Fact]
    public void CounterDown_GivesItsChunksToTheOther()
    {
        var window = Window(One, Two);
        window.Add(0, new byte[10]);
        window.Add(10, new byte[10]);
        var first = Drain(window);

        window.CounterDown(One, 1);

        Assert.Equal([(Two, first.Single(item => item.Counter == One).Position)], Drain(window));
    }

    [Fact]
    public void CounterDown_OfTheOnlyOne_KeepsItsChunksForTheNextIncarnation()
    {
        var window = Window(One);
        window.Add(0, new byte[10]);
        Drain(window);

        window.CounterDown(One, 1);
        Assert.Empty(Drain(window));
        window.CounterUp(One, 2);
        window.CounterDown(One, 1); // late news of the one before

        Assert.Equal([(One, 0)], Drain(window));
    }

    [Fact]
    public void CounterUp_OfANewIncarnationWithoutADown_SendsItsChunksAgain()
    {
        var window = Window(One);
        window.Add(0, new byte[10]);
        Drain(window);

        window.CounterUp(One, 1); // the same, told twice
        Assert.Empty(Drain(window));
        window.CounterUp(One, 2);

        Assert.Equal([(One, 0)], Drain(window));
    }

    [Fact]
    public void ReassignOverdue_PrefersAnotherCounterAndGrowsPatient()
    {
        var window = Window(One, Two);
        window.Add(0, new byte[10]);
        var first = Assert.Single(Drain(window)).Counter;

        _time.Advance(SendWindow.Patience - TimeSpan.FromMilliseconds(1));
        window.ReassignOverdue();
        Assert.Empty(Drain(window));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        window.ReassignOverdue();
        Assert.Equal([(first == One ? Two : One, 0)], Drain(window));

        _time.Advance(SendWindow.Patience);
        window.ReassignOverdue();
        Assert.Empty(Drain(window));
        _time.Advance(SendWindow.Patience);
        window.ReassignOverdue();
        Assert.Equal([(first, 0)], Drain(window));
    }

    [Fact]
    public void ReassignOverdue_WhileTheCounterGetsOnOrTheCollectorWasAway_Waits()
    {
        var window = Window(One);
        foreach (var position in new[] { 0, 10, 20 })
            window.Add(position, new byte[10]);
        Drain(window);

        _time.Advance(SendWindow.Patience * 0.9);
        window.Store(10);
        _time.Advance(SendWindow.Patience * 0.9);
        window.ReassignOverdue();
        Assert.Empty(Drain(window));
        window.RestartPatience();
        _time.Advance(SendWindow.Patience * 0.9);
        window.ReassignOverdue();
        Assert.Empty(Drain(window));
        _time.Advance(SendWindow.Patience * 0.1);
        window.ReassignOverdue();

        Assert.Equal([(One, 0), (One, 20)], Drain(window));
    }

    [Fact]
    public void CounterDown_OfChunksOfWhichSomeAreStoredMeanwhile_SendsTheOthersInOrder()
    {
        var window = Window(One);
        foreach (var position in new[] { 0, 10, 20, 30 })
            window.Add(position, new byte[10]);
        Drain(window);
        window.Store(10);

        window.CounterDown(One, 1);
        window.Store(20); // while it waits
        window.CounterUp(One, 2);

        Assert.Equal([(One, 0), (One, 30)], Drain(window));
    }

    [Fact]
    public void KeepOnly_WhatAPlanLeaves_ForgetsTheRest()
    {
        var window = Window(One);
        window.Add(0, new byte[10]);
        window.Add(10, new byte[10]);

        window.KeepOnly(position => position == 10);

        Assert.Equal([(One, 10)], Drain(window));
        Assert.Null(window.Find(0));
        Assert.Equal(10, window.Find(10)!.Length);
    }

    [Fact]
    public void Window_UnderAnySequenceOfEvents_LosesNoChunkAndHasEachAtOneLiveCounter()
    {
        var random = Seeded.Random(output);
        for (var round = 0; round < 50; round++)
        {
            var window = new SendWindow(_time);
            var incarnations = new Dictionary<NodeName, int> { [One] = 0, [Two] = 0 };
            var live = new Dictionary<NodeName, int>();
            var unstored = new HashSet<long>();
            var holder = new Dictionary<long, (NodeName, int)>();
            for (var step = 0; step < 200; step++)
            {
                var name = random.Next(2) == 0 ? One : Two;
                switch (random.Next(6))
                {
                    case 0 when window.HasRoom:
                        window.Add(step, new byte[random.Next(1, 100)]);
                        unstored.Add(step);
                        break;
                    case 1 when unstored.Count > 0:
                        var stored = unstored.ElementAt(random.Next(unstored.Count));
                        window.Store(stored);
                        unstored.Remove(stored);
                        break;
                    case 2:
                        live[name] = ++incarnations[name];
                        window.CounterUp(name, live[name]);
                        break;
                    case 3 when live.Remove(name, out var incarnation):
                        window.CounterDown(name, incarnation);
                        break;
                    case 4:
                        _time.Advance(SendWindow.Patience);
                        window.ReassignOverdue();
                        break;
                    case 5:
                        window.RestartPatience();
                        break;
                }
                while (window.TryAssign(out var assignment))
                {
                    Assert.Contains(assignment.Position, unstored);
                    holder[assignment.Position] = (assignment.Counter, live[assignment.Counter]);
                }
                if (live.Count > 0)
                    Assert.All(unstored, position => Assert.Equal(live.GetValueOrDefault(holder[position].Item1), holder[position].Item2));
                Assert.Equal(unstored.Count == 0, window.IsEmpty);
            }
        }
    }

    private static List<(NodeName Counter, long Position)> Drain(SendWindow window)
    {
        var assigned = new List<(NodeName, long)>();
        while (window.TryAssign(out var assignment))
            assigned.Add((assignment.Counter, assignment.Position));
        return assigned;
    }

    private SendWindow Window(params NodeName[] counters)
    {
        var window = new SendWindow(_time);
        foreach (var counter in counters)
            window.CounterUp(counter, 1);
        return window;
    }
}
