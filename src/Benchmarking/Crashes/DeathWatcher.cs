using System.Diagnostics;
using ActorIpc.Benchmarking.Actors;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Benchmarking.Crashes;

/// <summary>A third actor system, beside the host's and the node's, that watches an actor of the node as any user would.</summary>
internal sealed class DeathWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system;
    private readonly IActorRef _watcher;

    /// <summary>Starts the system, with what nodes have.</summary>
    public DeathWatcher()
    {
        _system = ActorSystem.Create("bench-crash", LanesConfig.Default().WithFallback(BenchmarkConfig.Common()).WithFallback(SharedMemoryConfig.Default()));
        _watcher = _system.ActorOf(Props.Create(() => new Watcher()), "watcher");
    }

    /// <summary>Watches the guardian of a node's actors; completes when it is watched.</summary>
    /// <param name="address">The address of the node's actor system.</param>
    /// <returns>The moment of its Terminated, as <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public async Task<Task<long>> WatchAsync(string address)
    {
        var guardian = await _system.ActorSelection(address + "/user").ResolveOne(Patience).ConfigureAwait(false);
        var moment = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _watcher.Ask<Watched>(new Watch(guardian, moment), Patience).ConfigureAwait(false);
        // The watch travels behind it: when the answer is here, so is the watch there.
        await guardian.Ask<ActorIdentity>(new Identify(null!), Patience).ConfigureAwait(false);
        return moment.Task.WaitAsync(Patience);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _system.Terminate().ConfigureAwait(false);

    private sealed record Watch(IActorRef Actor, TaskCompletionSource<long> Moment);

    private sealed record Watched;

    private sealed class Watcher : ReceiveActor
    {
        private readonly Dictionary<IActorRef, TaskCompletionSource<long>> _moments = [];

        public Watcher()
        {
            Receive<Watch>(watch =>
            {
                _moments[watch.Actor] = watch.Moment;
                Context.Watch(watch.Actor);
                Sender.Tell(new Watched());
            });
            Receive<Terminated>(death =>
            {
                if (_moments.Remove(death.ActorRef, out var moment))
                    moment.SetResult(Stopwatch.GetTimestamp());
            });
        }
    }
}
