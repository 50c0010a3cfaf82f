using System.Diagnostics;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Links;

/// <summary>A peer (<c>link-peer</c>, <c>akka-peer</c>) as a real process, its output kept. Killed with the test when it has not ended.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    private PeerProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public string Output
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>What it has said in lines that begin with a word.</summary>
    public IReadOnlyList<string> LinesOf(string word)
    {
        lock (_gate)
            return [.. _lines.Where(line => line.StartsWith(word, StringComparison.Ordinal))];
    }

    /// <summary>Starts it.</summary>
    /// <param name="user">A user id to run as; null: ours.</param>
    /// <param name="arguments">Its command line.</param>
    public static PeerProcess Start(int? user, params string[] arguments) => Start(user is { } uid
        ? new ProcessStartInfo("setpriv", [$"--reuid={uid}", "--clear-groups", BuildOutput.LinkPeer, .. arguments])
        : new ProcessStartInfo(BuildOutput.LinkPeer, arguments));

    /// <summary>Starts a program of this kind: one that says on its output what it sees, and ends with its input.</summary>
    /// <param name="info">Which, and how.</param>
    public static PeerProcess Start(ProcessStartInfo info)
    {
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        var started = new PeerProcess(new Process { StartInfo = info });
        started._process.OutputDataReceived += (_, line) => started.Keep(line.Data);
        started._process.ErrorDataReceived += (_, line) => started.Keep(line.Data);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    public static PeerProcess Start(params string[] arguments) => Start(null, arguments);

    /// <summary>Waits until it has said something.</summary>
    public Task SaysAsync(string text) => Eventually.Get(() => Output, output => output.Contains(text, StringComparison.Ordinal), Patience, $"the peer says {text}");

    /// <summary>Writes a line to its standard input.</summary>
    public void Tell(string line) => _process.StandardInput.WriteLine(line);

    public void Kill() => Signals.Send(Pid, "KILL");

    /// <summary>Waits for its end by itself.</summary>
    public async Task EndedAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(deadline.Token);
    }

    /// <summary>Lets it end and waits for it.</summary>
    public async Task FinishAsync()
    {
        _process.StandardInput.Close();
        await EndedAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            _lines.Add(line);
    }
}
