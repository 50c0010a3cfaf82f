using System.Collections.Concurrent;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// The one thread that starts node processes, and never ends: the kernel sends a node its parent-death signal when the thread that started it
/// ends (prctl(2), PR_SET_PDEATHSIG), so a pool thread would take its nodes with it.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Queue = Start();

    /// <summary>Runs a function on the thread.</summary>
    /// <typeparam name="T">What the function returns.</typeparam>
    /// <param name="function">Starts a process; its exception is the task's.</param>
    public static Task<T> RunAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private static BlockingCollection<Action> Start()
    {
        var queue = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in queue.GetConsumingEnumerable())
                action();
        })
        { IsBackground = true, Name = "actoripc-spawn" }.Start();
        return queue;
    }
}
