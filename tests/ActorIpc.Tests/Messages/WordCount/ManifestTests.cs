using ActorIpc.Messages.WordCount;

namespace ActorIpc.Tests.Messages.WordCount;

public sealed class ManifestTests
{
    [Fact]
    public void FileAt_WithEmptyFilesBetween_IsTheFileThatHoldsTheByte()
    {
        var manifest = new Manifest(1, [File("a", 0), File("b", 3), File("c", 0), File("d", 2), File("e", 0)]);

        Assert.Equal([1, 1, 1, 3, 3], Enumerable.Range(0, 5).Select(position => manifest.FileAt(position)));
        Assert.Equal(3, manifest.StartOf(3));
        Assert.Equal(5, manifest.TotalBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => manifest.FileAt(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => manifest.FileAt(-1));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(long.MaxValue, 1)]
    public void Manifest_OfLengthsThatMakeNoLine_Throws(long first, long second) =>
        Assert.Throws<FormatException>(() => new Manifest(1, [File("a", first), File("b", second)]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    public void Parts_PutTogetherAgain_AreTheManifest(int files)
    {
        var manifest = new Manifest(7, Enumerable.Range(0, files).Select(i => new ManifestFile($"some/folder/file-{i}", i, 2 * i, 3 * i)));
        var assembly = new ManifestAssembly();

        var parts = manifest.ToParts("run");
        var whole = parts.Select(part => assembly.Add(part)).ToList();

        Assert.All(whole.SkipLast(1), Assert.Null);
        Assert.Equal(manifest.Files, whole[^1]!.Files);
        Assert.Equal(7, whole[^1]!.Id);
        Assert.All(parts, part => Assert.True(part.Files.Sum(file => file.Path.Length) < 200_000));
        Assert.Equal(files == 10_000, parts.Count > 1);
    }

    [Fact]
    public void Parts_BegunAgainOrMixedOrRepeated_MakeOneManifestOnly()
    {
        var first = Parts(id: 1);
        var second = Parts(id: 2);
        var assembly = new ManifestAssembly();

        Assert.Null(assembly.Add(first[0]));
        Assert.Null(assembly.Add(second[1])); // no beginning
        Assert.Null(assembly.Add(second[0]));
        Assert.Null(assembly.Add(first[1])); // another's
        Assert.Null(assembly.Add(second[2])); // one was left out
        Assert.Null(assembly.Add(second[1]));
        Assert.Equal(2, assembly.Add(second[2])?.Id);
        Assert.Null(assembly.Add(second[2]));
    }

    private static ManifestPart[] Parts(int id) => [.. Enumerable.Range(0, 3).Select(part => new ManifestPart("run", id, part, 3, [File($"f{part}", part)]))];

    private static ManifestFile File(string path, long length) => new(path, length, 0, 0);
}
