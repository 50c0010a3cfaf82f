using ActorIpc.Hosting.Events;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Chaos;

/// <summary>
/// Keeps account of what a host tells of its nodes, and objects to what must not be: two lives of a node at a time, a life told twice, a crash without its restart.
/// Safe from any thread.
/// </summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly List<EventLine> _events = [];
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly List<string> _objections = [];

    /// <summary>What must not have been; empty when all is well.</summary>
    public IReadOnlyList<string> Objections
    {
        get
        {
            lock (_gate)
                return [.. _objections];
        }
    }

    /// <summary>Everything that was told, in order.</summary>
    public IReadOnlyList<EventLine> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>How many lives ended that nobody had asked to end.</summary>
    public int Crashes => Count(entry => entry is { Event: "down", Expected: false });

    /// <summary>How many restarts were counted.</summary>
    public int Restarts => Count(entry => entry.Event == "backoff");

    /// <summary>Enters what happened.</summary>
    /// <param name="entry">The event.</param>
    public void Enter(EventLine entry)
    {
        lock (_gate)
        {
            _events.Add(entry);
            if (entry.Node is not { } node || entry.Incarnation is not { } life)
                return;
            var account = _accounts.TryGetValue(node, out var known) ? known : _accounts[node] = new Account();
            switch (entry.Event)
            {
                case "starting":
                    Require(account.Alive is null, entry, $"life {account.Alive} is not over");
                    Require(life == account.Latest + 1, entry, $"the life before was {account.Latest}");
                    Require(account.Pid is not { } pid || !Signals.IsAlive(pid), entry, $"pid {account.Pid} of the life before is alive");
                    (account.Alive, account.Latest, account.Pid) = (life, life, entry.Pid);
                    break;
                case "ready":
                    Require(account.Alive == life && account.Pid == entry.Pid, entry, $"life {account.Alive} with pid {account.Pid} is under way");
                    break;
                case "down" when account.Alive is null && life == account.Latest + 1 && entry.Expected == true:
                    account.Latest = life; // It was asked to stop before it was its turn to start.
                    break;
                case "down":
                    Require(account.Alive == life, entry, $"life {account.Alive} is under way");
                    account.Alive = null;
                    account.CrashedLife = entry.Expected == false ? life : null;
                    break;
                case "backoff":
                    Require(account.CrashedLife == life, entry, "that life has not crashed");
                    account.CrashedLife = null;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Whether a life is over.</summary>
    /// <param name="node">The node.</param>
    /// <param name="life">The life.</param>
    public bool IsOver(string node, int life) => Count(entry => entry.Event == "down" && entry.Node == node && entry.Incarnation == life) == 1;

    /// <summary>The news that a node's latest life is ready; null when no life of it was.</summary>
    /// <param name="node">The node.</param>
    public EventLine? ReadyLife(string node)
    {
        lock (_gate)
            return _events.FindLast(entry => entry.Event == "ready" && entry.Node == node);
    }

    private int Count(Func<EventLine, bool> condition)
    {
        lock (_gate)
            return _events.Count(condition);
    }

    private void Require(bool holds, EventLine entry, string problem)
    {
        if (!holds)
            _objections.Add($"{entry.Time:HH:mm:ss.fff} {entry.Node}#{entry.Incarnation} {entry.Event}: {problem}");
    }

    /// <summary>What is known of one node.</summary>
    private sealed class Account
    {
        /// <summary>The life under way; null when there is none.</summary>
        public int? Alive { get; set; }

        /// <summary>The latest life; 0 before the first.</summary>
        public int Latest { get; set; }

        /// <summary>The process of the latest life.</summary>
        public int? Pid { get; set; }

        /// <summary>The life that crashed and whose restart has not been told.</summary>
        public int? CrashedLife { get; set; }
    }
}
