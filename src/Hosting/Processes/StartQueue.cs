namespace ActorIpc.Hosting.Processes;

/// <summary>
/// Lets no more processes start at a time than there are processors for, in the order in which they were asked for. Until a node presents itself it does nothing but compute; ten at once are all ready when
/// the last one is, and everything else on the machine, the host first of all, waits in line with their threads. Safe from any thread.
/// </summary>
/// <param name="places">How many may start at a time.</param>
internal sealed class StartQueue(int places)
{
    /// <summary>How long a process keeps its place at the most: one that has not presented itself by then waits for something else than a processor.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _places = new(places);

    /// <summary>Starts a process when it is its turn.</summary>
    /// <param name="start">Starts it.</param>
    /// <param name="presented">Completes when it has presented itself.</param>
    /// <param name="unwanted">Cancelled when it is not to be started any more.</param>
    /// <exception cref="OperationCanceledException">It was not wanted any more before it was its turn.</exception>
    /// <exception cref="ProcessStartException">The executable cannot be started.</exception>
    public async Task<INodeProcess> StartAsync(Func<Task<INodeProcess>> start, Task presented, CancellationToken unwanted)
    {
        await _places.WaitAsync(unwanted).ConfigureAwait(false);
        try
        {
            var process = await start().ConfigureAwait(false);
            _ = LeaveAsync(Task.WhenAny(presented, process.Exited));
            return process;
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    private async Task LeaveAsync(Task started)
    {
        await started.WaitAsync(Longest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _places.Release();
    }
}
