using System.ComponentModel;
using System.Diagnostics;

namespace ActorIpc.Hosting.Processes;

/// <summary>Starts real processes, all from one thread that never ends.</summary>
internal sealed class OperatingSystemLauncher : IProcessLauncher
{
    /// <inheritdoc/>
    public Task<INodeProcess> StartAsync(ProcessStart start) => SpawnThread.RunAsync<INodeProcess>(() => Start(start));

    private static NodeProcess Start(ProcessStart start)
    {
        if (!File.Exists(start.Executable))
            throw new ProcessStartException($"there is no such executable: path={start.Executable}");
        if (!Directory.Exists(start.WorkingDirectory))
            throw new ProcessStartException($"there is no such working directory: path={start.WorkingDirectory}");
        var info = new ProcessStartInfo(start.Executable, start.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = start.WorkingDirectory,
        };
        foreach (var (key, value) in start.Environment)
            info.Environment[key] = value;
        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        try
        {
            return NodeProcess.Start(process, start);
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new ProcessStartException($"the executable does not start: path={start.Executable} error={e.Message}", e);
        }
    }
}
