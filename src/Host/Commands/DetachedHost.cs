using System.Diagnostics;
using System.Runtime.InteropServices;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Runs;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages.Control;

namespace ActorIpc.Host.Commands;

/// <summary>
/// <c>up -d</c>: the same program once more, in a session of its own and with a log file instead of a terminal. The command returns when that host
/// says that all nodes are ready, or that it ended.
/// </summary>
internal static class DetachedHost
{
    /// <summary>The hidden option that tells the program that it is the background host.</summary>
    public const string Flag = "--detached-host";

    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// In the background host: leaves the terminal's session, and lets both output streams be the log file from now on. The streams themselves are
    /// replaced, not only <see cref="Console"/>, so that the runtime's own last words are in the log too. Call before anything is written.
    /// </summary>
    /// <param name="name">The topology's name.</param>
    public static void Enter(string name)
    {
        if (OperatingSystem.IsWindows())
            return;
        _ = SetSession();
        using var log = new FileStream(HostFiles.LogOf(name), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        var descriptor = (int)log.SafeFileHandle.DangerousGetHandle();
        if (Duplicate(descriptor, StandardOutput) < 0 || Duplicate(descriptor, StandardError) < 0)
            throw new IOException($"the log cannot take the place of the terminal: path={log.Name} errno={Marshal.GetLastPInvokeError()}");
    }

    /// <summary>In the command: starts the background host and waits until all nodes are ready.</summary>
    /// <param name="topology">The topology, already known to be valid.</param>
    /// <param name="request">What the command line asked for.</param>
    /// <param name="cancellation">Stops waiting, and the background host with it.</param>
    public static async Task<int> StartAsync(Topology topology, UpCommand.UpRequest request, CancellationToken cancellation)
    {
        using var process = Start(request);
        var timeout = request.Timeout ?? DefaultTimeout;
        var started = Stopwatch.GetTimestamp();
        while (!process.HasExited)
        {
            if (await AllReadyAsync(topology.Name, process.Id, cancellation))
            {
                Console.Out.WriteLine($"{topology.Name}  host pid {process.Id}  all nodes ready  log {HostFiles.LogOf(topology.Name)}");
                return ExitCodes.Ok;
            }
            if (Stopwatch.GetElapsedTime(started) > timeout + timeout)
            {
                // The host itself stops at the time-out; this is for a host that does not even do that.
                process.Kill();
                await Console.Error.WriteLineAsync($"the host did not answer in time and was killed: timeout={Quantity.Duration(timeout)}");
                return ExitCodes.TimedOut;
            }
            try
            {
                await Task.Delay(LookInterval, cancellation);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                return ExitCodes.Interrupted;
            }
        }
        return await ReportEndAsync(topology, process);
    }

    private static Process Start(UpCommand.UpRequest request)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("the program's path is not known");
        var arguments = new List<string>();
        // Under `dotnet actoripc.dll` the process is the dotnet host, and the program its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            arguments.Add(Path.Combine(AppContext.BaseDirectory, "actoripc.dll"));
        arguments.AddRange(["up", request.File.FullName, .. request.Nodes, Flag, "--timeout", $"{(request.Timeout ?? DefaultTimeout).TotalMilliseconds:0}ms"]);
        foreach (var setting in request.Settings)
            arguments.AddRange(["--set", $"{setting.Key}={setting.Value}"]);
        // All three streams are the child's own: whoever reads this command's output by a pipe must see its end when this command ends.
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"the program does not start: path={program}");
    }

    private static async Task<bool> AllReadyAsync(string name, int pid, CancellationToken cancellation)
    {
        try
        {
            var reply = await ControlClient.SendAsync(name, ControlRequest.Of(ControlRequest.Ps), cancellation);
            return reply.Snapshot is { } snapshot && snapshot.Pid == pid
                && snapshot.Nodes.All(node => node.State is NodeState.Ready or NodeState.Completed);
        }
        catch (NoHostException)
        {
            return false; // Not listening yet, or gone: the process tells which.
        }
    }

    private static async Task<int> ReportEndAsync(Topology topology, Process process)
    {
        await process.WaitForExitAsync();
        if (process.ExitCode is ExitCodes.Ok)
        {
            Console.Out.WriteLine($"{topology.Name}  completed  log {HostFiles.LogOf(topology.Name)}");
            return ExitCodes.Ok;
        }
        await Console.Error.WriteLineAsync($"the host ended with exit code {process.ExitCode}; its last words:");
        foreach (var line in File.ReadLines(HostFiles.LogOf(topology.Name)).TakeLast(10))
            await Console.Error.WriteLineAsync($"  {line}");
        return process.ExitCode;
    }

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static extern int Duplicate(int from, int to);

    [DllImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static extern int SetSession();
}
