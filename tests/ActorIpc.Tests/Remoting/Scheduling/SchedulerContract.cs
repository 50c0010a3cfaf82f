using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Dsl;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Routing;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Remoting.Scheduling;

/// <summary>
/// What users of an Akka.NET scheduler rely on, after the specifications of Akka's own; each implementation inherits it. That something does not
/// happen is shown by something later that does.
/// </summary>
public abstract class SchedulerContract : TestKit
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private readonly List<SchedulerBase> _schedulers = [];

    protected SchedulerContract(Config config)
        : base(config.WithFallback(ConfigurationFactory.ParseString("akka { loglevel = DEBUG, stdout-loglevel = OFF }")))
    {
        Scheduler = Make();
    }

    /// <summary>A scheduler of its own, beside that of the actor system.</summary>
    private SchedulerBase Scheduler { get; }

    private IActionScheduler Actions => Scheduler;

    private ITellScheduler Tells => Scheduler;

    protected abstract SchedulerBase Create(Config config, ILoggingAdapter log);

    [Fact]
    public async Task ScheduleOnce_WithDifferentDelays_RunsInTheOrderOfTheirTimes()
    {
        foreach (var delay in new[] { 200, 1, 100, 50 })
            Actions.ScheduleOnce(delay, () => TestActor.Tell(delay));

        foreach (var delay in new[] { 1, 50, 100, 200 })
            await ExpectMsgAsync(delay, Wait);
    }

    [Fact]
    public async Task ScheduleOnce_WithTheSameDelay_RunsAllInTheOrderTheyCame()
    {
        for (var i = 0; i < 1000; i++)
        {
            var number = i;
            Actions.ScheduleOnce(30, () => TestActor.Tell(number));
        }

        for (var i = 0; i < 1000; i++)
            await ExpectMsgAsync(i, Wait);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(250)]
    public async Task ScheduleOnce_WithADelay_NeverRunsEarlyAndRunsOnce(int milliseconds)
    {
        var start = Scheduler.HighResMonotonicClock;
        Actions.ScheduleOnce(milliseconds, () => TestActor.Tell(new Ran(Scheduler.HighResMonotonicClock)));
        Actions.ScheduleOnce(milliseconds + 100, () => TestActor.Tell("later"));

        var ran = (await ExpectMsgAsync<Ran>(Wait)).At;
        Assert.True((ran - start).TotalMilliseconds >= milliseconds, $"early: delay={milliseconds} ran={ran - start}");
        await ExpectMsgAsync("later", Wait);
    }

    [Fact]
    public async Task ScheduleRepeatedly_WithAnInterval_KeepsTheRate()
    {
        var start = Scheduler.HighResMonotonicClock;
        using var cancelable = new Cancelable(Actions);
        Actions.ScheduleRepeatedly(0, 50, () => TestActor.Tell(new Ran(Scheduler.HighResMonotonicClock)), cancelable);

        for (var i = 0; i < 8; i++)
        {
            // A wheel may count from the beginning of a tick of 10 ms.
            var ran = (await ExpectMsgAsync<Ran>(Wait)).At;
            Assert.True((ran - start).TotalMilliseconds >= 50 * i - 10, $"early: run={i} ran={ran - start}");
        }
        cancelable.Cancel();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-4711)]
    public void Schedule_WithANegativeDelay_Throws(int delay)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Actions.ScheduleOnce(delay, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Actions.ScheduleRepeatedly(delay, 10, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tells.ScheduleTellOnce(delay, TestActor, "x", TestActor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tells.ScheduleTellRepeatedly(delay, 10, TestActor, "x", TestActor));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ScheduleRepeatedly_WithoutAPositiveInterval_Throws(int interval)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Actions.ScheduleRepeatedly(10, interval, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tells.ScheduleTellRepeatedly(10, interval, TestActor, "x", TestActor));
    }

    [Fact]
    public async Task Schedule_RunnableWithANegativeDelayOrInterval_RunsOnceAtOnce()
    {
        Scheduler.ScheduleOnce(TimeSpan.FromSeconds(-5), new ActionRunnable(() => TestActor.Tell("once")));
        await ExpectMsgAsync("once", Wait);
        Scheduler.ScheduleRepeatedly(TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(-1), new ActionRunnable(() => TestActor.Tell("again")));
        await ExpectMsgAsync("again", Wait);
        await NothingMore();
    }

    [Fact]
    public async Task Cancel_BeforeItIsScheduled_PreventsEveryKind()
    {
        var cancelled = Cancelable.CreateCanceled();
        Actions.ScheduleOnce(0, () => TestActor.Tell("once"), cancelled);
        Actions.ScheduleRepeatedly(0, 10, () => TestActor.Tell("repeatedly"), cancelled);
        Tells.ScheduleTellOnce(0, TestActor, "tell", TestActor, cancelled);
        Tells.ScheduleTellRepeatedly(0, 10, TestActor, "tells", TestActor, cancelled);

        await NothingMore();
    }

    [Fact]
    public async Task Cancel_BeforeItIsDue_PreventsIt()
    {
        using var cancelable = new Cancelable(Actions);
        Actions.ScheduleOnce(50, () => TestActor.Tell("once"), cancelable);
        Actions.ScheduleRepeatedly(50, 10, () => TestActor.Tell("repeatedly"), cancelable);
        cancelable.Cancel();

        await NothingMore();
    }

    [Fact]
    public async Task Cancel_FromWithinARepeatedAction_EndsIt()
    {
        using var cancelable = new Cancelable(Actions);
        var runs = 0;
        Actions.ScheduleRepeatedly(
            0,
            10,
            () =>
            {
                TestActor.Tell(++runs);
                if (runs == 3)
                    cancelable.Cancel();
            },
            cancelable);

        for (var i = 1; i <= 3; i++)
            await ExpectMsgAsync(i, Wait);
        await NothingMore();
    }

    [Fact]
    public async Task Cancel_ByAnEarlierActionOfTheSameTime_PreventsTheLaterOne()
    {
        using var cancelable = new Cancelable(Actions);
        Actions.ScheduleOnce(30, cancelable.Cancel);
        Actions.ScheduleOnce(30, () => TestActor.Tell("too late"), cancelable);

        await NothingMore();
    }

    [Fact]
    public async Task CancelAfter_SomeTime_EndsARepeatedAction()
    {
        var cancelable = new Cancelable(Actions, TimeSpan.FromMilliseconds(100));
        var ended = new TaskCompletionSource();
        cancelable.Token.Register(ended.SetResult);
        Actions.ScheduleRepeatedly(0, 10, () => TestActor.Tell("run"), cancelable);

        await ExpectMsgAsync("run", Wait);
        await ended.Task.WaitAsync(Wait);
        Actions.ScheduleOnce(50, () => TestActor.Tell("after"));
        await FishForMessageAsync(m => m.Equals("after"), Wait);
        await NothingMore();
    }

    [Fact]
    public async Task Action_ThatThrows_IsLoggedNotRepeatedAndHarmsNoOther()
    {
        await EventFilter.Error(contains: "Error while executing scheduled task").ExpectAsync(2, Wait, () =>
        {
            Actions.ScheduleOnce(10, () => throw new InvalidOperationException("once"));
            Actions.ScheduleRepeatedly(10, 10, () => throw new InvalidOperationException("repeatedly"));
            Actions.ScheduleOnce(10, () => TestActor.Tell("same time"));
            Actions.ScheduleOnce(100, () => TestActor.Tell("later"));
            return Task.CompletedTask;
        });

        await ExpectMsgAsync("same time", Wait);
        await ExpectMsgAsync("later", Wait);
    }

    [Fact]
    public async Task Action_ThatSchedulesAnother_MayDoSo()
    {
        void Next(int number)
        {
            TestActor.Tell(number);
            if (number < 20)
                Actions.ScheduleOnce(number % 3, () => Next(number + 1));
        }

        Next(0);

        for (var i = 0; i <= 20; i++)
            await ExpectMsgAsync(i, Wait);
    }

    [Fact]
    public async Task ScheduleTell_ToAnActor_ArrivesOpenedAndWithItsSender()
    {
        var sender = CreateTestProbe();
        using var cancelable = new Cancelable(Actions);
        Tells.ScheduleTellOnce(10, TestActor, "once", sender);
        await ExpectMsgAsync("once", Wait);
        Assert.Equal(sender.Ref, LastSender);

        Tells.ScheduleTellRepeatedly(0, 10, TestActor, "repeatedly", sender, cancelable);
        for (var i = 0; i < 3; i++)
            await ExpectMsgAsync("repeatedly", Wait);
        Assert.Equal(sender.Ref, LastSender);
        cancelable.Cancel();
    }

    [Fact]
    public async Task ScheduleTell_ToAReferenceWithoutAnActorOrThroughARouter_ArrivesOpened()
    {
        var direct = new TaskCompletionSource<object>();
        var routed = new TaskCompletionSource<object>();
        var provider = ((ExtendedActorSystem)Sys).Provider;
        Tells.ScheduleTellOnce(10, provider.CreateFutureRef(direct), "direct", ActorRefs.NoSender);
        var router = Sys.ActorOf(Props.Empty.WithRouter(new BroadcastGroup()));
        router.Tell(new AddRoutee(Routee.FromActorRef(provider.CreateFutureRef(routed))));
        await AwaitAssertAsync(async () => Assert.Single((await router.Ask<Routees>(GetRoutees.Instance, Wait)).Members), Wait);
        Tells.ScheduleTellOnce(10, router, "routed", ActorRefs.NoSender);

        Assert.Equal("direct", await direct.Task.WaitAsync(Wait));
        Assert.Equal("routed", await routed.Task.WaitAsync(Wait));
    }

    [Fact]
    public async Task ScheduleTell_OfAMessageThatIsNoActivity_DoesNotHoldOffTheReceiveTimeout()
    {
        using var cancelable = new Cancelable(Actions);
        var idle = Sys.ActorOf(actor =>
        {
            actor.OnPreStart = context => context.SetReceiveTimeout(TimeSpan.FromMilliseconds(200));
            actor.Receive<ReceiveTimeout>((_, context) => TestActor.Tell("idle"));
            actor.Receive<Quiet>((_, _) => { });
        });
        Tells.ScheduleTellRepeatedly(0, 20, idle, new Quiet(), ActorRefs.NoSender, cancelable);

        await ExpectMsgAsync("idle", Wait);
        cancelable.Cancel();
    }

    [Fact]
    public async Task Schedule_FarAhead_HoldsUpNothing()
    {
        using var cancelable = new Cancelable(Actions);
        Actions.ScheduleOnce(TimeSpan.FromDays(100), () => TestActor.Tell("in 100 days"), cancelable);
        Actions.ScheduleOnce(TimeSpan.FromMilliseconds(20), () => TestActor.Tell("soon"));

        await ExpectMsgAsync("soon", Wait);
        await NothingMore();
        // Else disposing would run it.
        cancelable.Cancel();
    }

    [Fact]
    public async Task Schedule_FromManyThreads_RunsEachOnceAndCancelledOnesNever()
    {
        const int threads = 4;
        const int each = 5000;
        var runs = new ConcurrentDictionary<int, int>();
        var cancelledTooLate = new ConcurrentDictionary<int, bool>(); // its thread was off the processor until the action was due
        var expected = new CountdownEvent(threads * each / 2);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                var number = thread * each + i;
                var delay = 100 + number % 100;
                var isKept = number % 2 == 0;
                var cancelable = isKept ? null : new Cancelable(Actions);
                var before = Stopwatch.GetTimestamp();
                Actions.ScheduleOnce(
                    delay,
                    () =>
                    {
                        runs.AddOrUpdate(number, 1, (_, n) => n + 1);
                        if (isKept)
                            expected.Signal();
                    },
                    cancelable);
                cancelable?.Cancel();
                if (!isKept && Stopwatch.GetElapsedTime(before).TotalMilliseconds >= delay)
                    cancelledTooLate[number] = true;
            }
        })));

        Assert.True(expected.Wait(Wait), $"missing={expected.CurrentCount}");
        await NothingMore();
        Assert.All(runs, run => Assert.True(run.Value == 1 && (run.Key % 2 == 0 || cancelledTooLate.ContainsKey(run.Key)), $"number={run.Key} runs={run.Value}"));
        Assert.True(cancelledTooLate.Count < threads * each / 4, $"late={cancelledTooLate.Count}");
    }

    [Fact]
    public async Task Dispose_WithWorkLeft_RunsItOnceAndNothingAfterwards()
    {
        var scheduler = Make();
        var runs = new ConcurrentQueue<string>();
        using var cancelled = new Cancelable((IActionScheduler)scheduler);
        using var running = new CountdownEvent(2);
        ((IActionScheduler)scheduler).ScheduleRepeatedly(0, 10, () =>
        {
            runs.Enqueue("repeatedly");
            if (!running.IsSet)
                running.Signal();
        });
        ((IActionScheduler)scheduler).ScheduleOnce(600_000, () => runs.Enqueue("once"));
        ((IActionScheduler)scheduler).ScheduleOnce(600_000, () => runs.Enqueue("cancelled"), cancelled);
        ((IActionScheduler)scheduler).ScheduleOnce(600_000, () => throw new InvalidOperationException("at the end"));
        ((IActionScheduler)scheduler).ScheduleOnce(600_000, () => ((IActionScheduler)scheduler).ScheduleOnce(0, () => runs.Enqueue("scheduled too late")));
        cancelled.Cancel();
        Assert.True(running.Wait(Wait));

        ((IDisposable)scheduler).Dispose();

        var count = runs.Count;
        Assert.Single(runs, run => run == "once");
        Assert.DoesNotContain("cancelled", runs);
        await NothingMore();
        Assert.Equal(count, runs.Count);
        Assert.DoesNotContain("scheduled too late", runs);
    }

    [Fact]
    public async Task Schedule_AfterDispose_Throws()
    {
        var scheduler = Make();
        ((IActionScheduler)scheduler).ScheduleOnce(0, () => TestActor.Tell("started"));
        await ExpectMsgAsync("started", Wait);
        ((IDisposable)scheduler).Dispose();
        ((IDisposable)scheduler).Dispose();

        Assert.Throws<SchedulerException>(() => ((IActionScheduler)scheduler).ScheduleOnce(10, () => { }));
        Assert.Throws<SchedulerException>(() => ((IActionScheduler)scheduler).ScheduleRepeatedly(10, 10, () => { }));
        Assert.Throws<SchedulerException>(() => ((ITellScheduler)scheduler).ScheduleTellOnce(10, TestActor, "x", TestActor));
        Assert.Throws<SchedulerException>(() => ((ITellScheduler)scheduler).ScheduleTellRepeatedly(10, 10, TestActor, "x", TestActor));
    }

    [Fact]
    public async Task Dispose_WhileAnActionDoesNotEnd_GivesUpAfterTheTimeout()
    {
        var scheduler = Make("akka.scheduler.shutdown-timeout = 50ms");
        using var blocked = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        ((IActionScheduler)scheduler).ScheduleOnce(0, () =>
        {
            blocked.Set();
            release.Wait();
        });
        Assert.True(blocked.Wait(Wait));

        await EventFilter.Warning(contains: "Failed to shutdown scheduler").ExpectOneAsync(Wait, () =>
        {
            ((IDisposable)scheduler).Dispose();
            return Task.CompletedTask;
        });
        release.Set();
    }

    [Fact]
    public void Clocks_AreThoseOfTheSystem()
    {
        var provider = Assert.IsAssignableFrom<IDateTimeOffsetNowTimeProvider>(Scheduler);
        var before = DateTimeOffset.UtcNow;
        var now = provider.Now;
        Assert.InRange(now, before, DateTimeOffset.UtcNow);

        var (coarse, fine) = (provider.MonotonicClock, provider.HighResMonotonicClock);
        SpinWait.SpinUntil(() => provider.MonotonicClock > coarse && provider.HighResMonotonicClock > fine, Wait);
        Assert.True(provider.MonotonicClock > coarse);
        Assert.True(provider.HighResMonotonicClock > fine);
    }

    [Fact]
    public async Task ActorSystem_WithTheScheduler_ServesTimersTimeoutsAndShutsItDown()
    {
        Assert.IsType(Scheduler.GetType(), Sys.Scheduler);
        var actor = Sys.ActorOf(Props.Create(() => new Ticking(TestActor)));
        // The single message may come between any two ticks.
        var ticks = 0;
        var singles = 0;
        while (ticks < 3 || singles < 1)
        {
            var message = await ExpectMsgAsync<string>(Wait);
            ticks += message == "tick" ? 1 : 0;
            singles += message == "single" ? 1 : 0;
        }
        actor.Tell(PoisonPill.Instance);
        await Assert.ThrowsAsync<AskTimeoutException>(() => Sys.ActorOf(Props.Create(() => new Silent())).Ask<string>("?", TimeSpan.FromMilliseconds(50)));
        Assert.Equal(7, await Akka.Pattern.FutureTimeoutSupport.After(TimeSpan.FromMilliseconds(20), Sys.Scheduler, () => Task.FromResult(7)).WaitAsync(Wait));

        await Sys.Terminate().WaitAsync(Wait);
        Assert.Throws<SchedulerException>(() => Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "x", TestActor));
    }

    protected override void AfterAll()
    {
        foreach (var scheduler in _schedulers)
            ((IDisposable)scheduler).Dispose();
        base.AfterAll();
    }

    private SchedulerBase Make(string hocon = "")
    {
        var config = hocon.Length == 0 ? Sys.Settings.Config : ConfigurationFactory.ParseString(hocon).WithFallback(Sys.Settings.Config);
        var scheduler = Create(config, Log);
        _schedulers.Add(scheduler);
        return scheduler;
    }

    /// <summary>Nothing that was due within a while came: what came first is what was scheduled for its end.</summary>
    private async Task NothingMore()
    {
        var later = CreateTestProbe();
        Sys.Scheduler.Advanced.ScheduleOnce(200, () => later.Tell("200 ms later"));
        await later.ExpectMsgAsync("200 ms later", Wait);
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private sealed record Ran(TimeSpan At);

    private sealed record Quiet : INotInfluenceReceiveTimeout;

    private sealed class Silent : ReceiveActor;

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking(IActorRef target) => ReceiveAny(target.Tell);

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("periodic", "tick", TimeSpan.FromMilliseconds(10));
            Timers.StartSingleTimer("single", "single", TimeSpan.FromMilliseconds(60));
        }
    }
}
