using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Tests.Links.Logging;

/// <summary>Keeps log lines.</summary>
internal sealed class LogRecorder : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public bool Has(string text) => _lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    public int Count(string text) => _lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public override string ToString() => string.Join('\n', _lines);
}
