using System.Runtime.Versioning;
using ActorIpc.Links;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Rings;
using ActorIpc.Links.Segments;

namespace ActorIpc.Tests.Links.Segments;

/// <summary>The segment's bytes, and what an attacher refuses.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SegmentTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("aipc-").FullName;
    private readonly SegmentTerms _terms = new(
        8192, 4096, 1 << 20, 0, new Guid("00112233-4455-6677-8899-aabbccddeeff"), new Guid("01010101-0101-0101-0101-010101010101"), new Guid("02020202-0202-0202-0202-020202020202"));

    [Fact]
    public void Header_OfKnownTerms_HasTheGoldenBytes()
    {
        var header = new byte[SegmentLayout.HeaderBytes];
        SegmentLayout.For(8192, 4096).Encode(header, _terms);

        Assert.Equal("4149 5043 4c4e 4b31 0100 0000 0001 0000", Hex(header, 0x000, 16));
        Assert.Equal("0060 0000 0000 0000 0000 0000 0000 0000", Hex(header, 0x010, 16));
        Assert.Equal("3322 1100 5544 7766 8899 aabb ccdd eeff", Hex(header, 0x020, 16));
        Assert.Equal("0101 0101 0101 0101 0101 0101 0101 0101", Hex(header, 0x030, 16));
        Assert.Equal("0202 0202 0202 0202 0202 0202 0202 0202", Hex(header, 0x040, 16));
        Assert.Equal("0010 0000 0000 0000 0030 0000 0000 0000", Hex(header, 0x060, 16));
        Assert.Equal("0020 0000 0000 0000 0020 0000 0000 0000", Hex(header, 0x070, 16));
        Assert.Equal("0050 0000 0000 0000 0010 0000 0000 0000", Hex(header, 0x080, 16));
        Assert.Equal("f807 0000 0000 1000", Hex(header, 0x090, 8));
    }

    [Fact]
    public void Layout_OfItsCells_IsTheDocumentedOne()
    {
        var layout = SegmentLayout.For(8192, 4096);
        Assert.Equal((0x1000, 0x3000, 8192), (layout.Ring0.Control, layout.Ring0.Data, layout.Ring0.Capacity));
        Assert.Equal((0x2000, 0x5000, 4096), (layout.Ring1.Control, layout.Ring1.Data, layout.Ring1.Capacity));
        Assert.Equal(0x6000, layout.Bytes);
        Assert.Equal(
            (0x1000L, 0x1080L, 0x1100L, 0x1180L, 0x1200L, 0x1280L),
            (layout.Ring0.Tail, layout.Ring0.NeedHead, layout.Ring0.Head, layout.Ring0.WakeSeq, layout.Ring0.ProducerClosed, layout.Ring0.ConsumerClosed));
        Assert.Equal((0x0F8, 0x0FC), (SegmentLayout.ChecksumOffset, SegmentLayout.StateOffset));
    }

    [Fact]
    public void Checksum_OfTheKnownText_IsTheKnownValue() => Assert.Equal(0xE3069283u, SegmentLayout.Crc32C("123456789"u8));

    [Fact]
    public void Memfd_Made_IsSealedReservedAndAttachable()
    {
        using var made = Segment.CreateInMemory(_terms, null);
        using var attached = Segment.AttachMemory(Environment.ProcessId, (int)made.Handle.DangerousGetHandle(), _terms);

        made.Memory.WriteInt64(0x3000, 42);
        Assert.Equal(42, attached.Memory.ReadInt64Acquire(0x3000));
        Assert.Equal(RingLayout.Nobody, attached.Memory.ReadInt64Acquire(attached.Layout.Ring1.WakeSeq));
        Assert.Throws<UnauthorizedAccessException>(() => RandomAccess.SetLength(made.Handle, 100));
        Assert.Throws<UnauthorizedAccessException>(() => RandomAccess.SetLength(made.Handle, 1_000_000));
    }

    [Fact]
    public void Memfd_WithoutSeals_IsRefused()
    {
        var path = Path.Combine(_directory, "plain");
        using var plain = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.DeleteOnClose);
        Posix.Reserve(plain, SegmentLayout.For(8192, 4096).Bytes);

        var error = Assert.Throws<LinkException>(() => Segment.AttachMemory(Environment.ProcessId, (int)plain.DangerousGetHandle(), _terms));
        Assert.Contains("seals=", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Attached_IsUnlinkedAndStaysMapped()
    {
        using var made = Segment.CreateInFile(_directory, _terms, null);
        using var attached = Segment.AttachFile(_directory, made.FileName!, _terms);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_directory, made.FileName!)));

        made.Unlink();

        Assert.Empty(Directory.GetFiles(_directory));
        made.Memory.WriteInt64(0x3000, 42);
        Assert.Equal(42, attached.Memory.ReadInt64Acquire(0x3000));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("01010101010101010101010101010101-0123456789abcde/")]
    [InlineData("01010101010101010101010101010101-../../../etc/pa")]
    [InlineData("01010101010101010101010101010101-")]
    [InlineData("02020202020202020202020202020202-0123456789abcdef")]
    [InlineData("")]
    public void FileName_ThatIsNotPlainAndTheCreators_IsRefused(string name)
    {
        var error = Assert.Throws<LinkException>(() => Segment.AttachFile(_directory, name, _terms));
        Assert.Equal(LinkFailure.ProtocolViolation, error.Failure);
        Assert.Contains($"name={name}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsASymbolicLink_IsNotFollowed()
    {
        const string name = "01010101010101010101010101010101-0123456789abcdef";
        using var made = Segment.CreateInFile(_directory, _terms, null);
        File.CreateSymbolicLink(Path.Combine(_directory, name), Path.Combine(_directory, made.FileName!));

        Assert.ThrowsAny<IOException>(() => Segment.AttachFile(_directory, name, _terms));
    }

    [Fact]
    public void File_OfAnotherSize_IsRefusedNamingBoth()
    {
        using var made = Segment.CreateInFile(_directory, _terms, null);
        RandomAccess.SetLength(made.Handle, 4096);

        var error = Assert.Throws<LinkException>(() => Segment.AttachFile(_directory, made.FileName!, _terms));
        Assert.Contains("expected=24576 size=4096", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Header_WithAnyByteChanged_IsRefused()
    {
        using var made = Segment.CreateInFile(_directory, _terms, null);
        for (var at = 0; at < SegmentLayout.HeaderBytes; at++)
        {
            made.Memory.Bytes(at, 1)[0] ^= 0x10;
            Assert.Throws<LinkException>(() => Segment.AttachFile(_directory, made.FileName!, _terms).Dispose());
            made.Memory.Bytes(at, 1)[0] ^= 0x10;
        }
        Segment.AttachFile(_directory, made.FileName!, _terms).Dispose();
    }

    [Fact]
    public void Budget_Shared_GivesHalfThenQuartersThenTheSmallest()
    {
        const int large = 1024 * 1024;
        const int medium = 256 * 1024;
        const int small = 64 * 1024;
        var budget = new SegmentBudget(4 * large);

        Assert.True(budget.TryTake(large, large, smallest: false));
        Assert.False(budget.TryTake(large, large, smallest: false));
        Assert.False(budget.TryTake(medium, medium, smallest: false));
        var links = 1;
        while (budget.TryTake(small, small, smallest: true))
            links++;
        Assert.InRange(links, 14, 16);
        Assert.InRange(budget.Used, 0, 4 * large);
        budget.Return(large, large);
        Assert.True(budget.TryTake(medium, medium, smallest: false));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Hex(byte[] bytes, int at, int count) =>
        string.Join(' ', Convert.ToHexStringLower(bytes, at, count).Chunk(4).Select(chars => new string(chars)));
}
