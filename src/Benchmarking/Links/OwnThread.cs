namespace ActorIpc.Benchmarking.Links;

/// <summary>A thread for work that blocks or yields all the time and must not take one from the pool.</summary>
internal static class OwnThread
{
    /// <summary>Runs the work; the task completes with its result or its exception.</summary>
    /// <param name="work">The work.</param>
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
