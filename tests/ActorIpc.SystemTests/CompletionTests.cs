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

    [Fact]
    public async Task Fish_WhereThereIsOne_Completes()
    {
        const string Script = """
            source ($argv[1] completion fish | psub)
            cd $argv[2]
            complete --do-complete "actoripc $argv[3]"
            """;
        await PrintAsync("fish");
        if (!IsOnPath("fish"))
            return;
        TestTopology.Write(_scratch, "alpha { executable = $TESTNODE }");
        foreach (var (line, completed) in new[] { ("rest", "restart"), ("kill alpha --signal SIGS", "SIGSEGV SIGSTOP SIGSYS"), ("up tr", "trial.conf") })
            Assert.Equal(completed, Words(await OutputAsync("fish", "-c", Script, Command(), _scratch.Folder, line)));
    }

    // Broken once: a script that only defines its function, as it was, completes nothing at the first tab.
    [Fact]
    public async Task Zsh_WhereThereIsOne_CompletesAtTheFirstTab()
    {
        // zsh completes only on a terminal: a shell on one of its own, in which the tab key is hit, and then one that prints the line as it is.
        const string Script = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            await() { while [[ $seen != *"$1"* ]]; do zpty -r shell part || exit 1; seen+=$part; done }
            zpty -w shell "PROMPT=; path=($1 \$path) fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -d $1/dump; cd $2"
            zpty -w shell 'show() { BUFFER="print -r -- \"<<$BUFFER>>\""; zle accept-line }; zle -N show; bindkey "^X" show; print -r -- re"ad"y'
            await ready
            seen=
            zpty -w -n shell "actoripc $3"$'\t\C-x'
            await $'\n<<actoripc'
            await '>>'
            print -r -- ${${seen##*$'\n<<'}%%>>*}
            """;
        var script = await PrintAsync("zsh");
        if (!IsOnPath("zsh"))
            return;
        var folder = Path.GetDirectoryName(Command())!;
        await File.WriteAllTextAsync(Path.Combine(folder, "_actoripc"), script);
        TestTopology.Write(_scratch, "alpha { executable = $TESTNODE }");
        Assert.Equal("actoripc restart", (await OutputAsync("zsh", "-f", "-c", Script, "zsh", folder, _scratch.Folder, "rest")).Trim());
        Assert.Equal("actoripc up trial.conf", (await OutputAsync("zsh", "-f", "-c", Script, "zsh", folder, _scratch.Folder, "up tr")).Trim());
    }

    private async Task<string> PrintAsync(string shell)
    {
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "completion", shell);
        Assert.Equal(0, code);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
        return output;
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
        return Words(await OutputAsync("bash", "-c", Script, "bash", BuildOutput.Actoripc, line));
    }

    private static string Words(string lines) => string.Join(' ', lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    private static bool IsOnPath(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The command in a folder where nothing else is.</summary>
    private string Command()
    {
        var folder = Directory.CreateDirectory(_scratch.PathOf("bin")).FullName;
        var command = Path.Combine(folder, "actoripc");
        if (!File.Exists(command))
            File.CreateSymbolicLink(command, BuildOutput.Actoripc);
        return command;
    }

    private async Task<string> OutputAsync(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = _scratch.Folder };
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        info.Environment["HOME"] = _scratch.Folder;
        info.Environment["PATH"] = $"{Path.GetDirectoryName(Command())}:{info.Environment["PATH"]}";
        using var process = Process.Start(info)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var kill = deadline.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return output;
    }
}
