using System.Text.Json;
using ActorIpc.Benchmarking.Sockets;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Benchmarking.Sockets;

/// <summary>The plain socket that links are compared with does what it is said to do, over a real socket.</summary>
public sealed class JsonLineTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sender_SeveralFloods_AreReadToTheLastItem()
    {
        using var listener = SocketPeer.Listen(Socket, socket => SocketPeer.CountAsync(socket, JsonItemJson.Default.JsonItem));
        using var socket = await SocketPeer.ConnectAsync(Socket, CancellationToken.None);
        var sender = new JsonLineSender<JsonItem>(socket, JsonItem.Of, JsonItemJson.Default.JsonItem);
        // Each flood ends with the peer's count, which the sender compares with its own.
        Assert.True((await sender.FloodAsync(TimeSpan.FromMilliseconds(20))).Items > 0);
        Assert.True((await sender.FloodAsync(TimeSpan.FromMilliseconds(1))).Items > 0);
    }

    [Fact]
    public async Task Counter_LinesInPiecesOfAnyLength_CountsEachOnce()
    {
        var random = Seeded.Random(output);
        using var listener = SocketPeer.Listen(Socket, socket => SocketPeer.CountAsync(socket, JsonItemJson.Default.JsonItem));
        using var socket = await SocketPeer.ConnectAsync(Socket, CancellationToken.None);
        var bytes = new MemoryStream();
        for (var id = 0; id < 5000; id++)
        {
            JsonSerializer.Serialize(bytes, JsonItem.Of(id), JsonItemJson.Default.JsonItem);
            bytes.WriteByte((byte)'\n');
        }
        bytes.WriteByte((byte)'\n');
        var sending = Task.Run(async () =>
        {
            for (var rest = bytes.GetBuffer().AsMemory(0, (int)bytes.Length); rest.Length > 0;)
                rest = rest[await socket.SendAsync(rest[..Math.Min(rest.Length, random.Next(1, 4000))])..];
        });
        var answer = new byte[sizeof(long)];
        await SocketPeer.ReadExactlyAsync(socket, answer);
        await sending;
        Assert.Equal(5000, BitConverter.ToInt64(answer));
    }

    [Fact]
    public async Task Echo_OfAnything_IsTheSame()
    {
        using var listener = SocketPeer.Listen(Socket, SocketPeer.EchoAsync);
        using var socket = await SocketPeer.ConnectAsync(Socket, CancellationToken.None);
        var sent = Enumerable.Range(0, 64).Select(value => (byte)value).ToArray();
        await socket.SendAsync(sent);
        var received = new byte[sent.Length];
        await SocketPeer.ReadExactlyAsync(socket, received);
        Assert.Equal(sent, received);
    }

    private string Socket => _folder.PathOf("plain.sock");
}
