namespace ActorIpc.Benchmarking.Statistics;

/// <summary>
/// A thread for work that blocks and must not take one from the pool; and for looks at a clock that must not wait for one: actors at full load keep the pool's
/// threads for themselves, and what is queued from outside comes late.
/// </summary>
internal static class OwnThread
{
    /// <summary>Runs the work; the task completes with its result or its exception.</summary>
    /// <param name="work">The work.</param>
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
