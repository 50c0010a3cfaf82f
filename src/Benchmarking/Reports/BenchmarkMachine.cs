using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace ActorIpc.Benchmarking.Reports;

/// <summary>Where a run took place.</summary>
/// <param name="Processors">Logical processors the runtime may use.</param>
/// <param name="Processor">The processor's name; null when not known.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">The processes' architecture.</param>
/// <param name="GarbageCollector">Server or workstation.</param>
/// <param name="LoadBefore">The system's load average over a minute when the run began: what else had been going on; null when not known.</param>
public sealed record BenchmarkMachine(
    int Processors, string? Processor, string Runtime, string System, string Architecture, string GarbageCollector, double? LoadBefore)
{
    /// <summary>This machine, now.</summary>
    public static BenchmarkMachine Here() => new(
        Environment.ProcessorCount,
        FirstLine("/proc/cpuinfo", line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2) is [_, var name] ? name.Trim() : null,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        GCSettings.IsServerGC ? "server" : "workstation",
        double.TryParse(FirstLine("/proc/loadavg", _ => true)?.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var load) ? load : null);

    private static string? FirstLine(string path, Func<string, bool> condition)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault(condition);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Only a remark beside the figures, and there is no procfs everywhere.
        }
    }
}
