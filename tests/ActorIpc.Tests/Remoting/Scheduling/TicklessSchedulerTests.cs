using ActorIpc.Remoting.Scheduling;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Remoting.Scheduling;

/// <summary>What the tickless scheduler promises beyond the contract, in virtual time, and its races in real time.</summary>
public sealed class TicklessSchedulerTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private readonly VirtualTime _time = new();

    [Fact]
    public void Idle_WithNothingScheduled_NeverWakes()
    {
        using var scheduler = Make();

        _time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(0, _time.Wakes);
        Assert.Equal(0, _time.Armed);
    }

    [Fact]
    public void Idle_WithOneItemFarAhead_WakesForItAndOnceADayAtMost()
    {
        using var scheduler = Make();
        TimeSpan? ran = null;
        scheduler.Advanced().ScheduleOnce(TimeSpan.FromDays(100.5), () => ran = _time.Now);

        _time.Advance(TimeSpan.FromDays(200));

        Assert.Equal(TimeSpan.FromDays(100.5), ran);
        Assert.InRange(_time.Wakes, 1, 101);
        Assert.Equal(0, _time.Armed);
    }

    [Fact]
    public void ScheduleOnce_WithTheLongestDelay_NeverRunsAndDoesNotOverflow()
    {
        using var scheduler = Make();
        using var cancelable = new Cancelable(scheduler.Advanced());
        var ran = false;
        scheduler.Advanced().ScheduleOnce(TimeSpan.MaxValue, () => ran = true, cancelable);
        scheduler.Advanced().ScheduleRepeatedly(TimeSpan.FromTicks(5), TimeSpan.MaxValue, () => { }, cancelable);

        _time.Advance(TimeSpan.FromDays(3650));

        Assert.False(ran);
        cancelable.Cancel();
    }

    [Fact]
    public void ScheduleOnce_EarlierThanWhatIsArmed_RunsInTime()
    {
        using var scheduler = Make();
        var ran = new List<double>();
        foreach (var delay in new[] { 1000, 500, 250, 750, 1 })
            scheduler.Advanced().ScheduleOnce(TimeSpan.FromMilliseconds(delay), () => ran.Add(_time.Now.TotalMilliseconds));

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([1, 250, 500, 750, 1000], ran);
        Assert.Equal(5, _time.Wakes);
    }

    [Fact]
    public void ScheduleOnce_WhileARunIsAboutToEnd_RunsInTime()
    {
        // Between the look into the inbox and the arming of the timer: who schedules there sees a run under way and leaves the rest to it.
        using var scheduler = Make();
        TimeSpan? ran = null;
        scheduler.Advanced().ScheduleOnce(TimeSpan.FromSeconds(1), () => _time.AtNextRead = () =>
            scheduler.Advanced().ScheduleOnce(TimeSpan.FromMilliseconds(5), () => ran = _time.Now));

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromMilliseconds(1005), ran);
    }

    [Fact]
    public void Timer_ThatFiresEarly_RunsNothingEarly()
    {
        _time.Early = TimeSpan.FromMilliseconds(3);
        using var scheduler = Make();
        var ran = new List<TimeSpan>();
        scheduler.Advanced().ScheduleOnce(TimeSpan.FromMilliseconds(10.3), () => ran.Add(_time.Now));

        for (var i = 0; i < 100 && ran.Count == 0; i++)
            _time.Advance(TimeSpan.FromMilliseconds(0.1 * i));

        Assert.True(Assert.Single(ran) >= TimeSpan.FromMilliseconds(10.3), $"ran={ran[0]}");
    }

    [Fact]
    public void ScheduleRepeatedly_AfterTheProcessWasStopped_CatchesUp()
    {
        using var scheduler = Make();
        var runs = 0;
        scheduler.Advanced().ScheduleRepeatedly(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), () => runs++);

        _time.Jump(TimeSpan.FromMilliseconds(1050));
        Assert.Equal(10, runs);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(11, runs);
    }

    [Fact]
    public void ScheduleRepeatedly_WithASlowAction_KeepsTheRate()
    {
        using var scheduler = Make();
        var runs = new List<double>();
        scheduler.Advanced().ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(100), () =>
        {
            runs.Add(_time.Now.TotalMilliseconds);
            if (runs.Count == 2)
                _time.Advance(TimeSpan.FromMilliseconds(30));
        });

        _time.Advance(TimeSpan.FromMilliseconds(450));

        Assert.Equal([0, 100, 200, 300, 400], runs);
    }

    [Fact]
    public void Cancel_OfMillions_LeavesABoundedQueue()
    {
        using var scheduler = Make();
        using var live = new Cancelable(scheduler.Advanced());
        for (var i = 0; i < 500; i++)
            scheduler.Advanced().ScheduleOnce(TimeSpan.FromHours(1), () => { }, live);
        var pending = new Queue<Cancelable>();
        for (var i = 0; i < 300_000; i++)
        {
            var cancelable = new Cancelable(scheduler.Advanced());
            // Every third is found alive in the inbox and cancelled later, in the queue.
            scheduler.Advanced().ScheduleOnce(TimeSpan.FromHours(2), () => { }, cancelable);
            if (i % 3 != 0)
                cancelable.Cancel();
            else
                pending.Enqueue(cancelable);
            if (pending.Count > 400)
                pending.Dequeue().Cancel();
            Assert.True(scheduler.Count <= 2 * (500 + 401) + ScheduledQueue.Slack + 2 * TicklessScheduler.InboxLimit, $"count={scheduler.Count}");
        }
        live.Cancel();
    }

    [Fact]
    public void Cancel_OfWhatIsArmed_WakesOnceMoreAndThenNeverAgain()
    {
        using var scheduler = Make();
        using var cancelable = new Cancelable(scheduler.Advanced());
        scheduler.Advanced().ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => { }, cancelable);
        _time.Advance(TimeSpan.FromSeconds(5.5));
        cancelable.Cancel();

        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(6, _time.Wakes);
        Assert.Equal(0, _time.Armed);
    }

    [Fact]
    public void Dispose_FromWithinAnAction_RunsWhatIsLeftAndEnds()
    {
        var scheduler = Make();
        var runs = new List<string>();
        scheduler.Advanced().ScheduleOnce(TimeSpan.FromHours(2), () => runs.Add("second"));
        scheduler.Advanced().ScheduleOnce(TimeSpan.FromHours(1), () => runs.Add("first"));
        scheduler.Advanced().ScheduleOnce(TimeSpan.FromSeconds(1), scheduler.Dispose);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["first", "second"], runs);
        Assert.Equal(0, _time.Armed);
        Assert.Throws<SchedulerException>(() => scheduler.Advanced().ScheduleOnce(TimeSpan.Zero, () => { }));
        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(2, runs.Count);
    }

    [Fact]
    public void Dispose_BeforeAnythingWasScheduled_ClosesIt()
    {
        var scheduler = Make();
        scheduler.Dispose();

        Assert.Throws<SchedulerException>(() => scheduler.Advanced().ScheduleOnce(TimeSpan.Zero, () => { }));
    }

    [Fact]
    public void RandomSchedules_AgainstAModel_RunEachInItsMillisecondAndInOrder()
    {
        for (var round = 0; round < 200; round++)
        {
            var seed = Environment.GetEnvironmentVariable("ACTORIPC_SEED") is { } text ? int.Parse(text) : Random.Shared.Next();
            try
            {
                RunRandomSchedule(new Random(seed));
            }
            catch (Exception)
            {
                output.WriteLine($"seed: ACTORIPC_SEED={seed}");
                throw;
            }
        }
    }

    [Fact]
    public async Task Schedule_FromManyThreadsForAtOnceOrSoon_IsNeverForgotten()
    {
        // A wake-up that is lost between who schedules and who arms the timer would leave its thread waiting here.
        using var scheduler = new TicklessScheduler(Config.Empty, NoLogger.Instance);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 1500; i++)
            {
                var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var cancelable = new Cancelable(scheduler.Advanced());
                scheduler.Advanced().ScheduleOnce(TimeSpan.FromMilliseconds(50), () => { }, cancelable);
                scheduler.Advanced().ScheduleOnce(TimeSpan.FromMicroseconds((i * 7 + thread) % 3 * 400), ran.SetResult);
                cancelable.Cancel();
                await ran.Task.WaitAsync(Wait);
            }
        })));
    }

    private TicklessScheduler Make() => new(Config.Empty, NoLogger.Instance, _time);

    /// <summary>Schedules, cancels and lets time pass at random; each item is its own model: when it must run is arithmetic.</summary>
    private static void RunRandomSchedule(Random random)
    {
        var time = new VirtualTime { Early = TimeSpan.FromMilliseconds(random.Next(3)) };
        var scheduler = new TicklessScheduler(Config.Empty, NoLogger.Instance, time);
        var items = new List<Item>();
        var order = new List<TimeSpan>();
        for (var step = 0; step < 100; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    time.Advance(TimeSpan.FromTicks(random.NextInt64(200 * TimeSpan.TicksPerMillisecond)));
                    break;
                case 1 when items.Count > 0:
                    items[random.Next(items.Count)].Cancel(time);
                    break;
                default:
                    var item = new Item(scheduler, time, order, random);
                    items.Add(item);
                    break;
            }
            foreach (var item in items)
                item.AssertRuns(time.Now);
        }
        Assert.Equal(order.Order(), order);
        foreach (var item in items)
            item.Cancel(time);
        scheduler.Dispose();
    }

    private sealed class Item
    {
        private readonly Cancelable _cancelable;
        private readonly TimeSpan _deadline;
        private readonly TimeSpan _interval;
        private readonly List<TimeSpan> _runs = [];
        private TimeSpan? _cancelled;

        public Item(TicklessScheduler scheduler, VirtualTime time, List<TimeSpan> order, Random random)
        {
            _cancelable = new Cancelable(scheduler.Advanced());
            var delay = random.Next(4) == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(random.NextInt64(500 * TimeSpan.TicksPerMillisecond));
            _deadline = time.Now + delay;
            _interval = random.Next(3) == 0 ? TimeSpan.FromTicks(random.NextInt64(2, 100) * TimeSpan.TicksPerMillisecond + random.NextInt64(TimeSpan.TicksPerMillisecond)) : TimeSpan.Zero;
            void Run()
            {
                order.Add(DeadlineOf(_runs.Count));
                _runs.Add(time.Now);
            }

            if (_interval == TimeSpan.Zero)
                scheduler.Advanced().ScheduleOnce(delay, Run, _cancelable);
            else
                scheduler.Advanced().ScheduleRepeatedly(delay, _interval, Run, _cancelable);
        }

        public void Cancel(VirtualTime time)
        {
            _cancelable.Cancel();
            _cancelled ??= time.Now;
        }

        public void AssertRuns(TimeSpan now)
        {
            var until = _cancelled ?? now;
            for (var i = 0; i < _runs.Count; i++)
            {
                Assert.True(_runs[i] >= DeadlineOf(i), $"early: deadline={DeadlineOf(i)} ran={_runs[i]}");
                Assert.True(_runs[i] <= DeadlineOf(i) + TimeSpan.FromMilliseconds(1), $"late: deadline={DeadlineOf(i)} ran={_runs[i]}");
                Assert.True(_runs[i] <= until, $"after its cancellation: ran={_runs[i]} cancelled={_cancelled}");
            }
            var next = DeadlineOf(_runs.Count);
            var due = (_interval > TimeSpan.Zero || _runs.Count == 0) && next + TimeSpan.FromMilliseconds(1) <= until;
            Assert.False(due, $"forgotten: deadline={next} now={now} cancelled={_cancelled}");
        }

        private TimeSpan DeadlineOf(int run) => _deadline + run * _interval;
    }
}

/// <summary>The face of a scheduler that runs actions, which it implements explicitly.</summary>
internal static class ActionSchedulerExtensions
{
    public static IActionScheduler Advanced(this TicklessScheduler scheduler) => scheduler;
}
