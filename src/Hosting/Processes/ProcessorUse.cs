using System.Diagnostics;

namespace ActorIpc.Hosting.Processes;

/// <summary>How much of the processor processes use, from one look to the next.</summary>
internal sealed class ProcessorUse
{
    private readonly Dictionary<int, (TimeSpan Used, long At)> _looks = [];

    /// <summary>The use since the last look at a process, in percent of one core; null at the first look and when it is gone.</summary>
    /// <param name="pid">The process.</param>
    public double? PercentSinceLastLook(int pid)
    {
        if (ProcessTable.ProcessorTime(pid) is not { } used)
        {
            _looks.Remove(pid);
            return null;
        }
        var at = Stopwatch.GetTimestamp();
        var known = _looks.TryGetValue(pid, out var last);
        _looks[pid] = (used, at);
        var elapsed = Stopwatch.GetElapsedTime(last.At, at);
        return known && used >= last.Used && elapsed > TimeSpan.Zero ? Math.Max(0, (used - last.Used) / elapsed * 100) : null;
    }
}
