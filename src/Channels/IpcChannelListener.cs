using System.Net;
using ActorIpc.Channels.Ends;
using ActorIpc.Channels.Formats;
using ActorIpc.Channels.Meetings;
using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels;

/// <summary>
/// Listens under a channel's name for the other program, and can be either end. One channel at a time: when that is over, another can be accepted. An end that resumes finds its
/// peer's next lives here, so it needs its listener; one that fails does not, once it has its peer.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class IpcChannelListener<T> : IAsyncDisposable
{
    private readonly LinkListener _listener;
    private readonly ListeningMeeting _meeting;
    private readonly IpcChannelOptions<T> _options;
    private readonly ItemFormat<T> _format;

    internal IpcChannelListener(string name, IpcChannelOptions<T> options, ItemFormat<T> format)
    {
        Name = name;
        _options = options;
        _format = format;
        _meeting = new ListeningMeeting(name);
        var tcp = options.Medium is ChannelMedium.Tcp or ChannelMedium.Automatic ? options.Endpoint : null;
        _listener = LinkListener.Listen(options.Links ?? IpcChannel.SharedLinks, ChannelTerms.AddressOf(name), options.Incarnation, tcp);
        _listener.Accept(LinkPurpose.Channel, _meeting);
    }

    /// <summary>The channel's name.</summary>
    public string Name { get; }

    /// <summary>Where it listens on TCP; null: it does not.</summary>
    public IPEndPoint? Endpoint => _listener.Tcp;

    /// <summary>Waits for a program that reads, and writes to it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">The listener has its channel.</exception>
    public async Task<IpcChannelWriter<T>> AcceptWriterAsync(CancellationToken cancellation = default)
    {
        _meeting.Take();
        var end = new WriterEnd<T>(ChannelTerms.Of(Name, _options, _format, ChannelRole.Writer), _meeting, _format, _options);
        await end.OpenAsync(cancellation).ConfigureAwait(false);
        return new IpcChannelWriter<T>(end);
    }

    /// <summary>Waits for a program that writes, and reads from it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">The listener has its channel.</exception>
    public async Task<IpcChannelReader<T>> AcceptReaderAsync(CancellationToken cancellation = default)
    {
        _meeting.Take();
        var end = new ReaderEnd<T>(ChannelTerms.Of(Name, _options, _format, ChannelRole.Reader), _meeting, _format, _options);
        await end.OpenAsync(cancellation).ConfigureAwait(false);
        return new IpcChannelReader<T>(end);
    }

    /// <summary>The writing end, before there is a program that reads: what is written waits for it, within the end's bounds.</summary>
    /// <exception cref="InvalidOperationException">The listener has its channel.</exception>
    public IpcChannelWriter<T> OpenWriter() => OpenWriter(leaving: null);

    /// <summary>The reading end, before there is a program that writes.</summary>
    /// <exception cref="InvalidOperationException">The listener has its channel.</exception>
    public IpcChannelReader<T> OpenReader() => OpenReader(leaving: null);

    /// <summary>Listens no more; gives the name free. A channel that has its peer goes on.</summary>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>The writing end, with which the listener goes.</summary>
    internal IpcChannelWriter<T> OpenOnlyWriter() => OpenWriter(Close);

    /// <summary>The reading end, with which the listener goes.</summary>
    internal IpcChannelReader<T> OpenOnlyReader() => OpenReader(Close);

    private IpcChannelWriter<T> OpenWriter(Action? leaving)
    {
        _meeting.Take(leaving);
        var end = new WriterEnd<T>(ChannelTerms.Of(Name, _options, _format, ChannelRole.Writer), _meeting, _format, _options);
        _ = end.OpenLaterAsync();
        return new IpcChannelWriter<T>(end);
    }

    private IpcChannelReader<T> OpenReader(Action? leaving)
    {
        _meeting.Take(leaving);
        var end = new ReaderEnd<T>(ChannelTerms.Of(Name, _options, _format, ChannelRole.Reader), _meeting, _format, _options);
        _ = end.OpenLaterAsync();
        return new IpcChannelReader<T>(end);
    }

    private void Close()
    {
        _listener.Dispose();
        _meeting.Close();
    }
}
