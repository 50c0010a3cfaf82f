using System.Globalization;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// The addresses of the last incarnations of all nodes. A new one must not have any of them: messages on their way to the old incarnation would reach the new one, and Akka may still
/// gate or quarantine the address. The system gives a port again by chance, with a hundred restarts in every third run, so nodes are told the ports to leave alone.
/// Safe from any thread: the supervisor takes addresses into use, a start reads the ports when it is its turn.
/// </summary>
internal sealed class UsedAddresses
{
    /// <summary>How many are remembered: of a host that restarts nodes without a pause those of the last minutes, longer than Akka gates an address. What it quarantines is an incarnation, not an address.</summary>
    public const int Remembered = 256;

    private readonly Lock _gate = new();
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The ports of the remembered addresses, in ascending order, each once.</summary>
    public IReadOnlyList<int> Ports
    {
        get
        {
            lock (_gate)
                return [.. _used.Select(PortOf).Where(port => port > 0).Distinct().Order()];
        }
    }

    /// <summary>Takes an address into use; false when a remembered incarnation had it.</summary>
    /// <param name="address">The address of an actor system, <c>akka.tcp://system@host:port</c>.</param>
    public bool TryUse(string address)
    {
        lock (_gate)
        {
            if (!_used.Add(address))
                return false;
            _order.Enqueue(address);
            if (_order.Count > Remembered)
                _used.Remove(_order.Dequeue());
            return true;
        }
    }

    private static int PortOf(string address) =>
        int.TryParse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.None, null, out var port) && port <= ushort.MaxValue ? port : 0;
}
