using System.Collections.Concurrent;
using System.Diagnostics;
using ActorIpc.Hosting;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages.Control;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace ActorIpc.Host.Rendering;

/// <summary>
/// What <c>up</c> shows: a line for each thing that happens to a node, the nodes' own output with their names before it, and on a terminal the job's
/// progress as the last line, drawn over again. Lines are written whole, whichever thread they come from, and by threads of the screen's own: a terminal that
/// is held, or a pipe that nobody reads, holds up the screen and nothing else.
/// </summary>
internal sealed class UpScreen : ILogger, IDisposable
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly BlockingCollection<string> _said = [];
    private readonly Thread _saying;
    private readonly IAnsiConsole _console;
    private readonly bool _live;
    private readonly HashSet<string> _ready = new(StringComparer.Ordinal);
    private readonly int _nodes;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private string _progress = "";
    private bool _drawn;
    private string _waiting = ""; // for whom a stop waits; goes before the progress
    private bool _allReady;
    private long _redrawnAt;

    /// <summary>Shows the heading.</summary>
    /// <param name="topology">What is going to run.</param>
    /// <param name="console">Where to.</param>
    public UpScreen(Topology topology, IAnsiConsole console)
    {
        _console = console;
        _live = console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;
        _nodes = topology.Children().Sum(child => child.NodeNames.Count());
        Write($"{ProgramVersion.Text}  {topology.Name}  host pid {Environment.ProcessId}");
        _saying = new Thread(() =>
        {
            foreach (var text in _said.GetConsumingEnumerable())
                Write(text);
        })
        { IsBackground = true, Name = "actoripc-screen" };
        _saying.Start();
    }

    /// <summary>Writes a line; returns before it is written.</summary>
    /// <param name="text">The line.</param>
    public void Say(string text)
    {
        if (!_said.IsAddingCompleted)
            _said.Add(text);
    }

    /// <summary>Shows all events.</summary>
    /// <param name="events">The events; read to their end.</param>
    /// <returns>Completes when the last one is shown.</returns>
    public Task ShowAsync(IAsyncEnumerable<HostEvent> events) => Task.Factory.StartNew(
        () =>
        {
            foreach (var entry in events.ToBlockingEnumerable())
                Show(entry);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Shows how the tree ended, after everything else; nothing is said any more then.</summary>
    /// <param name="outcome">How.</param>
    public void Ended(HostOutcome outcome)
    {
        _said.CompleteAdding();
        _saying.Join();
        lock (_gate)
        {
            Erase();
            (_progress, _waiting) = ("", "");
        }
        var took = Quantity.Duration(Stopwatch.GetElapsedTime(_startedAt));
        foreach (var line in outcome.LastLines)
            Write($"  {outcome.Tree.Node} | {line}");
        Write(outcome.Tree switch
        {
            TreeOutcome.Completed => $"completed in {took}",
            TreeOutcome.Stopped => $"stopped after {took}",
            var other => other.ToString(),
        });
    }

    private void Write(string text)
    {
        lock (_gate)
        {
            Erase();
            Console.Error.WriteLine(text);
            Draw();
        }
    }

    private void Show(HostEvent entry)
    {
        if (entry is NodeDown)
            ShowWaiting("");
        switch (entry)
        {
            case NodeOutput output:
                WriteOutput(output);
                break;
            case JobProgressed progress:
                ShowProgress(progress);
                break;
            case Hosting.Events.NodeReady ready:
                ShowReady(ready);
                break;
            case StopWaiting when _live:
                ShowWaiting(EventText.Of(EventLine.Of(entry)));
                break;
            case StopWaiting:
                Write(EventText.Of(EventLine.Of(entry)));
                break;
            case OutputSkipped:
                Write(EventText.Of(EventLine.Of(entry)));
                break;
            case NodeDown { Expected: false } or NodeBackoff or NodeHung or NodeEnded { State: NodeState.Failed } or SupervisorEscalated or StandbyDown { Expected: false }:
                Write(EventText.WithTime(EventLine.Of(entry)));
                break;
            default:
                break; // Starting and stopping are told by what follows them.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_gate.TryEnter())
            return; // Somebody still waits for the terminal, which then is not ours to clear.
        Erase();
        _gate.Exit();
    }

    /// <inheritdoc/>
    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    /// <inheritdoc/>
    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <inheritdoc/>
    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning)
            Say(formatter(state, exception));
    }

    private void ShowReady(NodeReady ready)
    {
        if (ready.DownFor is not null)
        {
            Write(EventText.WithTime(EventLine.Of(ready)));
            return;
        }
        Write($"  ok {ready.Node,-12} pid {ready.Pid}  ready in {Quantity.Duration(ready.Took)}   {ready.Link}");
        lock (_gate)
        {
            _ready.Add(ready.Node.Value);
            if (_allReady || _ready.Count < _nodes)
                return;
            _allReady = true;
        }
        Write($"{_nodes} of {_nodes} ready in {Quantity.Duration(Stopwatch.GetElapsedTime(_startedAt))}     Ctrl+C stops, twice kills");
    }

    private void WriteOutput(NodeOutput output)
    {
        lock (_gate)
        {
            Erase();
            var line = EventText.Of(LogLine.Of(output));
            if (output.IsError)
                Console.Error.WriteLine(line);
            else
                Console.Out.WriteLine(line);
            Draw();
        }
    }

    private void ShowProgress(JobProgressed progress)
    {
        if (!_live)
            return; // Whoever reads a file or a pipe wants what happened, not how it was going.
        lock (_gate)
        {
            _progress = ProgressText.Of(progress.Done, progress.Total, progress.Unit, progress.Note);
            if (Stopwatch.GetElapsedTime(_redrawnAt) < RedrawInterval)
                return;
            Erase();
            Draw();
        }
    }

    /// <summary>For whom a stop waits is, on a terminal, the last line, drawn over; it goes with the next node that ends.</summary>
    private void ShowWaiting(string text)
    {
        lock (_gate)
        {
            if (_waiting == text)
                return;
            Erase();
            _waiting = text;
            Draw();
        }
    }

    private void Draw()
    {
        var last = _waiting.Length > 0 ? _waiting : _progress;
        if (!_live || last.Length == 0)
            return;
        var width = Math.Max(1, _console.Profile.Width - 1);
        Console.Error.Write(last.Length > width ? last[..width] : last);
        _drawn = true;
        _redrawnAt = Stopwatch.GetTimestamp();
    }

    private void Erase()
    {
        if (!_drawn)
            return;
        Console.Error.Write("\r\e[K");
        _drawn = false;
    }
}
