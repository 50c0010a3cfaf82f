using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Collector;
using ActorIpc.Tests.Nodes.WordCount;

namespace ActorIpc.Tests.Nodes.Collector;

public sealed class JournalTests : IDisposable
{
    private const string Run = "0123456789abcdef";

    private readonly TempFolder _folder = new();

    private string Path => _folder.PathOf("out.tsv.journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhereNothingIs_BeginsAnEmptyJournal()
    {
        var (tally, _) = Replay();

        Assert.Null(tally.Manifest);
        Assert.Equal(0, tally.Coverage.Bytes);
    }

    [Fact]
    public void Open_AfterFlushes_KnowsManifestChunksAndCounts()
    {
        Write(journal =>
        {
            journal.Begin(TwoFiles());
            Assert.True(journal.TryAdd(0, 60, Packed.From(("a", 2), ("é", 1))));
            journal.Flush();
            Assert.True(journal.TryAdd(100, 50, Packed.From(("a", 3))));
            Assert.False(journal.TryAdd(0, 60, Packed.From(("a", 2), ("é", 1))));
            journal.Flush();
        });

        var (tally, cut) = Replay();

        Assert.Equal(0, cut);
        Assert.Equal(TwoFiles().Files, tally.Manifest!.Files);
        Assert.Equal(3, tally.Manifest.Id);
        Assert.Equal([0, 60, 100, 150], tally.Coverage.Bounds);
        Assert.Equal("a 5, é 1", Words(tally));
        Assert.Equal(6, tally.Totals.Words);
    }

    [Fact]
    public void Open_WhatWasNotFlushed_IsNotThere()
    {
        Write(journal =>
        {
            journal.Begin(TwoFiles());
            journal.Flush();
            journal.TryAdd(0, 60, Packed.From(("a", 2)));
        });

        Assert.Equal(0, Replay().Tally.Coverage.Bytes);
    }

    [Fact]
    public void Open_CutAtAnyByte_KnowsTheWholeRecordsAndGoesOnFromThere()
    {
        var ends = WriteThreeChunks();
        var whole = File.ReadAllBytes(Path);
        Assert.Equal(whole.Length, ends[^1]);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole.AsSpan(0, length));
            var chunks = ends.Count(end => end <= length) - 2; // behind the run and the manifest

            var (tally, cut) = Replay();

            Assert.Equal(chunks >= 0, tally.Manifest is not null);
            Assert.Equal(Math.Max(chunks, 0) * 20, tally.Coverage.Bytes);
            var expectedCut = length < ends[0] ? 0 : length - ends.Last(end => end <= length); // a cut beginning is begun anew
            Assert.Equal(expectedCut, cut);

            Write(journal =>
            {
                if (chunks < 0)
                    journal.Begin(TwoFiles());
                journal.TryAdd(100, 50, Packed.From(("after", 1)));
                journal.Flush();
            });
            Assert.Contains("after 1", Words(Replay().Tally));
        }
    }

    [Fact]
    public void Open_WithAnyBitSpoilt_KnowsOnlyTheRecordsBefore()
    {
        var ends = WriteThreeChunks();
        var whole = File.ReadAllBytes(Path);
        for (var at = ends[1]; at < whole.Length; at++)
        {
            var spoilt = whole.ToArray();
            spoilt[at] ^= (byte)(1 << (int)(at % 8));
            File.WriteAllBytes(Path, spoilt);
            var end = ends.Last(end => end <= at);

            var (tally, cut) = Replay();

            Assert.Equal((ends.IndexOf(end) - 1) * 20, tally.Coverage.Bytes);
            Assert.Equal(whole.Length - end, cut);
            Assert.Equal(end, new FileInfo(Path).Length);
        }
    }

    [Fact]
    public void Open_AnotherRunsJournal_FailsNamingBothAndLeavesIt()
    {
        WriteThreeChunks();
        var before = File.ReadAllBytes(Path);

        var error = Assert.Throws<JournalException>(() => Journal.Open(Path, "another", new Tally()));

        Assert.Equal($"the journal belongs to another run: journal={Path} run={Run} expected=another", error.Message);
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData("my precious notes")]
    [InlineData("my precious notes, which are longer than the first record of any journal could ever be, and so on and so forth")]
    public void Open_WhatIsNoJournal_FailsNamingItAndLeavesIt(string text)
    {
        File.WriteAllText(Path, text);

        Assert.Contains($"journal={Path}", Assert.Throws<JournalException>(() => Journal.Open(Path, Run, new Tally())).Message);
        Assert.Equal(text, File.ReadAllText(Path));
    }

    [Fact]
    public void Open_WhereNoFileCanBe_FailsNamingIt()
    {
        var path = _folder.PathOf("missing/journal");

        Assert.Contains($"journal={path}", Assert.Throws<JournalException>(() => Journal.Open(path, Run, new Tally())).Message);
    }

    [Fact]
    public void Open_WhileAnotherHasIt_Fails()
    {
        using var journal = Journal.Open(Path, Run, new Tally());

        Assert.Throws<JournalException>(() => Journal.Open(Path, Run, new Tally()));
    }

    [Fact]
    public void Flush_WhenTheTailHasGrownLong_CompactsAndLosesNothing()
    {
        const int Chunks = 400;
        var files = new Manifest(3, [new ManifestFile("a", 100 * Chunks, 1, 2)]);
        var expected = new Dictionary<string, long>();
        long written = 0;
        Write(journal =>
        {
            journal.Begin(files);
            for (var i = 0; i < Chunks; i++)
            {
                if (i == 200)
                    continue; // a gap
                var words = Enumerable.Range(i, 2_000).Select(word => ($"word-{word:x8}", (long)i + 1)).ToArray();
                foreach (var (word, count) in words)
                    expected[word] = expected.GetValueOrDefault(word) + count;
                journal.TryAdd(i * 100, 100, Packed.From(words));
                written += journal.PendingBytes;
                journal.Flush();
            }
            Assert.True(written > Journal.ToleratedTail, $"written={written}");
            Assert.True(journal.Length < written - Journal.ToleratedTail / 2, $"written={written} length={journal.Length}");
        });
        Assert.False(File.Exists(Path + ".new"));

        var (tally, cut) = Replay();

        Assert.Equal(0, cut);
        Assert.Equal([0, 20_000, 20_100, 40_000], tally.Coverage.Bounds);
        Assert.Equal(expected.Values.Sum(), tally.Totals.Words);
        Assert.Equal(PlainCount.Result(expected), Result(tally));
        Assert.Equal(files.Files, tally.Manifest!.Files);
    }

    [Fact]
    public void Open_AfterADeathInsideACompaction_KnowsTheOldImageAndClearsAway()
    {
        WriteThreeChunks();
        File.WriteAllText(Path + ".new", "half an image");

        Assert.Equal(60, Replay().Tally.Coverage.Bytes);
        Assert.False(File.Exists(Path + ".new"));
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 0)]
    [InlineData(140, 20)] // beyond the end
    [InlineData(90, 20)] // of two files
    public void TryAdd_AChunkThatIsNoneOfTheManifests_Throws(long position, int length) => Write(journal =>
    {
        journal.Begin(TwoFiles());
        Assert.Throws<FormatException>(() => journal.TryAdd(position, length, Packed.From(("a", 1))));
    });

    [Fact]
    public void TryAdd_AChunkWithOtherEdges_ThrowsNamingTheFile() => Write(journal =>
    {
        journal.Begin(TwoFiles());
        journal.TryAdd(0, 50, Packed.From(("a", 1)));

        var error = Assert.Throws<FormatException>(() => journal.TryAdd(0, 60, Packed.From(("a", 1))));

        Assert.Equal("a file of the input changed while it was counted: file=first", error.Message);
    });

    [Fact]
    public void TryAdd_MalformedCounts_ThrowsAndCountsNothingOfThem()
    {
        Write(journal =>
        {
            journal.Begin(TwoFiles());
            Assert.Throws<FormatException>(() => journal.TryAdd(0, 50, [.. Packed.From(("a", 1)), 1]));
            journal.Flush();
        });

        var (tally, _) = Replay();

        Assert.Equal((0, 0), (tally.Coverage.Bytes, tally.Totals.Words));
    }

    private static Manifest TwoFiles() => new(3, [new ManifestFile("first", 100, 11, 12), new ManifestFile("second/é", 50, 21, 22)]);

    private static string Words(Tally tally) => string.Join(", ", Result(tally).TrimEnd('\n').Split('\n').Select(line => line.Replace('\t', ' ')));

    private static string Result(Tally tally) =>
        string.Concat(tally.Totals.Sorted().Select(word => $"{System.Text.Encoding.UTF8.GetString(word.Key)}\t{word.Value}\n"));

    /// <summary>Writes run, manifest and three chunks of 20 bytes; tells where each record ends.</summary>
    private List<long> WriteThreeChunks()
    {
        var ends = new List<long>();
        Write(journal =>
        {
            ends.Add(journal.Length);
            journal.Begin(TwoFiles());
            journal.Flush();
            ends.Add(journal.Length);
            for (var i = 0; i < 3; i++)
            {
                journal.TryAdd(i * 20, 20, Packed.From(("a", 1), ($"w{i}", 1)));
                journal.Flush();
                ends.Add(journal.Length);
            }
        });
        return ends;
    }

    private void Write(Action<Journal> write)
    {
        using var journal = Journal.Open(Path, Run, new Tally());
        write(journal);
    }

    private (Tally Tally, long Cut) Replay()
    {
        var tally = new Tally();
        using var journal = Journal.Open(Path, Run, tally);
        return (tally, journal.CutBytes);
    }
}
