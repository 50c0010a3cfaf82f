using System.Globalization;

namespace ActorIpc.AkkaPeer;

/// <summary>What one process of a storm has sent, lost and received, by the other's index.</summary>
/// <param name="count">How many processes there are.</param>
internal sealed class StormBook(int count)
{
    private readonly long[] _sent = new long[count];
    private readonly long[] _dead = new long[count];
    private readonly Dictionary<(int From, uint Life), (long Count, long Last)> _received = [];
    private readonly Lock _gate = new();
    private long _violations;
    private bool _isDone;

    /// <summary>A message is about to be told.</summary>
    /// <param name="to">To whom.</param>
    /// <returns>Its number among those, from 1.</returns>
    public long Send(int to) => Interlocked.Increment(ref _sent[to]);

    /// <summary>A message became a dead letter here.</summary>
    /// <param name="to">Whom it was for.</param>
    public void Lose(int to) => Interlocked.Increment(ref _dead[to]);

    /// <summary>Everything has been told.</summary>
    public void Finish() => Volatile.Write(ref _isDone, true);

    /// <summary>A message came.</summary>
    /// <param name="from">From whom.</param>
    /// <param name="life">From which life of his.</param>
    /// <param name="number">Its number.</param>
    /// <param name="isWhole">Its content is as it was told.</param>
    public void Receive(int from, uint life, long number, bool isWhole)
    {
        lock (_gate)
        {
            var (received, last) = _received.GetValueOrDefault((from, life));
            // Twice, or out of order.
            if (number <= last || !isWhole)
                _violations++;
            _received[(from, life)] = (received + 1, Math.Max(last, number));
        }
    }

    /// <summary>All of it on one line.</summary>
    public string Report()
    {
        lock (_gate)
        {
            var sent = string.Join(',', _sent.Select((_, i) => Interlocked.Read(ref _sent[i])));
            var dead = string.Join(',', _dead.Select((_, i) => Interlocked.Read(ref _dead[i])));
            var received = string.Join(',', _received.Select(entry => $"{entry.Key.From}:{entry.Key.Life}:{entry.Value.Count}"));
            return string.Create(CultureInfo.InvariantCulture, $"report done={(Volatile.Read(ref _isDone) ? 1 : 0)} violations={_violations} sent={sent} dead={dead} received={received}");
        }
    }
}
