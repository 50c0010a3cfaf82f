using System.Diagnostics;
using System.Globalization;
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
/// progress as the last line, drawn over again. Lines are written whole, whichever thread they come from.
/// </summary>
internal sealed class UpScreen : ILogger, IDisposable
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly IAnsiConsole _console;
    private readonly bool _live;
    private readonly HashSet<string> _ready = new(StringComparer.Ordinal);
    private readonly int _nodes;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private string _progress = "";
    private bool _drawn;
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
        Say($"{ProgramVersion.Text}  {topology.Name}  host pid {Environment.ProcessId}");
    }

    /// <summary>Writes a line.</summary>
    /// <param name="text">The line.</param>
    public void Say(string text)
    {
        lock (_gate)
        {
            Erase();
            Console.Error.WriteLine(text);
            Draw();
        }
    }

    /// <summary>Shows an event.</summary>
    /// <param name="entry">The event.</param>
    public void Show(HostEvent entry)
    {
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
            case NodeDown { Expected: false } down:
                Say(string.Create(CultureInfo.InvariantCulture,
                    $"{Time(down)} {down.Node}#{down.Incarnation} {down.Reason} after {Quantity.Duration(down.Lived)}"));
                break;
            case NodeBackoff backoff:
                Say(string.Create(CultureInfo.InvariantCulture,
                    $"{Time(backoff)} {backoff.Node} restart {backoff.Restarts} of {backoff.Intensity} in {backoff.Period.TotalSeconds:0.#} s, ")
                    + (backoff.Delay == TimeSpan.Zero ? "now" : $"in {Quantity.Duration(backoff.Delay)}"));
                break;
            case NodeHung hung:
                Say($"{Time(hung)} {hung.Node}#{hung.Incarnation} hangs: no answer for {Quantity.Duration(hung.Silence)}");
                break;
            case NodeEnded { State: NodeState.Failed } failed:
                Say($"{Time(failed)} {failed.Node} failed and is not started again by itself");
                break;
            case OutputSkipped skipped:
                Say($"({skipped.Lines} lines of output were too many to show)");
                break;
            case StopWaiting stop:
                Say($"waiting for {string.Join(", ", stop.Waiting)}");
                break;
            case SupervisorEscalated escalated:
                Say($"{Time(escalated)} {escalated.Supervisor} gives up because of {escalated.Node}#{escalated.Incarnation}: {escalated.Reason}");
                break;
            default:
                break; // Starting and stopping are told by what follows them.
        }
    }

    /// <summary>Shows how the tree ended.</summary>
    /// <param name="outcome">How.</param>
    public void Ended(HostOutcome outcome)
    {
        lock (_gate)
        {
            Erase();
            _progress = "";
        }
        var took = Quantity.Duration(Stopwatch.GetElapsedTime(_startedAt));
        foreach (var line in outcome.LastLines)
            Say($"  {outcome.Tree.Node} | {line}");
        Say(outcome.Tree switch
        {
            TreeOutcome.Completed => $"completed in {took}",
            TreeOutcome.Stopped => $"stopped after {took}",
            var other => other.ToString(),
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            Erase();
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
        if (ready.DownFor is { } down)
        {
            Say($"{Time(ready)} {ready.Node}#{ready.Incarnation} ready, pid {ready.Pid}, down for {Quantity.Duration(down)}");
            return;
        }
        Say($"  ok {ready.Node,-12} pid {ready.Pid}  ready in {Quantity.Duration(ready.Took)}");
        lock (_gate)
        {
            _ready.Add(ready.Node.Value);
            if (_allReady || _ready.Count < _nodes)
                return;
            _allReady = true;
        }
        Say($"{_nodes} of {_nodes} ready in {Quantity.Duration(Stopwatch.GetElapsedTime(_startedAt))}     Ctrl+C stops, twice kills");
    }

    private void WriteOutput(NodeOutput output)
    {
        lock (_gate)
        {
            Erase();
            var line = $"{output.Node}#{output.Incarnation} | {output.Text}";
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

    private void Draw()
    {
        if (!_live || _progress.Length == 0)
            return;
        var width = Math.Max(1, _console.Profile.Width - 1);
        Console.Error.Write(_progress.Length > width ? _progress[..width] : _progress);
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

    private static string Time(NodeEvent entry) => entry.Time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
