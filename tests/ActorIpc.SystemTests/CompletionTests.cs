using System.Diagnostics;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>What a shell completes: the scripts as they are printed, in a real shell.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Bash_WhileAHostRuns_CompletesCommandsFilesAndNodes()
    {
        var topology = TestTopology.Write(_scratch, "alpha { executable = $TESTNODE }\n inner { children { beta { executable = $TESTNODE, instances = 2 } } }");
        using var up = ActoripcProcess.Start(_scratch, "up", topology);
        await up.ReadyAsync();
        Assert.Equal("restart", await CompleteAsync("rest"));
        Assert.Equal("--follow --format", await CompleteAsync("logs alpha --fo"));
        Assert.Equal("alpha beta beta-1 beta-2 inner", await CompleteAsync("restart "));
        Assert.Equal("alpha", await CompleteAsync("wait beta al"));
        Assert.Equal("trial", await CompleteAsync("ps --host "));
        Assert.Equal("trial.conf", await CompleteAsync("up tr"));
        Assert.Equal("alpha beta inner", await CompleteAsync("up trial.conf "));
        Assert.Equal("SIGSEGV SIGSTOP SIGSYS", await CompleteAsync("kill alpha --signal SIGS"));
        Assert.Equal("stopped", await CompleteAsync("wait alpha --for s"));
        Assert.Equal("", await CompleteAsync("up no-such-file.conf "));
        up.Signal("TERM");
        await up.ExitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("", await CompleteAsync("restart "));
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task OtherShells_HaveTheirScript(string shell)
    {
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "completion", shell);
        Assert.Equal(0, code);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    /// <summary>Does to a line what bash does when the tab key is hit at its end.</summary>
    private async Task<string> CompleteAsync(string line)
    {
        const string Script = """
            source <("$1" completion bash)
            COMP_LINE="$1 $2"; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _actoripc
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var info = new ProcessStartInfo("bash", ["-c", Script, "bash", BuildOutput.Actoripc, line]) { RedirectStandardOutput = true, WorkingDirectory = _scratch.Folder };
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        using var bash = Process.Start(info)!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }
}
