using System.Runtime.InteropServices;
using ActorIpc.Nodes.Interop;

namespace ActorIpc.Nodes.Lifelines;

/// <summary>
/// What a hosted node does with signals. SIGTERM stops it in order (.NET 10 has no handler of its own any more). SIGINT and SIGHUP are the
/// terminal's words to the host, which stops its nodes in their order, so a node ignores them.
/// </summary>
internal sealed class NodeSignals : IDisposable
{
    private const int TerminatedBySignal = 128 + 15;
    private readonly PosixSignalRegistration[] _registrations;

    private NodeSignals(PosixSignalRegistration[] registrations) => _registrations = registrations;

    /// <summary>Registers the handlers.</summary>
    /// <param name="lifetime">What SIGTERM ends.</param>
    /// <param name="hostPid">The host; a SIGTERM that comes when the parent is another process is the kernel's word that the host died.</param>
    public static NodeSignals Register(NodeLifetime lifetime, int hostPid) => new(
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            if (ProcessGroup.ParentIs(hostPid))
                lifetime.Begin(TerminatedBySignal, "SIGTERM");
            else
                new Thread(lifetime.BeginOrphaned) { IsBackground = true, Name = "actoripc-orphaned" }.Start();
        }),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Ignore),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Ignore),
    ]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private static void Ignore(PosixSignalContext context) => context.Cancel = true;
}
