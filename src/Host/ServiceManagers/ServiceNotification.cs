using ActorIpc.Hosting;
using ActorIpc.Hosting.Events;
using ActorIpc.Messages.Control;
using Microsoft.Extensions.Hosting.Systemd;

namespace ActorIpc.Host.ServiceManagers;

/// <summary>
/// Tells the service manager that started the host how it is (sd_notify(3)): ready when all nodes are, how many are, that it stops; and, where it asks for that, that the host still lives
/// (sd_watchdog_enabled(3)), which is said only when the supervisor has answered.
/// </summary>
internal sealed class ServiceNotification : IAsyncDisposable
{
    private const string Socket = "NOTIFY_SOCKET";
    private const string WatchdogInterval = "WATCHDOG_USEC";
    private const string WatchdogProcess = "WATCHDOG_PID";

    private readonly SystemdNotifier _notifier;
    private readonly INodeHost _host;
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeSpan? _watchdog;
    private readonly Task _telling;
    private Task _watching = Task.CompletedTask;

    private ServiceNotification(SystemdNotifier notifier, INodeHost host, TimeSpan? watchdog)
    {
        _notifier = notifier;
        _host = host;
        _watchdog = watchdog;
        _telling = TellAsync();
    }

    /// <summary>Begins to tell; null where no service manager listens. Call before the host starts: what it is told by must not reach the nodes, which would inherit it.</summary>
    /// <param name="host">The host.</param>
    public static ServiceNotification? Begin(INodeHost host)
    {
        var notifier = new SystemdNotifier();
        var watchdog = Watchdog();
        foreach (var variable in new[] { Socket, WatchdogInterval, WatchdogProcess })
            Environment.SetEnvironmentVariable(variable, null);
        return notifier.IsEnabled ? new ServiceNotification(notifier, host, watchdog) : null;
    }

    /// <summary>The host has started: from now on its supervisor can be asked.</summary>
    public void HostStarted()
    {
        if (_watchdog is { } interval)
            _watching = WatchAsync(interval);
    }

    /// <summary>The host has ended, or is about to.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_telling, _watching);
        _ended.Dispose();
    }

    /// <summary>The interval in which the service manager wants to hear from this very process; null when it does not.</summary>
    private static TimeSpan? Watchdog()
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable(WatchdogInterval), out var microseconds) || microseconds <= 0)
            return null;
        var isOurs = Environment.GetEnvironmentVariable(WatchdogProcess) is not { Length: > 0 } pid || pid == $"{Environment.ProcessId}";
        return isOurs ? TimeSpan.FromMicroseconds(microseconds) : null;
    }

    /// <summary>Tells what changes, until the tree has ended.</summary>
    private async Task TellAsync()
    {
        var wasReady = false;
        var isStopping = false;
        _ = _host.Completion.ContinueWith(_ => _ended.Cancel(), TaskScheduler.Default);
        try
        {
            await foreach (var entry in _host.Events(_ended.Token))
            {
                if (entry is not (NodeReady or NodeDown or NodeStopping or NodeEnded or SupervisorEscalated))
                    continue;
                var status = await _host.StatusAsync();
                _notifier.Notify(new ServiceState($"STATUS={status.Nodes.Count(node => node.State == NodeState.Ready)} of {status.Nodes.Count} nodes ready"));
                if (!wasReady && _host.AllReady.IsCompletedSuccessfully)
                {
                    wasReady = true;
                    _notifier.Notify(ServiceState.Ready);
                }
                if (!isStopping && status.State == "stopping")
                {
                    isStopping = true;
                    _notifier.Notify(ServiceState.Stopping);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or CommandRefusedException)
        {
            // The host has ended: its exit code says the rest.
        }
    }

    /// <summary>Says twice in each interval that the host lives, as often as its supervisor has said so.</summary>
    private async Task WatchAsync(TimeSpan interval)
    {
        try
        {
            using var timer = new PeriodicTimer(interval / 2);
            do
            {
                await _host.TreeAsync().WaitAsync(_ended.Token);
                _notifier.Notify(new ServiceState("WATCHDOG=1"));
            }
            while (await timer.WaitForNextTickAsync(_ended.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or CommandRefusedException)
        {
            // As above.
        }
    }
}
