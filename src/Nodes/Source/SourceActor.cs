using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes.Source;

/// <summary>
/// Reads the input and hands it out in chunks, keeping a bounded window of what the collector has not acknowledged. It remembers nothing that the
/// collector could not tell it again, so a new source just asks for the plan.
/// </summary>
internal sealed class SourceActor : ReceiveActor, IWithTimers
{
    /// <summary>How often a question is repeated and overdue chunks are looked for. Nodes coming up are acted on at once, without this timer.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly string _runId;
    private readonly string _inputPath;
    private readonly int _incarnation;
    private readonly SourcePorts _ports;
    private readonly SendWindow _window;
    private readonly ManifestAssembly _given = new();
    private readonly CancellationTokenSource _stopped = new();

    private State _state = State.NoCollector;
    private int _collector; // incarnation; valid in Planning and Sending
    private bool _surveying; // a look at the input is under way
    private InputPath? _input; // null until the manifest is first needed
    private Manifest? _manifest; // proposed by us or given by the collector; not null in Sending
    private RemainingRanges? _remaining; // not null exactly in Sending
    private ChunkReader? _reader; // of _manifest; null exactly when that is

    public SourceActor(string runId, string inputPath, int incarnation, SourcePorts ports, TimeProvider time)
    {
        _runId = runId;
        _inputPath = inputPath;
        _incarnation = incarnation;
        _ports = ports;
        _window = new SendWindow(time);

        Receive<NodeUp>(OnNodeUp);
        Receive<NodeDown>(OnNodeDown);
        Receive<ManifestWanted>(wanted => wanted.RunId == _runId, OnManifestWanted);
        Receive<ManifestPart>(part => part.RunId == _runId, OnManifestPart);
        Receive<PlanGiven>(plan => plan.RunId == _runId, OnPlanGiven);
        Receive<ChunksStored>(stored => stored.RunId == _runId, OnChunksStored);
        Receive<Surveyed>(OnSurveyed);
        Receive<Tick>(_ => OnTick());
    }

    /// <summary>What the source is about.</summary>
    private enum State
    {
        /// <summary>The collector is not there.</summary>
        NoCollector,

        /// <summary>The collector is there; its plan is not.</summary>
        Planning,

        /// <summary>Chunks go out.</summary>
        Sending,

        /// <summary>The job failed; the node is ending and does nothing more.</summary>
        Failed,
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string runId, string inputPath, int incarnation, SourcePorts ports, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new SourceActor(runId, inputPath, incarnation, ports, time));

    protected override void PreStart()
    {
        _ports.Subscribe(Self);
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _reader?.Dispose();
    }

    private void OnNodeUp(NodeUp up)
    {
        if (up.Node.Spec == WordCountProtocol.CounterSpec)
        {
            _window.CounterUp(up.Node.Name, up.Node.Incarnation);
            Pump();
        }
        else if (up.Node.Name.Value == WordCountProtocol.CollectorNode && _state != State.Failed)
        {
            _state = State.Planning;
            _collector = up.Node.Incarnation;
            _remaining = null;
            AskForPlan();
        }
    }

    private void OnNodeDown(NodeDown down)
    {
        if (down.Node.Spec == WordCountProtocol.CounterSpec)
        {
            _window.CounterDown(down.Node.Name, down.Node.Incarnation);
            Pump();
        }
        else if (down.Node.Name.Value == WordCountProtocol.CollectorNode && down.Node.Incarnation == _collector && _state != State.Failed)
        {
            _state = State.NoCollector;
            _remaining = null;
        }
    }

    private void AskForPlan() => _ports.Collector(new RequestPlan(_runId, _manifest?.Id ?? 0));

    private void OnManifestWanted(ManifestWanted wanted)
    {
        if (_state != State.Planning || wanted.Collector != _collector || _surveying)
            return;
        if (_manifest is { } known)
            Propose(known); // Ours, or the one an earlier collector had: the new one has lost its journal, and both fit.
        else
            Survey();
    }

    private void Survey()
    {
        _surveying = true;
        var (path, id, note, cancellation) = (_inputPath, _incarnation, _ports.Note, _stopped.Token);
        Task.Run(() => SurveyInput(path, id, note, cancellation), cancellation).PipeTo(Self, failure: error => new Surveyed(null, error));
    }

    private static Surveyed SurveyInput(string path, int id, Action<string> note, CancellationToken cancellation)
    {
        try
        {
            return new Surveyed(new ManifestBuilder(InputPath.Of(path), note, cancellation).Build(id), null);
        }
        catch (InputException e)
        {
            return new Surveyed(null, e);
        }
    }

    private void OnSurveyed(Surveyed surveyed)
    {
        _surveying = false;
        switch (surveyed)
        {
            case { Manifest: { } manifest } when _manifest is null && TryTake(manifest):
                if (_state == State.Planning)
                    Propose(manifest);
                break;
            case { Error: InputException or FormatException }:
                Fail(surveyed.Error.Message);
                break;
            case { Error: { } error and not OperationCanceledException }:
                throw error; // Our bug: the actor's supervisor has to know.
        }
    }

    private void Propose(Manifest manifest)
    {
        foreach (var part in manifest.ToParts(_runId))
            _ports.Collector(part);
    }

    private void OnManifestPart(ManifestPart part)
    {
        if (_state == State.Planning && _given.Add(part) is { } manifest && manifest.Id != _manifest?.Id)
            TryTake(manifest);
    }

    /// <summary>Works by a manifest from now on; false when the input has vanished, which fails the job.</summary>
    private bool TryTake(Manifest manifest)
    {
        try
        {
            _input ??= InputPath.Of(_inputPath);
        }
        catch (InputException e)
        {
            Fail(e.Message);
            return false;
        }
        _reader?.Dispose();
        _reader = new ChunkReader(_input, manifest);
        _manifest = manifest;
        // Chunks of another manifest's positions mean nothing in this one.
        _window.KeepOnly(_ => false);
        return true;
    }

    private void OnPlanGiven(PlanGiven plan)
    {
        if (_state != State.Planning || plan.Collector != _collector)
            return;
        if (_manifest is not { } manifest || manifest.Id != plan.ManifestId)
            return; // Its manifest got lost on the way: the timer asks again.
        var remaining = new RemainingRanges(plan.Remaining, manifest.TotalBytes);
        _remaining = remaining;
        _window.KeepOnly(remaining.Contains);
        _window.RestartPatience();
        _state = State.Sending;
        Pump();
    }

    private void OnChunksStored(ChunksStored stored)
    {
        foreach (var position in stored.Positions)
            _window.Store(position);
        Pump();
    }

    private void OnTick()
    {
        if (_state == State.Planning && !_surveying)
            AskForPlan();
        if (_state != State.Sending)
            return;
        _window.ReassignOverdue();
        Pump();
    }

    /// <summary>Sends what waits and reads on while the window has room and somebody counts.</summary>
    private void Pump()
    {
        if (_state != State.Sending)
            return;
        try
        {
            do
            {
                while (_window.TryAssign(out var assignment))
                    _ports.Counter(assignment.Counter, new CountChunk(_runId, assignment.Position, assignment.Content));
            }
            while (_window.HasCounter && _window.HasRoom && TryReadNext());
        }
        catch (InputException e)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Puts the next chunk into the window; false when there is none left.</summary>
    private bool TryReadNext()
    {
        var remaining = _remaining!;
        while (!remaining.IsEmpty)
        {
            var position = remaining.Next;
            var known = _window.Find(position); // in the window since before the plan
            var content = known ?? _reader!.Read(position);
            if (!remaining.TryAdvance(content.Length))
                throw new InputException($"a file of the input changed while it was counted: file={_input!.PathOf(_manifest!.Files[_manifest.FileAt(position)].Path)}");
            if (known is not null)
                continue;
            _window.Add(position, content);
            return true;
        }
        return false;
    }

    private void Fail(string reason)
    {
        if (_state == State.Failed)
            return;
        _state = State.Failed;
        _remaining = null;
        _ports.FailJob(reason);
    }

    /// <summary>The look at the input has ended: with a manifest, or with an error.</summary>
    private sealed record Surveyed(Manifest? Manifest, Exception? Error);

    /// <summary>The timer's message.</summary>
    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
