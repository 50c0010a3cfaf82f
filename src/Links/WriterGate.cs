using System.Runtime.CompilerServices;

namespace ActorIpc.Links;

/// <summary>
/// Lets one writer at a time at a link. Sections are far shorter than a switch of threads, so who finds it taken gives up the processor and looks again; it costs one interlocked
/// operation a section where a lock that can block costs two, which is a sixth of a short record's whole way (<c>tests/Benchmarks links</c>, ring-single).
/// </summary>
internal sealed class WriterGate
{
    private const int Pauses = 8;
    private const int YieldsBeforeSleep = 256;

    private int _owner; // the managed thread id of who is inside; 0 exactly when nobody is

    /// <summary>Enters; waits while another thread is inside.</summary>
    /// <exception cref="InvalidOperationException">This thread is inside already.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        var me = Environment.CurrentManagedThreadId;
        if (Interlocked.CompareExchange(ref _owner, me, 0) != 0)
            EnterWhenFree(me);
    }

    /// <summary>Leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit() => Volatile.Write(ref _owner, 0);

    /// <summary>Enters, and leaves when the scope is disposed.</summary>
    public Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnterWhenFree(int me)
    {
        if (Volatile.Read(ref _owner) == me)
            throw new InvalidOperationException("a link is not written to inside its own batch or claim");
        for (var round = 1; ; round++)
        {
            // A few pauses where the owner may run beside us; then our processor may be the one it needs; then the machine is so full that yielding does not reach it.
            if (round <= Pauses && Environment.ProcessorCount > 1)
                Thread.SpinWait(round);
            else if (round % YieldsBeforeSleep != 0)
                Thread.Yield();
            else
                Thread.Sleep(1);
            if (Volatile.Read(ref _owner) == 0 && Interlocked.CompareExchange(ref _owner, me, 0) == 0)
                return;
        }
    }

    /// <summary>One stay inside.</summary>
    /// <param name="gate">The gate.</param>
    public readonly ref struct Scope(WriterGate gate)
    {
        /// <summary>Leaves.</summary>
        public void Dispose() => gate.Exit();
    }
}
