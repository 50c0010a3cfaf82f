using System.Diagnostics;
using System.Text.RegularExpressions;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>Carries out docs/getting-started.md to the letter: writes its files, runs its commands, looks for what it promises.</summary>
public sealed partial class GettingStartedTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Page_CarriedOut_DoesWhatItSays()
    {
        var page = await File.ReadAllTextAsync(BuildOutput.File("docs/getting-started.md"));
        var files = FileBlock().Matches(page);
        Assert.True(files.Count >= 7, "the page has its files in blocks with their paths above");
        foreach (Match file in files)
            _scratch.Write(file.Groups["path"].Value, file.Groups["text"].Value);
        var script = string.Join('\n', ShellBlock().Matches(page).Select(match => match.Groups["text"].Value));
        var promised = TextBlock().Match(page).Groups["text"].Value.Trim();

        var info = new ProcessStartInfo("bash", ["-e", "-c", script])
        {
            WorkingDirectory = _scratch.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["ACTORIPC"] = BuildOutput.Root;
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        // No build server may outlive the commands and hold their output.
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, await output + await error);
        Assert.Contains(promised, await output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^`(?<path>[^`]+)`\n\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"^```text\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex TextBlock();
}
