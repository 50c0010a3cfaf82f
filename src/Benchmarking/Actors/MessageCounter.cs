using System.Runtime.InteropServices;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>Counts the answers of one sender. Written by one actor, read by anybody; on cache lines of its own, so that senders do not slow each other down.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal sealed class MessageCounter
{
    [FieldOffset(128)]
    private long _value;

    /// <summary>The number so far.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>One more; by its one writer.</summary>
    public void Increment() => Volatile.Write(ref _value, _value + 1);
}
