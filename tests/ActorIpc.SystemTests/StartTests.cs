using System.Diagnostics;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>How programs start, and how they refuse to.</summary>
public sealed class StartTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Node_StartedByHand_SaysWhatItIsAndExits64()
    {
        using var node = Process.Start(new ProcessStartInfo(BuildOutput.TestNode) { RedirectStandardInput = true, RedirectStandardError = true })!;
        node.StandardInput.Close();
        var said = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal(64, node.ExitCode);
        Assert.Contains("test-node is a node of an ActorIpc topology", said, StringComparison.Ordinal);
        Assert.Contains("actoripc up", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ps_NoHost_Exits3()
    {
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "ps");
        Assert.Equal(3, code);
        Assert.Contains("no host is running", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_FaultyTopology_SaysEverythingAtOnceAndExits2()
    {
        var topology = TestTopology.Write(
            _scratch,
            """
            a { executable = $TESTNODE, restart = sometimes, instances = many }
            Bad_Name { executable = $TESTNODE }
            c { executable = no-such-program, depends-on = [nobody], colour = red }
            """,
            "intensity = -1");
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "up", topology, "--set", "no.such.key=1");
        Assert.Equal(2, code);
        Assert.Contains("no.such.key", error, StringComparison.Ordinal);

        (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "up", topology);
        Assert.Equal(2, code);
        foreach (var expected in new[] { "restart", "sometimes", "instances", "many", "Bad_Name", "no-such-program", "nobody", "colour", "intensity" })
            Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_UnclosedBrace_IsNotTakenForAWholeTopology()
    {
        var topology = _scratch.Write("broken.conf", "actoripc.topology { children { a { executable = x }");
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "check", topology);
        Assert.Equal(2, code);
        Assert.Contains("is not closed: line=1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_WrongUsage_Exits2()
    {
        Assert.Equal(2, (await ActoripcProcess.RunAsync(_scratch, "up")).ExitCode);
        Assert.Equal(2, (await ActoripcProcess.RunAsync(_scratch, "down")).ExitCode);
        var (code, help, _) = await ActoripcProcess.RunAsync(_scratch, "--help");
        Assert.Equal(0, code);
        Assert.Contains("up <topology> <node>", help, StringComparison.Ordinal);
        Assert.Contains("scale <node=number>", help, StringComparison.Ordinal);
        Assert.Equal(0, (await ActoripcProcess.RunAsync(_scratch, "--version")).ExitCode);
    }

    [Fact]
    public async Task Up_NameThatRuns_Exits8AndSaysWhichPidHasIt()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE }");
        using var first = ActoripcProcess.Start(_scratch, "up", topology);
        await first.ReadyAsync();
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "up", topology);
        Assert.Equal(8, code);
        Assert.Contains($"pid={first.Pid}", error, StringComparison.Ordinal);
        first.Signal("TERM");
        Assert.Equal(143, await first.ExitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Up_ProgramThatIsNoNode_EscalatesWithItsLastLines()
    {
        var script = _scratch.Write("not-a-node", "#!/bin/sh\necho I am no node >&2\nexit 9\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var topology = TestTopology.Write(_scratch, $"a {{ executable = \"{script}\" }}", "intensity = 2");
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "up", topology);
        Assert.Equal(6, code);
        Assert.Contains("a | I am no node", error, StringComparison.Ordinal);
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    [Fact]
    public async Task Up_OfAPart_StartsItWithWhatItDependsOn()
    {
        var topology = TestTopology.Write(
            _scratch, "a { executable = $TESTNODE }\n inner { children { b { executable = $TESTNODE, depends-on = [a] }\n c { executable = $TESTNODE } } }");
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "up", topology, "nobody");
        Assert.Equal(4, code);
        Assert.Contains("name=nobody known=a,inner,b,c", error, StringComparison.Ordinal);

        (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "up", topology, "b", "-d");
        Assert.True(code == 0, error);
        var (_, output, _) = await ActoripcProcess.RunAsync(_scratch, "ps", "--format", "json");
        using var status = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal(["a", "b"], status.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
        Assert.Equal(0, (await ActoripcProcess.RunAsync(_scratch, "stop")).ExitCode);
    }

    [Fact]
    public async Task UpDetached_AllReady_ReturnsAndStopEndsIt()
    {
        var topology = TestTopology.Write(_scratch, "a { executable = $TESTNODE }\n b { executable = $TESTNODE, depends-on = [a] }");
        var (code, output, error) = await ActoripcProcess.RunAsync(_scratch, "up", topology, "-d");
        Assert.True(code == 0, error);
        Assert.Contains("all nodes ready", output, StringComparison.Ordinal);

        (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "ps", "--format", "json");
        Assert.Equal(0, code);
        using var status = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal(2, status.RootElement.GetProperty("nodes").EnumerateArray().Count(node => node.GetProperty("state").GetString() == "ready"));

        Assert.Equal(4, (await ActoripcProcess.RunAsync(_scratch, "stop", "nobody")).ExitCode);
        Assert.Equal(0, (await ActoripcProcess.RunAsync(_scratch, "stop", "a")).ExitCode);
        Assert.Equal(0, (await ActoripcProcess.RunAsync(_scratch, "stop")).ExitCode);
        Assert.Equal(3, (await ActoripcProcess.RunAsync(_scratch, "ps")).ExitCode);
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }
}
