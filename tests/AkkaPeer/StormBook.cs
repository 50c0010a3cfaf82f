using System.Globalization;

namespace ActorIpc.AkkaPeer;

/// <summary>What one process of a storm has sent, lost and received, by the other's index, and every break of order.</summary>
/// <param name="count">How many processes there are.</param>
internal sealed class StormBook(int count)
{
    private const int MaxTold = 50;

    private readonly long[] _sent = new long[count];
    private readonly List<long>[] _dead = [.. Enumerable.Range(0, count).Select(_ => new List<long>())];
    private readonly Dictionary<(int From, uint Life), Stream> _received = [];
    private readonly List<string> _told = [];
    private readonly Lock _gate = new();
    private long _late;
    private long _lateClassic;
    private long _twice;
    private long _torn;
    private bool _isDone;

    /// <summary>A message is about to be told.</summary>
    /// <param name="to">To whom.</param>
    /// <returns>Its number among those, from 1.</returns>
    public long Send(int to) => Interlocked.Increment(ref _sent[to]);

    /// <summary>A message became a dead letter here.</summary>
    public void Lose(StormMessage message)
    {
        lock (_gate)
            _dead[message.To].Add(message.Number);
    }

    /// <summary>Everything has been told.</summary>
    public void Finish() => Volatile.Write(ref _isDone, true);

    /// <summary>A message came.</summary>
    public void Receive(StormMessage message)
    {
        lock (_gate)
        {
            var key = (message.From, message.Life);
            if (!_received.TryGetValue(key, out var stream))
                _received[key] = stream = new Stream();
            if (!message.IsWhole)
                Tell("torn", ref _torn, message, stream);
            if (message.Number > stream.Last)
            {
                for (var missing = stream.Last + 1; missing < message.Number; missing++)
                    stream.Missing.Add(missing);
                (stream.Last, stream.LastIsByLane) = (message.Number, message.IsByLane);
            }
            else if (stream.Missing.Remove(message.Number))
            {
                if (message.IsByLane || stream.LastIsByLane)
                    Tell("late", ref _late, message, stream);
                else
                    Tell("late", ref _lateClassic, message, stream);
            }
            else
            {
                Tell("twice", ref _twice, message, stream);
            }
            stream.Count++;
            stream.ByLane += message.IsByLane ? 1 : 0;
        }
    }

    /// <summary>All of it on one line.</summary>
    public string Report()
    {
        lock (_gate)
        {
            var sent = string.Join(',', _sent.Select((_, i) => Interlocked.Read(ref _sent[i])));
            var dead = string.Join(',', _dead.Select(letters => letters.Count));
            var received = string.Join(',', _received.Select(entry => $"{entry.Key.From}:{entry.Key.Life}:{entry.Value.Count}:{entry.Value.ByLane}"));
            return string.Create(
                CultureInfo.InvariantCulture, $"report done={(Volatile.Read(ref _isDone) ? 1 : 0)} late={_late} late-classic={_lateClassic} twice={_twice} torn={_torn} sent={sent} dead={dead} received={received}");
        }
    }

    /// <summary>What breaks of order there were, which numbers did not come, and which became dead letters here.</summary>
    public IEnumerable<string> Details()
    {
        lock (_gate)
        {
            return
            [
                .. _told,
                .. _received.Where(entry => entry.Value.Missing.Count > 0).Select(entry => $"missing from={entry.Key.From} life={entry.Key.Life} last={entry.Value.Last}: {Ranges(entry.Value.Missing)}"),
                .. _dead.Index().Where(entry => entry.Item.Count > 0).Select(entry => $"dead to={entry.Index}: {Ranges(entry.Item)}"),
            ];
        }
    }

    private static string Ranges(IEnumerable<long> numbers)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (var number in numbers.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
                ranges[^1] = (ranges[^1].First, number);
            else
                ranges.Add((number, number));
        }
        return string.Join(' ', ranges.Take(MaxTold).Select(range => $"{range.First}-{range.Last}"));
    }

    private void Tell(string what, ref long count, StormMessage message, Stream stream)
    {
        count++;
        if (_told.Count < MaxTold)
            _told.Add($"{what} from={message.From} life={message.Life} number={message.Number} way={Way(message.IsByLane)} last={stream.Last} its-way={Way(stream.LastIsByLane)}");
    }

    private static string Way(bool isByLane) => isByLane ? "lane" : "classic";

    /// <summary>What one life of one process has told this one.</summary>
    private sealed class Stream
    {
        public long Count { get; set; }

        public long ByLane { get; set; }

        public long Last { get; set; }

        public bool LastIsByLane { get; set; }

        public HashSet<long> Missing { get; } = [];
    }
}
