using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes.Source;

/// <summary>
/// Reads the input and hands it out in chunks. It remembers nothing that the collector could not tell it again, so a new source just asks for the plan. A plan is asked for once: from then on
/// the channels hold what is on its way, whoever dies, and the source has nothing to do with the collector any more.
/// </summary>
internal sealed class SourceActor : ReceiveActor, IWithTimers
{
    /// <summary>How often the question for the plan is repeated. Nodes coming up are acted on at once, without this timer.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly string _runId;
    private readonly string _inputPath;
    private readonly int _incarnation;
    private readonly SourcePorts _ports;
    private readonly ChunkSender _sender;
    private readonly HashSet<NodeName> _counters = []; // their channels are open or being opened
    private readonly ManifestAssembly _given = new();
    private readonly CancellationTokenSource _stopped = new();

    private State _state = State.NoCollector;
    private int _collector; // incarnation; valid in Planning
    private bool _surveying; // a look at the input is under way
    private InputPath? _input; // null until the manifest is first needed
    private Manifest? _manifest; // proposed by us or given by the collector; not null in Sending

    public SourceActor(string runId, string inputPath, int incarnation, SourcePorts ports)
    {
        _runId = runId;
        _inputPath = inputPath;
        _incarnation = incarnation;
        _ports = ports;
        _sender = new ChunkSender(runId);

        Receive<NodeUp>(OnNodeUp);
        Receive<NodeDown>(OnNodeDown);
        Receive<ManifestWanted>(wanted => wanted.RunId == _runId, OnManifestWanted);
        Receive<ManifestPart>(part => part.RunId == _runId, OnManifestPart);
        Receive<PlanGiven>(plan => plan.RunId == _runId, OnPlanGiven);
        Receive<Surveyed>(OnSurveyed);
        Receive<Failed>(failed => Fail(failed.Reason));
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

    public static Props Props(string runId, string inputPath, int incarnation, SourcePorts ports) =>
        Akka.Actor.Props.Create(() => new SourceActor(runId, inputPath, incarnation, ports));

    protected override void PreStart()
    {
        _ports.Subscribe(Self);
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
    }

    protected override void PostStop() => _stopped.Cancel();

    private void OnNodeUp(NodeUp up)
    {
        if (up.Node.Spec == WordCountProtocol.CounterSpec)
        {
            if (_counters.Add(up.Node.Name))
                Guarded(OpenAsync(up.Node.Name, _stopped.Token));
        }
        else if (up.Node.Name.Value == WordCountProtocol.CollectorNode && _state is (State.NoCollector or State.Planning))
        {
            _state = State.Planning;
            _collector = up.Node.Incarnation;
            AskForPlan();
        }
    }

    private void OnNodeDown(NodeDown down)
    {
        if (down.Node.Name.Value == WordCountProtocol.CollectorNode && down.Node.Incarnation == _collector && _state == State.Planning)
            _state = State.NoCollector;
    }

    private async Task OpenAsync(NodeName counter, CancellationToken cancellation) =>
        _sender.Add(await _ports.OpenChunks(counter, cancellation).ConfigureAwait(false));

    /// <summary>What goes wrong outside the actor fails the job.</summary>
    private async void Guarded(Task work)
    {
        var self = Self;
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // This node is ending, and has left its channels.
        }
        catch (Exception e)
        {
            self.Tell(new Failed(e.Message));
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
        _manifest = manifest;
        return true;
    }

    private void OnPlanGiven(PlanGiven plan)
    {
        if (_state != State.Planning || plan.Collector != _collector)
            return;
        if (_manifest is not { } manifest || manifest.Id != plan.ManifestId)
            return; // Its manifest got lost on the way: the timer asks again.
        _state = State.Sending;
        var (input, remaining, stopped) = (_input!, new RemainingRanges(plan.Remaining, manifest.TotalBytes), _stopped.Token);
        Guarded(Task.Run(() => _sender.SendAsync(new ChunkReader(input, manifest), remaining, Changed, stopped), stopped));

        string Changed(long position) => $"a file of the input changed while it was counted: file={input.PathOf(manifest.Files[manifest.FileAt(position)].Path)}";
    }

    private void OnTick()
    {
        if (_state == State.Planning && !_surveying)
            AskForPlan();
    }

    private void Fail(string reason)
    {
        if (_state == State.Failed)
            return;
        _state = State.Failed;
        _ports.FailJob(reason);
    }

    /// <summary>The look at the input has ended: with a manifest, or with an error.</summary>
    private sealed record Surveyed(Manifest? Manifest, Exception? Error);

    /// <summary>Something outside the actor went wrong.</summary>
    private sealed record Failed(string Reason);

    /// <summary>The timer's message.</summary>
    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
