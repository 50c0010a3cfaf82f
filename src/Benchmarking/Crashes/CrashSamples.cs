namespace ActorIpc.Benchmarking.Crashes;

/// <summary>What was measured of some kills.</summary>
internal sealed class CrashSamples
{
    /// <summary>From each kill to NodeDown, in milliseconds.</summary>
    public List<double> NodeDown { get; } = [];

    /// <summary>From each kill to Terminated, in milliseconds.</summary>
    public List<double> Terminated { get; } = [];

    /// <summary>From each kill to the next NodeReady, in milliseconds.</summary>
    public List<double> Ready { get; } = [];

    /// <summary>Resident memory of each node that was killed, in bytes.</summary>
    public List<double> ResidentBytes { get; } = [];

    /// <summary>How many kills that is.</summary>
    public int Count => Ready.Count;

    /// <summary>Adds a kill.</summary>
    public void Add(TimeSpan down, TimeSpan terminated, TimeSpan ready, long residentBytes)
    {
        NodeDown.Add(down.TotalMilliseconds);
        Terminated.Add(terminated.TotalMilliseconds);
        Ready.Add(ready.TotalMilliseconds);
        ResidentBytes.Add(residentBytes);
    }
}
