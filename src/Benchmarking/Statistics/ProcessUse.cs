namespace ActorIpc.Benchmarking.Statistics;

/// <summary>What processes have used up since their start.</summary>
/// <param name="Processor">Processor time, user and kernel, of all threads.</param>
/// <param name="AllocatedBytes">Bytes of managed memory allocated.</param>
internal readonly record struct ProcessUse(TimeSpan Processor, long AllocatedBytes)
{
    /// <summary>What this process has used.</summary>
    public static ProcessUse OfThisProcess() => new(Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());

    /// <summary>Of two processes together.</summary>
    public static ProcessUse operator +(ProcessUse left, ProcessUse right) =>
        new(left.Processor + right.Processor, left.AllocatedBytes + right.AllocatedBytes);

    /// <summary>Between two looks.</summary>
    public static ProcessUse operator -(ProcessUse later, ProcessUse earlier) =>
        new(later.Processor - earlier.Processor, later.AllocatedBytes - earlier.AllocatedBytes);
}
