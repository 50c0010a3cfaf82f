using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorIpc.SystemTests.Support;

/// <summary>The <c>actoripc</c> program as a real process, its output kept. Killed with the test when it has not ended.</summary>
internal sealed partial class ActoripcProcess : IDisposable
{
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _error = [];

    private ActoripcProcess(Process process) => _process = process;

    /// <summary>The program's pid.</summary>
    public int Pid => _process.Id;

    /// <summary>What it wrote to standard output.</summary>
    public IReadOnlyList<string> Output => Copy(_output);

    /// <summary>What it wrote to standard error.</summary>
    public IReadOnlyList<string> Error => Copy(_error);

    /// <summary>Starts it.</summary>
    /// <param name="scratch">Whose runtime directory and folder it uses.</param>
    /// <param name="arguments">Its command line.</param>
    public static ActoripcProcess Start(Scratch scratch, params string[] arguments) => Start(scratch, [], BuildOutput.Actoripc, arguments);

    /// <summary>Starts it in another way.</summary>
    /// <param name="scratch">Whose runtime directory and folder it uses.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="program">The program, or one that starts it.</param>
    /// <param name="arguments">Its command line.</param>
    public static ActoripcProcess Start(Scratch scratch, IEnumerable<KeyValuePair<string, string>> environment, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = scratch.Folder,
        };
        info.Environment["ACTORIPC_RUNTIME_DIR"] = scratch.RuntimeDirectory;
        info.Environment[MarkedProcesses.Variable] = scratch.Folder;
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var started = new ActoripcProcess(new Process { StartInfo = info });
        started._process.OutputDataReceived += (_, line) => started.Keep(started._output, line.Data);
        started._process.ErrorDataReceived += (_, line) => started.Keep(started._error, line.Data);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="scratch">Whose runtime directory and folder it uses.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(Scratch scratch, params string[] arguments)
    {
        using var process = Start(scratch, arguments);
        var code = await process.ExitAsync(TimeSpan.FromSeconds(90));
        return (code, string.Join('\n', process.Output), string.Join('\n', process.Error));
    }

    /// <summary>Waits for a line of standard error that a pattern matches.</summary>
    /// <param name="pattern">A regular expression.</param>
    /// <param name="within">How long to wait at the most.</param>
    public async Task<Match> SaysAsync(string pattern, TimeSpan within)
    {
        var regex = new Regex(pattern);
        var text = await Eventually.Get(
            () => string.Join('\n', Error), error => error.Split('\n').Any(line => regex.IsMatch(line)) || _process.HasExited, within, $"a line like {pattern}");
        var line = text.Split('\n').FirstOrDefault(line => regex.IsMatch(line));
        Assert.True(line is not null, $"no line like {pattern} in:\n{text}");
        return regex.Match(line);
    }

    /// <summary>Waits until all nodes are ready.</summary>
    public Task ReadyAsync() => SaysAsync(@"\d+ of \d+ ready", TimeSpan.FromSeconds(60));

    /// <summary>The pid of a node's latest incarnation, as <c>up</c> told it.</summary>
    /// <param name="node">The node's name.</param>
    public int PidOf(string node) => TryPidOf(node) ?? throw new Xunit.Sdk.XunitException($"node {node} was never ready");

    /// <summary>The pid of a node's latest incarnation that was ready; null before the first.</summary>
    /// <param name="node">The node's name.</param>
    public int? TryPidOf(string node)
    {
        var last = Error.Select(line => ReadyLine().Match(line)).LastOrDefault(match => match.Success && match.Groups["node"].Value == node);
        return last is null ? null : int.Parse(last.Groups["pid"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a signal to the program.</summary>
    /// <param name="signal">Such as <c>INT</c>.</param>
    public void Signal(string signal) => Signals.Send(Pid, signal);

    /// <summary>Waits for the program's end.</summary>
    /// <param name="within">How long to wait at the most.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new Xunit.Sdk.XunitException($"actoripc did not end within {within.TotalSeconds:0.#} s; it said:\n{string.Join('\n', Error)}");
        }
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Keep(List<string> lines, string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            lines.Add(line);
    }

    private List<string> Copy(List<string> lines)
    {
        lock (_gate)
            return [.. lines];
    }

    [GeneratedRegex(@"(?:  ok (?<node>\S+) +pid (?<pid>\d+)|(?<node>\S+)#\d+ ready, pid (?<pid>\d+))")]
    private static partial Regex ReadyLine();
}
