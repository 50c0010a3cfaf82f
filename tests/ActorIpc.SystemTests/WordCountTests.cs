using System.Globalization;
using System.Text;
using ActorIpc.SystemTests.Support;
using Xunit.Abstractions;

namespace ActorIpc.SystemTests;

/// <summary>The main job end to end: exact, whichever of its processes is killed at whatever moment, and nothing left behind.</summary>
public sealed class WordCountTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Nodes = ["source", "counter-1", "counter-2", "collector"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Count_OfAFolder_EqualsAnIndependentCount()
    {
        MakeText(seed: 1, files: 5, bytesEach: 200_000);
        _scratch.Write("input/sub/greek.txt", "Σίσυφος ΣΊΣΥΦΟΣ straße STRASSE İstanbul don't x2y");
        _scratch.Write("input/binary", "not\0text");
        _scratch.Write("input/empty.txt", "");
        using var up = Start("--set", "wordcount.output=wc.tsv");
        Assert.Equal(0, await up.ExitAsync(Patience));
        AssertExact("wc.tsv");
        Assert.Contains(up.Error.Concat(up.Output), line => line.Contains("binary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("shm")]
    public async Task Count_OverOneTransportAlone_IsExactToo(string transport)
    {
        MakeText(seed: 2, files: 3, bytesEach: 100_000);
        using var up = Start("--set", "wordcount.output=wc.tsv", "--set", $"actoripc.transport={transport}");
        Assert.Equal(0, await up.ExitAsync(Patience));
        AssertExact("wc.tsv");
        Assert.All(Nodes, node => Assert.Contains(up.Error, line => line.Contains($"ok {node}", StringComparison.Ordinal) && line.EndsWith($" {transport}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Count_WithoutSharedMemory_IsExactOverTheUnixSocket()
    {
        MakeText(seed: 3, files: 3, bytesEach: 100_000);
        using var up = Start("--set", "wordcount.output=wc.tsv", "--set", "actoripc.transport=shm", "--set", "actoripc.links.media=[unix-socket]");
        Assert.Equal(0, await up.ExitAsync(Patience));
        AssertExact("wc.tsv");
        Assert.All(Nodes, node => Assert.Contains(up.Error, line => line.Contains($"ok {node}", StringComparison.Ordinal) && line.EndsWith(" unix", StringComparison.Ordinal)));
    }

    [RootFact]
    public async Task Count_WithSegmentsOnATmpfsOfOneMebibyte_IsExactAndWarnsWithTheRemedy()
    {
        MakeText(seed: 4, files: 4, bytesEach: 1_000_000);
        var mount = _scratch.PathOf("mount");
        Directory.CreateDirectory(mount);
        Assert.Equal(0, await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", mount));
        try
        {
            using var up = Start("--set", "wordcount.output=wc.tsv", "--set", "actoripc.transport=shm", "--set", "actoripc.links.media=[segment-file, unix-socket]",
                "--set", $"actoripc.links.segment-directory={mount}");
            Assert.True(await up.ExitAsync(Patience) == 0, string.Join('\n', up.Error));
            Assert.Equal(Expected(), File.ReadAllText(_scratch.PathOf("wc.tsv")));
            Assert.DoesNotContain(up.Error, line => line.Contains("SIGBUS", StringComparison.Ordinal));
            Assert.Contains(up.Error, line => line.Contains("warning", StringComparison.Ordinal) && line.Contains(mount, StringComparison.Ordinal)
                && line.Contains("actoripc.links.segment-directory", StringComparison.Ordinal));
            Assert.Empty(Directory.EnumerateFileSystemEntries(mount));
        }
        finally
        {
            Assert.Equal(0, await RunAsync("umount", mount));
        }
    }

    [Fact]
    public async Task Count_WhileNodesAreKilled_StaysExactWithoutATcpPort()
    {
        var seed = Environment.GetEnvironmentVariable("ACTORIPC_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;
        output.WriteLine($"seed {seed} (ACTORIPC_SEED repeats it)");
        var random = new Random(seed);
        var megabytes = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 200 : 40;
        MakeText(seed, files: 8, bytesEach: megabytes * 125_000);
        using var up = Start("--set", "wordcount.output=wc.tsv", "--set", "actoripc.transport=shm");
        var exit = up.ExitAsync(Patience);
        var kills = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!exit.IsCompleted && await timer.WaitForNextTickAsync())
        {
            // On a machine so busy that a start takes longer than a second, killing what only starts would never let anything be done.
            var node = Nodes[random.Next(Nodes.Length)];
            Assert.All(Nodes.Select(PidOf).OfType<int>().Append(up.Pid), process => Assert.Empty(TcpListeners.Of(process)));
            if (PidOf(node) is { } pid && up.TryPidOf(node) == pid && Signals.TrySend(pid, "KILL"))
                kills++;
        }
        output.WriteLine($"{kills} kills");
        Assert.True(await exit == 0, string.Join('\n', up.Error));
        Assert.True(kills > 0, "the job ended before anything was killed");
        AssertExact("wc.tsv");
    }

    [Fact]
    public async Task Input_Missing_IsToldBeforeTheStartWith2()
    {
        using var up = Start("--set", "wordcount.input=nowhere");
        Assert.Equal(2, await up.ExitAsync(Patience));
        Assert.Contains(up.Error, line => line.Contains(_scratch.PathOf("nowhere"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no/such/folder/wc.tsv")]
    [InlineData("input")]
    [InlineData("/dev/actoripc-no-device")]
    public async Task Output_Unwritable_IsToldBeforeTheStartWith2(string path)
    {
        MakeText(seed: 1, files: 1, bytesEach: 1000);
        using var up = Start("--set", $"wordcount.output={path}");
        Assert.Equal(2, await up.ExitAsync(Patience));
        Assert.Contains(up.Error, line => line.Contains(path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Word_LongerThanAMebibyte_FailsTheJobNamingTheFile()
    {
        _scratch.Write("input/long.txt", new string('a', (1 << 20) + 1));
        using var up = Start("--set", "wordcount.output=wc.tsv");
        Assert.Equal(1, await up.ExitAsync(Patience));
        Assert.Contains(up.Error, line => line.Contains("long.txt", StringComparison.Ordinal));
        Assert.Equal(["input", "run"], Left());
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private ActoripcProcess Start(params string[] arguments) =>
        ActoripcProcess.Start(_scratch, ["up", BuildOutput.File("hocon/wordcount.conf"), "--set", "wordcount.input=input", .. arguments]);

    /// <summary>The pid of a node as the host's record has it; null when it has none now.</summary>
    private int? PidOf(string node)
    {
        var record = Path.Combine(_scratch.RuntimeDirectory, "wordcount.host.json");
        if (!File.Exists(record))
            return null;
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(record));
        foreach (var entry in json.RootElement.GetProperty("Nodes").EnumerateArray())
        {
            if (entry.GetProperty("Name").GetString() == node)
                return entry.GetProperty("Process").GetProperty("Pid").GetInt32();
        }
        return null;
    }

    private void AssertExact(string result)
    {
        Assert.Equal(Expected(), File.ReadAllText(_scratch.PathOf(result)));
        Assert.Equal(["input", "run", result], Left());
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    private string[] Left() => [.. Directory.EnumerateFileSystemEntries(_scratch.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void MakeText(int seed, int files, int bytesEach)
    {
        var random = new Random(seed);
        var letters = "abcdefghijklmnopqrstuvwxyzABCDEéüßЖдλ中文ÅØ";
        var words = Enumerable.Range(0, 5000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => letters[random.Next(letters.Length)]))).ToArray();
        string[] separators = [" ", " ", "\n", ", ", ". ", "-", "1"];
        for (var file = 0; file < files; file++)
        {
            var text = new StringBuilder(bytesEach + 32);
            while (text.Length < bytesEach)
                text.Append(words[random.Next(words.Length)]).Append(separators[random.Next(separators.Length)]);
            _scratch.Write($"input/{(file % 2 == 0 ? "a/" : "")}{file}.txt", text.ToString());
        }
    }

    /// <summary>Counts anew, as plainly as it can be done: rune by rune, everything in one dictionary.</summary>
    private string Expected()
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_scratch.PathOf("input"), "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan(0, Math.Min(bytes.Length, 8192)).Contains((byte)0))
                continue;
            var word = new StringBuilder();
            foreach (var rune in Encoding.UTF8.GetString(bytes).EnumerateRunes().Append(new Rune(' ')))
            {
                if (Rune.GetUnicodeCategory(rune) <= UnicodeCategory.OtherLetter)
                {
                    word.Append(Rune.ToLowerInvariant(rune));
                }
                else if (word.Length > 0)
                {
                    counts[word.ToString()] = counts.GetValueOrDefault(word.ToString()) + 1;
                    word.Clear();
                }
            }
        }
        var lines = counts.OrderByDescending(entry => entry.Value).ThenBy(entry => Encoding.UTF8.GetBytes(entry.Key), new ByteOrder()).Select(entry => $"{entry.Key}\t{entry.Value}\n");
        return string.Concat(lines);
    }

    /// <summary>Compares bytes one by one, as unsigned numbers.</summary>
    private sealed class ByteOrder : IComparer<byte[]>
    {
        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
