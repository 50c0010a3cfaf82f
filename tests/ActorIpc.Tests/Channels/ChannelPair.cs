using System.Net;
using System.Threading.Channels;
using ActorIpc.Channels;
using ActorIpc.Links;

namespace ActorIpc.Tests.Channels;

/// <summary>Both ends of a channel in one process, each with links of its own, in a directory of their own.</summary>
internal sealed class ChannelPair<T> : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Func<ValueTask> _close;

    private ChannelPair(ChannelWriter<T> writer, ChannelReader<T> reader, Func<ValueTask> close)
    {
        Writer = writer;
        Reader = reader;
        _close = close;
    }

    public ChannelWriter<T> Writer { get; }

    public ChannelReader<T> Reader { get; }

    /// <summary>Opens one over a medium, or, as the reference, one of the framework.</summary>
    public static Task<ChannelPair<T>> OpenAsync(string medium, IpcChannelOptions<T> options, bool writerListens = true)
    {
        if (medium != "framework")
            return OpenAsync(Enum.Parse<ChannelMedium>(medium), options, writerListens);
        var channel = Channel.CreateBounded<T>(options.Capacity);
        return Task.FromResult(new ChannelPair<T>(channel.Writer, channel.Reader, () => ValueTask.CompletedTask));
    }

    private static async Task<ChannelPair<T>> OpenAsync(ChannelMedium medium, IpcChannelOptions<T> options, bool writerListens)
    {
        var place = new ChannelPlace();
        var here = options with { Links = place.NewLinks(), Medium = medium, Endpoint = medium == ChannelMedium.Tcp ? new IPEndPoint(IPAddress.Loopback, 0) : null };
        var listener = await IpcChannel.ListenAsync<T>("items", here);
        var there = here with { Links = place.NewLinks(), Endpoint = listener.Endpoint, CloseTimeout = Patience };
        IpcChannelWriter<T> writer;
        IpcChannelReader<T> reader;
        if (writerListens)
        {
            var accepting = listener.AcceptWriterAsync();
            reader = await IpcChannel.ConnectReaderAsync<T>("items", there);
            writer = await accepting.WaitAsync(Patience);
        }
        else
        {
            var accepting = listener.AcceptReaderAsync();
            writer = await IpcChannel.ConnectWriterAsync<T>("items", there);
            reader = await accepting.WaitAsync(Patience);
        }
        Assert.Equal(
            medium switch { ChannelMedium.Tcp => LinkMedium.Tcp, ChannelMedium.UnixSocket => LinkMedium.UnixSocket, _ => LinkMedium.SharedMemory },
            writer.Medium);
        return new ChannelPair<T>(writer, reader, async () =>
        {
            await reader.DisposeAsync();
            await writer.DisposeAsync();
            await listener.DisposeAsync();
            place.Dispose();
        });
    }

    public ValueTask DisposeAsync() => _close();
}
