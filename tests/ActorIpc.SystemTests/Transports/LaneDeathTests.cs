using System.Diagnostics;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.SystemTests.Transports;

/// <summary>What watchers and senders learn when a peer's process dies or stands still. Akka's own failure detector is as good as switched off, so every death that is told is the kernel's word.</summary>
public sealed class LaneDeathTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();
    private readonly List<PeerProcess> _peers = [];
    private readonly ActorSystem _system;

    public LaneDeathTests()
    {
        _system = ActorSystem.Create("watchers", LanesConfig.Default().WithFallback(ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              log-dead-letters = off
              remote.watch-failure-detector.acceptable-heartbeat-pause = 1h
            }
            actoripc.links.runtime-directory = "{{_scratch.RuntimeDirectory}}"
            """)).WithFallback(SharedMemoryConfig.WithoutTcp()));
    }

    public void Dispose()
    {
        _system.Terminate().Wait(Patience);
        foreach (var peer in _peers)
            peer.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Terminated_OfAKilledProcess_ComesFromTheKernelAndAfterTheAnswers()
    {
        for (var round = 0; round < 5; round++)
        {
            var (peer, echo) = await StartAsync();
            var watcher = new Watcher();
            var actor = _system.ActorOf(Props.Create(() => new WatchingActor(watcher, echo)));
            await watcher.Watching.Task.WaitAsync(Patience);
            for (var i = 0; i < 1000; i++)
                echo.Tell(i, actor);
            await Eventually.Get(() => watcher.Answers, answers => answers > 0, Patience, "the peer answers");

            peer.Kill();

            Assert.Equal(echo, await watcher.Terminated.Task.WaitAsync(Patience));
            var answers = watcher.Answers;
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => actor.Ask<ActorIdentity>(new Identify(null!), Patience)));
            Assert.Equal(answers, watcher.Answers);
            Assert.True(watcher.InOrder, "answers came out of order");
        }
    }

    [Fact]
    public async Task Terminated_OfAProcessThatIsOnlyWatched_ComesFromTheKernelToo()
    {
        var (peer, echo) = await StartAsync();
        var watcher = new Watcher();
        _system.ActorOf(Props.Create(() => new WatchingActor(watcher, echo)));
        await watcher.Watching.Task.WaitAsync(Patience);

        peer.Kill();

        Assert.Equal(echo, await watcher.Terminated.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Peer_ThatStandsStill_IsNotTakenForDead()
    {
        var (peer, echo) = await StartAsync();
        var watcher = new Watcher();
        var actor = _system.ActorOf(Props.Create(() => new WatchingActor(watcher, echo)));
        await watcher.Watching.Task.WaitAsync(Patience);
        await echo.Ask<int>(1, Patience);

        Signals.Send(peer.Pid, "STOP");
        for (var i = 0; i < 1000; i++)
            echo.Tell(i, actor);
        Assert.False(watcher.Terminated.Task.IsCompleted);
        Signals.Send(peer.Pid, "CONT");

        await Eventually.Get(() => watcher.Answers, answers => answers == 1000, Patience, "everything is answered");
        Assert.True(watcher.InOrder, "answers came out of order");
        Assert.False(watcher.Terminated.Task.IsCompleted);
    }

    private async Task<(PeerProcess Peer, IActorRef Echo)> StartAsync()
    {
        const string word = "address ";
        var info = new ProcessStartInfo(BuildOutput.AkkaPeer, ["lanes"]);
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        var peer = PeerProcess.Start(info);
        _peers.Add(peer);
        var line = await Eventually.Get(
            () => peer.Output.Split('\n').FirstOrDefault(line => line.StartsWith(word, StringComparison.Ordinal)), line => line is not null, Patience, "the peer says its address");
        return (peer, await _system.ActorSelection($"{line![word.Length..]}/user/echo").ResolveOne(Patience));
    }

    /// <summary>What a watching actor has seen.</summary>
    private sealed class Watcher
    {
        private int _answers;

        public TaskCompletionSource Watching { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<IActorRef> Terminated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Answers => Volatile.Read(ref _answers);

        public bool InOrder { get; private set; } = true;

        public void Answer(int number)
        {
            InOrder &= number == _answers;
            Volatile.Write(ref _answers, _answers + 1);
        }
    }

    private sealed class WatchingActor : ReceiveActor
    {
        public WatchingActor(Watcher watcher, IActorRef watched)
        {
            Context.Watch(watched);
            // Travels behind the watch: when the answer is here, so is the watch there.
            watched.Tell(new Identify(null!));
            Receive<ActorIdentity>(_ => watcher.Watching.TrySetResult());
            Receive<int>(watcher.Answer);
            Receive<Terminated>(death => watcher.Terminated.TrySetResult(death.ActorRef));
        }
    }
}
