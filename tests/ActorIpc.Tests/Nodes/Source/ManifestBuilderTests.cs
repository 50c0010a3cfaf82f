using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Source;

namespace ActorIpc.Tests.Nodes.Source;

public sealed class ManifestBuilderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _notes = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Build_AFolder_ListsFilesByTheBytesOfTheirRelativePaths()
    {
        // '\uFF5E' sorts after the surrogates of "𝒜" by UTF-16 and before it by UTF-8; '-' sorts before '/', and hidden files count.
        foreach (var name in new[] { "b", "a/z", "a-b", "B", "\uFF5E", "𝒜", ".hidden", "a/.h/x", "é" })
            _folder.Write(name, "x"u8);

        Assert.Equal([".hidden", "B", "a-b", "a/.h/x", "a/z", "b", "é", "\uFF5E", "𝒜"], Paths(_folder.Path));
        Assert.Empty(_notes);
    }

    [Fact]
    public void Build_OneFile_ListsItByItsName()
    {
        var path = _folder.Write("folder/one.txt", "four"u8);

        var file = Assert.Single(Build(path).Files);

        Assert.Equal(("one.txt", 4), (file.Path, file.Length));
        Assert.Equal(File.GetLastWriteTimeUtc(path).Ticks, file.ModifiedTicks);
        Assert.Equal(OperatingSystem.IsLinux(), file.Inode != 0);
    }

    [Fact]
    public void Build_Links_AreFollowedToFilesAndNotToFolders()
    {
        _folder.Write("input/real", "abc"u8);
        _folder.Write("outside/target", "12345"u8);
        File.CreateSymbolicLink(_folder.PathOf("input/link"), "../outside/target");
        File.CreateSymbolicLink(_folder.PathOf("input/link-to-link"), "link");
        Directory.CreateSymbolicLink(_folder.PathOf("input/folder"), "../outside");
        Directory.CreateSymbolicLink(_folder.PathOf("input/up"), "..");

        var files = Build(_folder.PathOf("input")).Files;

        Assert.Equal([("link", 5), ("link-to-link", 5), ("real", 3)], files.Select(file => (file.Path, file.Length)));
        Assert.Equal(files[0].Inode, files[1].Inode);
        Assert.Empty(_notes);
    }

    [Fact]
    public void Build_AnInputThatIsALinkToAFolder_IsThatFolder()
    {
        _folder.Write("real/file", "abc"u8);
        Directory.CreateSymbolicLink(_folder.PathOf("input"), "real");

        Assert.Equal(["file"], Paths(_folder.PathOf("input")));
    }

    [Fact]
    public void Build_LinksThatLeadNowhere_AreLeftOutWithANote()
    {
        _folder.Write("real", "abc"u8);
        File.CreateSymbolicLink(_folder.PathOf("dangling"), "nothing");
        File.CreateSymbolicLink(_folder.PathOf("loop-1"), "loop-2");
        File.CreateSymbolicLink(_folder.PathOf("loop-2"), "loop-1");

        Assert.Equal(["real"], Paths(_folder.Path));
        Assert.Equal(["dangling", "loop-1", "loop-2"], _notes.Select(note => note.Split(": ")[1]).Order());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(8191, true)]
    [InlineData(8192, false)]
    public void Build_AFileWithANul_IsLeftOutWhenItIsInTheFirst8KiB(int at, bool isBinary)
    {
        var content = new byte[10_000];
        Array.Fill(content, (byte)'x');
        content[at] = 0;
        _folder.Write("file", content);

        Assert.Equal(isBinary ? 0 : 1, Build(_folder.Path).Files.Count);
        Assert.Equal(isBinary ? ["left out, a binary file: file"] : [], _notes);
    }

    [Fact]
    public void Build_EmptyFilesAndFolders_HaveNoBytes()
    {
        Assert.Empty(Build(_folder.Path).Files);
        _folder.Write("empty", []);
        Directory.CreateDirectory(_folder.PathOf("folder"));

        var manifest = Build(_folder.Path);

        Assert.Equal(["empty"], manifest.Files.Select(file => file.Path));
        Assert.Equal(0, manifest.TotalBytes);
    }

    [Fact]
    public void Build_AnInputThatIsMissing_FailsNamingIt()
    {
        var path = _folder.PathOf("missing");

        Assert.Equal($"the input does not exist: wordcount.input={path}", Assert.Throws<InputException>(() => Build(path)).Message);
    }

    [Fact]
    public void Build_AFolderThatVanishes_FailsNamingIt()
    {
        var path = Directory.CreateDirectory(_folder.PathOf("gone")).FullName;
        var input = InputPath.Of(path);
        Directory.Delete(path);

        Assert.Contains($"folder={path}", Assert.Throws<InputException>(() => Builder(input).Build(1)).Message);
    }

    [Fact]
    public void Build_Cancelled_Ends()
    {
        _folder.Write("a", "x"u8);
        var builder = new ManifestBuilder(InputPath.Of(_folder.Path), _notes.Add, new CancellationToken(canceled: true));

        Assert.Throws<OperationCanceledException>(() => builder.Build(1));
    }

    private IEnumerable<string> Paths(string input) => Build(input).Files.Select(file => file.Path);

    private Manifest Build(string input) => Builder(InputPath.Of(input)).Build(1);

    private ManifestBuilder Builder(InputPath input) => new(input, _notes.Add, CancellationToken.None);
}
