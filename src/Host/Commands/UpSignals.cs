using System.Runtime.InteropServices;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting;

namespace ActorIpc.Host.Commands;

/// <summary>
/// What signals do to <c>up</c>: the first Ctrl+C or SIGTERM stops the nodes in their order, a second one kills them at once. (The generic host's
/// console lifetime ignores the second, so <c>up</c> has a lifetime of its own.)
/// </summary>
internal sealed class UpSignals : IDisposable
{
    private readonly NodeHost _host;
    private readonly UpScreen _screen;
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <summary>Registers the handlers.</summary>
    /// <param name="host">What they stop.</param>
    /// <param name="screen">Where they say so.</param>
    public UpSignals(NodeHost host, UpScreen screen)
    {
        _host = host;
        _screen = screen;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, ExitCodes.Interrupted, "Ctrl+C")),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, ExitCodes.Terminated, "SIGTERM")),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnSignal(context, ExitCodes.HungUp, "SIGHUP")),
        ];
    }

    /// <summary>The exit code of the first signal; null when none came.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int exitCode, string name)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) == 1)
        {
            ExitCode = exitCode;
            _screen.Say($"{name}: stopping in order, once more kills");
            _host.RequestStop(name);
        }
        else
        {
            _screen.Say($"{name} again: killing");
            _host.KillAll();
        }
    }
}
