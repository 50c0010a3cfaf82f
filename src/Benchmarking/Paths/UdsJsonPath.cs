using ActorIpc.Benchmarking.Channels;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Sockets;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>What a program writes that has neither Akka nor links.</summary>
internal sealed class UdsJsonPath : IBenchmarkPath
{
    private const int EchoBytes = 64;

    /// <summary>Its name: what is not Akka is compared with it.</summary>
    public const string PathName = "uds-json";

    /// <summary>The payload of the row whose items are those that a channel carries by MemoryPack.</summary>
    public const string RecordPayload = "record";

    /// <inheritdoc/>
    public string Name => PathName;

    /// <inheritdoc/>
    public string Definition =>
        "A plain async Unix socket between two processes: source-generated System.Text.Json, a line an item, 64 KiB buffers; round trips are a bare echo without JSON.";

    /// <inheritdoc/>
    public ServedPath Serve(string folder) => new(
        "",
        (SocketPeer.Listen(JsonSocket(folder), socket => SocketPeer.CountAsync(socket, JsonItemJson.Default.JsonItem)),
            SocketPeer.Listen(RecordSocket(folder), socket => SocketPeer.CountAsync(socket, ChannelItemJson.Default.ChannelItem)),
            SocketPeer.Listen(EchoSocket(folder), SocketPeer.EchoAsync)));

    /// <inheritdoc/>
    public async Task<OpenPath> OpenAsync(PeerProcess peer, CancellationToken cancellation)
    {
        peer.Serve(Name);
        var json = await SocketPeer.ConnectAsync(JsonSocket(peer.Folder), cancellation).ConfigureAwait(false);
        var record = await SocketPeer.ConnectAsync(RecordSocket(peer.Folder), cancellation).ConfigureAwait(false);
        var echo = await SocketPeer.ConnectAsync(EchoSocket(peer.Folder), cancellation).ConfigureAwait(false);
        return new OpenPath(
            [
                new JsonFloodMeasurement<JsonItem>(
                    new RowKey(Name, Figures.OneWay, "json", JsonItem.TypicalBytes(), 1, null), new(json, JsonItem.Of, JsonItemJson.Default.JsonItem), peer),
                new JsonFloodMeasurement<ChannelItem>(
                    new RowKey(Name, Figures.OneWay, RecordPayload, ChannelItem.TypicalJsonBytes(), 1, null),
                    new(record, id => ChannelItem.Of(id, ChannelItem.ShortText), ChannelItemJson.Default.ChannelItem),
                    peer),
                new EchoMeasurement(new RowKey(Name, Figures.RoundTrip, "bytes", EchoBytes, 1, 1), echo, peer),
            ],
            () =>
            {
                json.Dispose();
                record.Dispose();
                echo.Dispose();
                return ValueTask.CompletedTask;
            });
    }

    private static string JsonSocket(string folder) => Path.Combine(folder, "json.sock");

    private static string RecordSocket(string folder) => Path.Combine(folder, "record.sock");

    private static string EchoSocket(string folder) => Path.Combine(folder, "echo.sock");
}
