using System.Diagnostics;
using System.Globalization;
using ActorIpc.SystemTests.Support;
using Xunit.Abstractions;

namespace ActorIpc.SystemTests;

/// <summary>How hosts and nodes end, asked or not: nothing of them is ever left.</summary>
public sealed class EndTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>What everything of a dead host must be gone within (docs/node-lifecycle.md).</summary>
    private static readonly TimeSpan OrphanBound = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Up_Sigterm_StopsInReverseOrderAndLeavesNothing()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE }\n b { executable = $TESTNODE, depends-on = [a] }");
        using var up = ActoripcProcess.Start(_scratch, "up", topology);
        await up.ReadyAsync();
        int[] pids = [up.PidOf("a"), up.PidOf("b")];
        up.Signal("TERM");
        Assert.Equal(143, await up.ExitAsync(Patience));
        Assert.DoesNotContain(pids, Signals.IsAlive);
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    // Broken once: with the node's last look at its parent taken out and its lifeline's thread held up for 100 ms, all sixteen grandchildren outlive the nodes.
    [Fact]
    public async Task Host_KilledWithEightNodes_AllAndTheirGrandchildrenAreGoneAndTheNextUpCleans()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE, instances = 8, arguments = [\"grandchildren:2\"] }");
        using (var up = ActoripcProcess.Start(_scratch, "up", topology))
        {
            await up.ReadyAsync();
            Assert.Equal(1 + 8 + 16, MarkedProcesses.Of(_scratch).Count);
            up.Signal("KILL");
            var killed = Stopwatch.GetTimestamp();
            await Eventually.Get(
                () => string.Join(", ", MarkedProcesses.Of(_scratch)), alive => alive.Length == 0, OrphanBound, "still alive");
            output.WriteLine($"all gone after {Stopwatch.GetElapsedTime(killed).TotalMilliseconds:0} ms");
        }
        Assert.NotEmpty(_scratch.LeftInRuntimeDirectory());
        using var next = ActoripcProcess.Start(_scratch, "up", topology);
        await next.ReadyAsync();
        next.Signal("TERM");
        await next.ExitAsync(Patience);
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    [Fact]
    public async Task Host_StoppedForTenSeconds_NothingDies()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE, instances = 3 }");
        using var up = ActoripcProcess.Start(_scratch, "up", topology);
        await up.ReadyAsync();
        int[] pids = [up.PidOf("a-1"), up.PidOf("a-2"), up.PidOf("a-3")];
        up.Signal("STOP");
        await Task.Delay(TimeSpan.FromSeconds(10)); // the subject of the test
        Assert.All(pids, pid => Assert.True(Signals.IsAlive(pid)));
        up.Signal("CONT");
        // All that the host had taken for a silence would come out within the time in which it notices a hang, and a little more.
        await Task.Delay(TimeSpan.FromSeconds(8));
        Assert.DoesNotContain(up.Error, line => line.Contains("hangs", StringComparison.Ordinal) || line.Contains("restart", StringComparison.Ordinal));
        Assert.Equal<IEnumerable<int>>(pids, [up.PidOf("a-1"), up.PidOf("a-2"), up.PidOf("a-3")]);
        Assert.All(pids, pid => Assert.True(Signals.IsAlive(pid)));
        up.Signal("TERM");
        Assert.Equal(143, await up.ExitAsync(Patience));
    }

    [Fact]
    public async Task HostAndNode_KilledTogether_TheNextUpReclaimsTheGroup()
    {
        var children = _scratch.PathOf("grandchildren");
        var topology = TestTopology.Write(_scratch, $$"""a { executable = $TESTNODE, arguments = ["grandchild:{{children}}"] }""");
        using (var up = ActoripcProcess.Start(_scratch, "up", topology))
        {
            await up.ReadyAsync();
            var node = up.PidOf("a");
            // A host that is stopped cannot clear away after its node.
            up.Signal("STOP");
            Signals.Send(node, "KILL");
            up.Signal("KILL");
            await up.ExitAsync(Patience);
        }
        var grandchild = int.Parse(File.ReadLines(children).First(), CultureInfo.InvariantCulture);
        Assert.True(Signals.IsAlive(grandchild));
        File.Delete(children);
        using var next = ActoripcProcess.Start(_scratch, "up", topology);
        await next.SaysAsync("killed what was left of a#1", Patience);
        await next.ReadyAsync();
        Assert.False(Signals.IsAlive(grandchild));
        next.Signal("TERM");
        await next.ExitAsync(Patience);
    }

    [Fact]
    public async Task Host_WhoseRuntimeDirectoryIsRemoved_SupervisesAndEndsAllTheSame()
    {
        using var up = ActoripcProcess.Start(_scratch, "up", TestTopology.Write(_scratch, "a { executable = $TESTNODE }"));
        await up.ReadyAsync();
        Directory.Delete(_scratch.RuntimeDirectory, recursive: true);
        Signals.Send(up.PidOf("a"), "KILL");
        await up.SaysAsync("a#2 ready", Patience);
        await up.SaysAsync("the host's record cannot be written", Patience);
        up.Signal("TERM");
        Assert.Equal(143, await up.ExitAsync(Patience));
        Assert.Empty(MarkedProcesses.Of(_scratch));
    }

    [Fact]
    public async Task Host_WhoseOutputNobodyReads_SupervisesAndEndsAllTheSame()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE }\n loud { executable = $TESTNODE, arguments = [\"print:20000\", \"flood:2000\"] }");
        var info = new ProcessStartInfo(BuildOutput.Actoripc, ["up", topology]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        using var up = Process.Start(info)!;
        try
        {
            await Eventually.True(() => File.Exists(Path.Combine(_scratch.RuntimeDirectory, "trial.sock")), Patience, "the host listens");
            foreach (var command in new[] { "wait trial --timeout 60s", "kill a", "wait a --timeout 60s", "logs loud -n 1", "stop" })
            {
                var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, command.Split(' '));
                Assert.True(code == 0, $"{command}: {error}");
            }
            await up.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
            Assert.Equal(0, up.ExitCode);
        }
        finally
        {
            if (!up.HasExited)
                up.Kill();
        }
    }

    [Fact]
    public async Task CtrlC_OnATerminal_StopsInOrderWith130()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE }");
        using var terminal = OnTerminal("up", topology);
        await SeeAsync(terminal, "1 of 1 ready");
        await terminal.StandardInput.WriteAsync('\x03');
        await terminal.StandardInput.FlushAsync();
        await SeeAsync(terminal, "stopped after");
        await terminal.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        Assert.Equal(130, terminal.ExitCode);
    }

    [Fact]
    public async Task CtrlC_Twice_KillsAtOnce()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE, arguments = [refuse-stop], shutdown = infinite }");
        using var terminal = OnTerminal("up", topology);
        await SeeAsync(terminal, "1 of 1 ready");
        await terminal.StandardInput.WriteAsync('\x03');
        await terminal.StandardInput.FlushAsync();
        await SeeAsync(terminal, "waiting for a");
        await terminal.StandardInput.WriteAsync('\x03');
        await terminal.StandardInput.FlushAsync();
        await SeeAsync(terminal, "killing");
        await terminal.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        Assert.Equal(130, terminal.ExitCode);
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    [Fact]
    public async Task Node_IgnoresItsStop_IsKilledWhenItsTimeIsOver()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE, arguments = [refuse-stop], shutdown = 2s }");
        using var up = ActoripcProcess.Start(_scratch, "up", topology);
        await up.ReadyAsync();
        var pid = up.PidOf("a");
        up.Signal("TERM");
        await up.SaysAsync(@"waiting for a \(SIGKILL in", Patience);
        Assert.Equal(143, await up.ExitAsync(Patience));
        Assert.False(Signals.IsAlive(pid));
    }

    /// <summary>Starts the program on a pseudo-terminal (script(1)), whose keyboard is the process's standard input.</summary>
    private Process OnTerminal(params string[] arguments)
    {
        var command = $"exec {BuildOutput.Actoripc} {string.Join(' ', arguments)}";
        var info = new ProcessStartInfo("script", ["--quiet", "--flush", "--return", "--command", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _scratch.Folder,
        };
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        info.Environment["TERM"] = "xterm";
        return Process.Start(info)!;
    }

    private static async Task SeeAsync(Process terminal, string text)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var seen = new System.Text.StringBuilder();
        var buffer = new char[1024];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await terminal.StandardOutput.ReadAsync(buffer, deadline.Token);
            Assert.True(count > 0, $"the terminal closed before it showed '{text}'; it showed:\n{seen}");
            seen.Append(buffer, 0, count);
        }
    }
}
