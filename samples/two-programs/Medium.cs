using System.Globalization;
using System.Net;
using ActorIpc.Channels;
using Microsoft.Extensions.Logging;

namespace TwoPrograms;

/// <summary>The one option of both programs.</summary>
internal static class Medium
{
    private const int Port = 7411;

    /// <summary>The options of an end that outlives its peer, over the medium of a word.</summary>
    /// <param name="word">shm, unix, tcp or tcp:PORT.</param>
    /// <returns>Null: there is no such medium.</returns>
    public static IpcChannelOptions<Tick>? Options(string word)
    {
        var options = new IpcChannelOptions<Tick> { OnPeerDown = OnPeerDown.Resume, Logger = new ConsoleLogger() };
        return word.Split(':') switch
        {
            ["shm"] => options with { Medium = ChannelMedium.SharedMemory },
            ["unix"] => options with { Medium = ChannelMedium.UnixSocket },
            ["tcp"] => options with { Medium = ChannelMedium.Tcp, Endpoint = new IPEndPoint(IPAddress.Loopback, Port) },
            ["tcp", var port] => options with { Medium = ChannelMedium.Tcp, Endpoint = new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture)) },
            _ => null,
        };
    }

    /// <summary>Prints what a channel logs: who came, who went.</summary>
    private sealed class ConsoleLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.WriteLine(formatter(state, exception));
    }
}
