using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActorIpc.Hosting.Runs;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>What the doctor finds on a machine, and what he never touches.</summary>
public sealed class DoctorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (var process in _started.Where(process => !process.HasExited))
            process.Kill();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Machine_WithoutHosts_IsHealthy()
    {
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor", "--format", "json");
        Assert.Equal(0, code);
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("healthy").GetBoolean());
    }

    [Fact]
    public async Task DeadHost_WhoseGroupLives_IsToldAndReclaimedOnDemand()
    {
        var children = _scratch.PathOf("grandchildren");
        var topology = TestTopology.Write(_scratch, $$"""a { executable = $TESTNODE, arguments = ["grandchild:{{children}}"] }""");
        int node;
        using (var up = ActoripcProcess.Start(_scratch, "up", topology))
        {
            await up.ReadyAsync();
            node = up.PidOf("a");
            KillTogether(up, node);
            await up.ExitAsync(Patience);
        }
        var grandchild = int.Parse(File.ReadLines(children).First(), CultureInfo.InvariantCulture);
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor");
        Assert.Equal(1, code);
        Assert.Contains($"dead host trial: left a#1 alive (process group {node})", output, StringComparison.Ordinal);
        Assert.True(Signals.IsAlive(grandchild));

        (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor", "--fix");
        Assert.True(code == 0, output);
        Assert.Contains("killed what was left of a#1", output, StringComparison.Ordinal);
        Assert.False(Signals.IsAlive(grandchild));
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
        Assert.Equal(0, (await ActoripcProcess.RunAsync(_scratch, "doctor")).ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeadHost_WhosePidIsSomebodyElsesNow_LeavesThatProcessAlone(bool otherBoot)
    {
        var other = StartGroup();
        var identity = new ProcessIdentity(ProcessIdentity.CurrentBootId, other.Id, ProcessIdentity.StartStampOf(other.Id)!.Value);
        WriteRecord(otherBoot ? identity with { BootId = "another-boot" } : identity with { StartStamp = identity.StartStamp - 1 });
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor", "--fix");
        Assert.True(code == 0, output);
        Assert.DoesNotContain("killed", output, StringComparison.Ordinal);
        Assert.False(other.HasExited);
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    [Fact]
    public async Task DeadHost_WhoseNodeDiedAndLeftItsGroup_IsReclaimedByTheGroup()
    {
        // A shell leads the group, starts a child that stays in it, and ends.
        var pidFile = _scratch.PathOf("member");
        using var shell = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", $"sleep 600 & echo $! > {pidFile}; read line"])
        {
            RedirectStandardInput = true,
        })!;
        await Eventually.True(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'), Patience, "the member has started");
        var member = int.Parse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture);
        WriteRecord(new ProcessIdentity(ProcessIdentity.CurrentBootId, shell.Id, ProcessIdentity.StartStampOf(shell.Id)!.Value));
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        Assert.True(Signals.IsAlive(member));
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor", "--fix");
        Assert.True(code == 0, output);
        Assert.False(Signals.IsAlive(member));
    }

    [Fact]
    public async Task RunningHost_Stopped_IsAProblemAndNotTouched()
    {
        using var up = ActoripcProcess.Start(_scratch, "up", TestTopology.Write(_scratch, "a { executable = $TESTNODE }"));
        await up.ReadyAsync();
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor");
        Assert.True(code == 0, output);
        Assert.Contains($"host trial: running, pid {up.Pid}, 1 nodes", output, StringComparison.Ordinal);
        up.Signal("STOP");
        (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor", "--fix");
        up.Signal("CONT");
        Assert.Equal(1, code);
        Assert.Contains($"host trial: pid {up.Pid} has not answered", output, StringComparison.Ordinal);
        Assert.Equal(0, (await ActoripcProcess.RunAsync(_scratch, "doctor")).ExitCode);
        up.Signal("TERM");
        Assert.Equal(143, await up.ExitAsync(Patience));
    }

    [Fact]
    public async Task RuntimeDirectory_OpenToOthers_IsAProblem()
    {
        Directory.CreateDirectory(_scratch.RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "doctor");
        Assert.Equal(1, code);
        Assert.Contains("must have mode 700", output, StringComparison.Ordinal);
    }

    /// <summary>A host that is stopped cannot clear away after its node.</summary>
    private static void KillTogether(ActoripcProcess up, int node)
    {
        up.Signal("STOP");
        Signals.Send(node, "KILL");
        up.Signal("KILL");
    }

    private Process StartGroup()
    {
        var process = Process.Start(new ProcessStartInfo("setsid", ["sleep", "600"]))!;
        _started.Add(process);
        return process;
    }

    private void WriteRecord(ProcessIdentity node)
    {
        Directory.CreateDirectory(_scratch.RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        new HostRecord(HostRecord.CurrentVersion, "gone", node with { Pid = 1 }, "", "", [], [new RecordedNode("a", 1, node)])
            .Write(Path.Combine(_scratch.RuntimeDirectory, "gone.host.json"));
    }
}
