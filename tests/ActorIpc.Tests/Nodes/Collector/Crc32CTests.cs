using ActorIpc.Nodes.Collector;

namespace ActorIpc.Tests.Nodes.Collector;

public sealed class Crc32CTests
{
    [Fact]
    public void Checksum_OfTheStandardsExamples_IsTheirs()
    {
        // The check value of the CRC catalogue, and RFC 3720 B.4: 32 bytes of zeros.
        Assert.Equal(0xE3069283u, Crc32C.Finish(Crc32C.Continue(Crc32C.Start, "123456789"u8)));
        Assert.Equal(0x8A9136AAu, Crc32C.Finish(Crc32C.Continue(Crc32C.Start, new byte[32])));
    }

    [Fact]
    public void Checksum_InPieces_IsTheSame()
    {
        var pieces = Crc32C.Continue(Crc32C.Continue(Crc32C.Start, "12345678901"u8), "23456789"u8);

        Assert.Equal(Crc32C.Continue(Crc32C.Start, "1234567890123456789"u8), pieces);
    }
}
