using ActorIpc.Channels.Ends;
using ActorIpc.Channels.Formats;
using ActorIpc.Channels.Meetings;
using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels;

/// <summary>Typed channels between two processes of one machine. One listens under a name, the other connects; either may be the writer.</summary>
public static class IpcChannel
{
    private const int MostNameBytes = 512;

    private static readonly Lazy<LinkRuntime> Shared = new(() => new LinkRuntime(new LinkOptions { SegmentBudget = 64L * 1024 * 1024 }));

    /// <summary>The links of all channels of this process that were not given others. At most 64 MiB of shared memory.</summary>
    public static LinkRuntime SharedLinks => Shared.Value;

    /// <summary>Listens under a name.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="name">The channel's name; the same for both programs.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChannelConnectException">Another listener holds the name, or it cannot listen.</exception>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public static Task<IpcChannelListener<T>> ListenAsync<T>(string name, IpcChannelOptions<T>? options = null, CancellationToken cancellation = default)
    {
        var (checkedOptions, format) = Check(name, options);
        return Task.Run(() => Listen(name, checkedOptions, format), cancellation);
    }

    /// <summary>The same on this thread, which makes directories, locks and sockets: for a moment it blocks.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="name">The channel's name; the same for both programs.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ChannelConnectException">Another listener holds the name, or it cannot listen.</exception>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public static IpcChannelListener<T> Listen<T>(string name, IpcChannelOptions<T>? options = null)
    {
        var (checkedOptions, format) = Check(name, options);
        return Listen(name, checkedOptions, format);
    }

    /// <summary>Opens the writing end under a name and listens for the program that reads, whenever it comes; what is written waits for it, within the end's bounds. The name is free again when the end is over: before its completion is
    /// told by <see cref="IpcChannelWriter{T}.Completion"/>. For a moment this thread blocks.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="name">The channel's name; the same for both programs.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ChannelConnectException">Another listener holds the name, or it cannot listen.</exception>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public static IpcChannelWriter<T> OpenWriter<T>(string name, IpcChannelOptions<T>? options = null) => Listen(name, options).OpenOnlyWriter();

    /// <summary>Opens the reading end under a name and listens for the program that writes, whenever it comes. The name is free again when the end is over: when
    /// <see cref="IpcChannelReader{T}.WaitToReadAsync"/> has told the end, or the reader has been disposed. For a moment this thread blocks.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="name">The channel's name; the same for both programs.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ChannelConnectException">Another listener holds the name, or it cannot listen.</exception>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public static IpcChannelReader<T> OpenReader<T>(string name, IpcChannelOptions<T>? options = null) => Listen(name, options).OpenOnlyReader();

    /// <summary>Connects to the program that listens under a name, and reads from it.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="name">The channel's name.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChannelConnectException">There is no channel; <see cref="ChannelConnectException.Failure"/> says why.</exception>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public static async Task<IpcChannelReader<T>> ConnectReaderAsync<T>(string name, IpcChannelOptions<T>? options = null, CancellationToken cancellation = default)
    {
        var (checkedOptions, format) = Check(name, options);
        var end = new ReaderEnd<T>(ChannelTerms.Of(name, checkedOptions, format, ChannelRole.Reader), new ConnectingMeeting(), format, checkedOptions);
        await end.OpenAsync(cancellation).ConfigureAwait(false);
        return new IpcChannelReader<T>(end);
    }

    /// <summary>Connects to the program that listens under a name, and writes to it.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="name">The channel's name.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChannelConnectException">There is no channel; <see cref="ChannelConnectException.Failure"/> says why.</exception>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public static async Task<IpcChannelWriter<T>> ConnectWriterAsync<T>(string name, IpcChannelOptions<T>? options = null, CancellationToken cancellation = default)
    {
        var (checkedOptions, format) = Check(name, options);
        var end = new WriterEnd<T>(ChannelTerms.Of(name, checkedOptions, format, ChannelRole.Writer), new ConnectingMeeting(), format, checkedOptions);
        await end.OpenAsync(cancellation).ConfigureAwait(false);
        return new IpcChannelWriter<T>(end);
    }

    private static IpcChannelListener<T> Listen<T>(string name, IpcChannelOptions<T> options, ItemFormat<T> format)
    {
        try
        {
            return new IpcChannelListener<T>(name, options, format);
        }
        catch (LinkException e)
        {
            throw new ChannelConnectException(
                e.Failure == LinkFailure.NameInUse ? ChannelConnectFailure.NameInUse : ChannelConnectFailure.NoLink, $"cannot listen: channel={name}: {e.Message}", e);
        }
    }

    private static (IpcChannelOptions<T> Options, ItemFormat<T> Format) Check<T>(string name, IpcChannelOptions<T>? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options ??= new IpcChannelOptions<T>();
        var errors = options.Validate().ToList();
        if (System.Text.Encoding.UTF8.GetByteCount(name) > MostNameBytes)
            errors.Add($"a channel's name must have at most {MostNameBytes} bytes: name={name}");
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        return (options, options.Format ?? ItemFormats.Default<T>());
    }
}
