using ActorIpc.Messages;
using ActorIpc.Serialization.Formats;

namespace ActorIpc.Tests.Serialization.Formats;

public sealed class NodeRefTextTests
{
    [Theory]
    [InlineData("", "", 0, 0)]
    [InlineData("pricing", "pricing", 0, 0)]
    [InlineData("pricing/buffer(7)", "pricing", 1, 7)]
    [InlineData("pricing/reliable(100000)", "pricing", 2, 100_000)]
    public void Read_WhatWasWritten_IsTheSame(string text, string name, int mode, int capacity)
    {
        var node = new NodeRef<ISample>(name.Length == 0 ? default : new NodeName(name), new Delivery((DeliveryMode)mode, capacity));
        Assert.Equal(text, NodeRefText.Of(node));
        Assert.Equal(node, NodeRefText.Read<ISample>(text));
    }

    [Theory]
    [InlineData("pricing/")]
    [InlineData("pricing/buffer")]
    [InlineData("pricing/buffer(0)")]
    [InlineData("pricing/buffer(99999999)")]
    [InlineData("pricing/buffer(-1)")]
    [InlineData("pricing/lossy(3)")]
    [InlineData("Pri cing")]
    public void Read_WhatIsNoReference_IsRefused(string text) => Assert.Throws<FormatException>(() => NodeRefText.Read<ISample>(text));
}
