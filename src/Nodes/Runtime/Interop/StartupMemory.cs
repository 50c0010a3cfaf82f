using System.Runtime.InteropServices;

namespace ActorIpc.Nodes.Interop;

/// <summary>
/// Gives back what only the start of a node has needed: what the compiler took from the C library, and a heap that grew while configuration was read. A tenth of an idle node's
/// memory; and the kernel needs less time to take down the node when it dies, so that its death is known sooner.
/// </summary>
internal static class StartupMemory
{
    /// <summary>When the start is over: code that runs often has been compiled a second time by then.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <summary>A heap above this is the user's, in bytes: to compact it would stop the node for longer than it is worth.</summary>
    private const long SmallHeap = 16 * 1024 * 1024;

    /// <summary>Gives it back, once, in a while.</summary>
    /// <param name="stopping">The node ends: nothing is to be gained any more.</param>
    public static async Task GiveBackAsync(CancellationToken stopping)
    {
        await Task.Delay(Rest, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested)
            return;
        if (GC.GetTotalMemory(forceFullCollection: false) <= SmallHeap)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without it (musl) keeps nothing worth mentioning.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int Trim(nuint keep);
}
