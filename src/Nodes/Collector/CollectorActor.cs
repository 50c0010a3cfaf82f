using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes.Collector;

/// <summary>
/// Remembers what has been counted. It takes each chunk once, writes it to the journal, and only then acknowledges it to its counter, which then acknowledges it to the source; journal writes
/// and acknowledgements are batched by what is in the mailbox. When every byte is covered it writes the result and ends.
/// </summary>
internal sealed class CollectorActor : ReceiveActor, IWithTimers
{
    /// <summary>How often progress is reported at most.</summary>
    public static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private const int BatchBytes = 1024 * 1024; // a batch is written when it is this long, however much is in the mailbox

    private readonly CollectorSettings _settings;
    private readonly CollectorPorts _ports;
    private readonly WordRate _rate;
    private readonly ResultWriter _result;
    private readonly Tally _tally = new();
    private readonly ManifestAssembly _proposed = new();
    private readonly HashSet<NodeName> _counters = []; // their channels are open or being opened
    private readonly List<Action> _unacknowledged = []; // the acknowledgements that wait for the next flush
    private Journal? _journal; // null before PreStart and when it cannot be used
    private bool _flushing; // a Flush is in the mailbox
    private long _reported = -1; // bytes of the latest report

    public CollectorActor(CollectorSettings settings, CollectorPorts ports, TimeProvider time)
    {
        _settings = settings;
        _ports = ports;
        _rate = new WordRate(time);
        _result = new ResultWriter(settings.Output, Journal.BesidePath(settings.Journal));
        Working();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(CollectorSettings settings, CollectorPorts ports, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new CollectorActor(settings, ports, time));

    protected override void PreStart()
    {
        try
        {
            _journal = Journal.Open(_settings.Journal, _settings.RunId, _tally);
        }
        catch (JournalException e)
        {
            Fail(e.Message);
            return;
        }
        if (_journal.CutBytes > 0)
            _ports.Note($"the journal's last record was cut short; its chunk is counted again: bytes={_journal.CutBytes}");
        _rate.Sample(_tally.Totals.Words);
        Timers.StartPeriodicTimer(Report.Instance, Report.Instance, ReportInterval);
        _ports.Subscribe(Self);
        FinishIfComplete();
    }

    protected override void PostStop() => _journal?.Dispose();

    private void Working()
    {
        Receive<RequestPlan>(request => request.RunId == _settings.RunId, request => Attempt(() => OnRequestPlan(request)));
        Receive<ManifestPart>(part => part.RunId == _settings.RunId, part => Attempt(() => OnManifestPart(part)));
        Receive<NodeUp>(up => up.Node.Spec == WordCountProtocol.CounterSpec, OnCounterUp);
        Receive<Arrival>(arrival => arrival.Chunk.RunId == _settings.RunId, arrival => Attempt(() => OnArrival(arrival)));
        Receive<Flush>(_ => Attempt(OnFlush));
        Receive<Report>(_ => ReportProgress());
    }

    /// <summary>The result is there, or there cannot be one: the node is ending.</summary>
    private void Ended() => ReceiveAny(_ => { });

    /// <summary>What the disk or a peer does wrong fails the job: another incarnation would meet the same.</summary>
    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is JournalException or FormatException)
        {
            Fail(e.Message);
        }
    }

    private void OnRequestPlan(RequestPlan request)
    {
        if (_tally.Manifest is not { } manifest)
        {
            _ports.Source(new ManifestWanted(_settings.RunId, _settings.Incarnation));
            return;
        }
        if (request.ManifestId != manifest.Id)
        {
            foreach (var part in manifest.ToParts(_settings.RunId))
                _ports.Source(part);
        }
        SendPlan(manifest);
    }

    private void OnManifestPart(ManifestPart part)
    {
        if (_tally.Manifest is null)
        {
            if (_proposed.Add(part) is not { } manifest)
                return;
            _journal!.Begin(manifest);
        }
        SendPlan(_tally.Manifest!);
        FinishIfComplete(); // An input of empty files is.
    }

    private void SendPlan(Manifest manifest)
    {
        OnFlush(); // A plan is as binding as an acknowledgement.
        _ports.Source(new PlanGiven(_settings.RunId, _settings.Incarnation, manifest.Id, _tally.Coverage.Gaps(manifest.TotalBytes)));
    }

    private void OnCounterUp(NodeUp up)
    {
        if (_counters.Add(up.Node.Name))
            _ports.Listen(up.Node.Name, Self);
    }

    private void OnArrival(Arrival arrival)
    {
        // A source sends chunks when it knows that the manifest is in the journal.
        if (_tally.Manifest is null)
            throw new JournalException($"the journal must be what an earlier collector of the run has left: journal={_settings.Journal}");
        var chunk = arrival.Chunk;
        _journal!.TryAdd(chunk.Position, chunk.Length, chunk.Counts);
        _unacknowledged.Add(arrival.Acknowledge);
        if (_tally.IsComplete || _journal.PendingBytes >= BatchBytes)
            OnFlush();
        else if (!_flushing)
        {
            _flushing = true;
            Self.Tell(Flush.Instance); // Behind what is in the mailbox already.
        }
        FinishIfComplete();
    }

    private void OnFlush()
    {
        _flushing = false;
        _journal!.Flush();
        foreach (var acknowledge in _unacknowledged)
            acknowledge();
        _unacknowledged.Clear();
    }

    private void FinishIfComplete()
    {
        if (!_tally.IsComplete)
            return;
        try
        {
            _result.Write(_tally.Totals);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail($"the result cannot be written: wordcount.output={_settings.Output}: {e.Message}");
            return;
        }
        ReportProgress();
        Become(Ended);
        _ports.Complete();
    }

    private void ReportProgress()
    {
        _rate.Sample(_tally.Totals.Words);
        if (_tally.Manifest is not { } manifest || _tally.Coverage.Bytes == _reported)
            return;
        _reported = _tally.Coverage.Bytes;
        _ports.Report(_reported, manifest.TotalBytes, _rate.ToString());
    }

    private void Fail(string reason)
    {
        Become(Ended);
        _ports.FailJob(reason);
    }

    /// <summary>What this actor tells itself when there is something to flush.</summary>
    private sealed class Flush
    {
        public static readonly Flush Instance = new();
    }

    /// <summary>The report timer's message.</summary>
    private sealed class Report
    {
        public static readonly Report Instance = new();
    }
}
