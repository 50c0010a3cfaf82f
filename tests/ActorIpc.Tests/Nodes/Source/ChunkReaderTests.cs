using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Source;
using ActorIpc.Tests.Nodes.WordCount;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Nodes.Source;

public sealed class ChunkReaderTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_FromEdgeToEdge_CoversEachByteOnceAndCutsNoWord()
    {
        var random = Seeded.Random(output);
        var texts = Enumerable.Range(0, 6).Select(i => RandomText.MakeFile(random, random.Next(300_000), longestWord: i == 0 ? 100_000 : 12)).ToList();
        for (var i = 0; i < texts.Count; i++)
            _folder.Write($"{i}", texts[i]);
        var manifest = Manifest();

        var chunks = ReadAll(manifest);

        Assert.Equal(texts.SelectMany(text => text), chunks.SelectMany(chunk => chunk.Content));
        Assert.Equal(PlainCount.Of(texts), PlainCount.Of(chunks.Select(chunk => chunk.Content)));
    }

    [Fact]
    public void Read_ByAnyReaderInAnyOrder_GivesTheSameChunks()
    {
        var random = Seeded.Random(output);
        _folder.Write("a", RandomText.MakeFile(random, 400_000));
        _folder.Write("b", RandomText.MakeFile(random, 100_000));
        var manifest = Manifest();
        var chunks = ReadAll(manifest).ToArray();
        random.Shuffle(chunks);

        foreach (var (position, content) in chunks)
        {
            using var reader = new ChunkReader(InputPath.Of(_folder.Path), manifest);
            Assert.Equal(content, reader.Read(position));
        }
    }

    [Theory]
    [InlineData(1024 * 1024, 0)]
    [InlineData(1024 * 1024, 70_000)]
    [InlineData(1024 * 1024, 65_535)]
    public void Read_AWordOfExactlyTheLimit_IsOneChunksWord(int letters, int before)
    {
        _folder.Write("a", [.. Spaces(before), .. Word(letters), (byte)' ', .. Word(3)]);

        Assert.Contains(ReadAll(Manifest()), chunk => ChunkEdges.LongestWord(chunk.Content) == letters);
    }

    [Theory]
    [InlineData(1024 * 1024 + 1, 0)]
    [InlineData(1024 * 1024 + 1, 70_000)]
    [InlineData(1024 * 1024 + 1, 65_535)]
    [InlineData(3 * 1024 * 1024, 10)]
    public void Read_AWordBeyondTheLimit_FailsNamingTheFile(int letters, int before)
    {
        var path = _folder.Write("folder/long", [.. Spaces(before), .. Word(letters), (byte)' ']);

        var error = Assert.Throws<InputException>(() => ReadAll(Manifest()));

        Assert.Contains($"a word is longer than 1048576 bytes: file={path}", error.Message);
    }

    [Fact]
    public void Read_AFileThatGrewShrankOrWasReplaced_FailsNamingTheFile()
    {
        Action<string>[] changes =
        [
            path => File.AppendAllText(path, "x"),
            path => File.WriteAllText(path, ""),
            path => File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
            path =>
            {
                // The same length and time, another file.
                var modified = File.GetLastWriteTimeUtc(path);
                File.Copy(path, path + ".tmp");
                File.SetLastWriteTimeUtc(path + ".tmp", modified);
                File.Move(path + ".tmp", path, overwrite: true);
            },
        ];
        foreach (var change in changes)
        {
            var path = _folder.Write("a", "some words"u8);
            var manifest = Manifest();
            change(path);

            var error = Assert.Throws<InputException>(() => ReadAll(manifest));

            Assert.Equal($"a file of the input changed while it was counted: file={path}", error.Message);
        }
    }

    [Fact]
    public void Read_AFileThatChangesBetweenTwoChunks_FailsNamingTheFile()
    {
        var path = _folder.Write("a", Spaces(200_000));
        var manifest = Manifest();
        using var reader = new ChunkReader(InputPath.Of(_folder.Path), manifest);
        var first = reader.Read(0);
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var error = Assert.Throws<InputException>(() => reader.Read(first.Length));

        Assert.Contains($"changed while it was counted: file={path}", error.Message);
    }

    [Fact]
    public void Read_AFileThatIsGone_FailsNamingTheFile()
    {
        var path = _folder.Write("a", "words"u8);
        var manifest = Manifest();
        File.Delete(path);

        Assert.Contains($"cannot be read: file={path}", Assert.Throws<InputException>(() => ReadAll(manifest)).Message);
    }

    private static byte[] Spaces(int count) => [.. Enumerable.Repeat((byte)' ', count)];

    private static byte[] Word(int letters) => [.. Enumerable.Repeat((byte)'w', letters)];

    private Manifest Manifest() => new ManifestBuilder(InputPath.Of(_folder.Path), _ => { }, CancellationToken.None).Build(1);

    private List<(long Position, byte[] Content)> ReadAll(Manifest manifest)
    {
        using var reader = new ChunkReader(InputPath.Of(_folder.Path), manifest);
        var chunks = new List<(long, byte[])>();
        for (long position = 0; position < manifest.TotalBytes;)
        {
            var content = reader.Read(position);
            chunks.Add((position, content));
            position += content.Length;
        }
        return chunks;
    }
}
