namespace ActorIpc.Channels;

/// <summary>Who is at the other end of a channel.</summary>
/// <param name="Name">The name its program gives for itself (<see cref="IpcChannelOptions{T}.Identity"/>).</param>
/// <param name="Incarnation">The number its program gives this life (<see cref="IpcChannelOptions{T}.Incarnation"/>), 0 when none.</param>
/// <param name="Instance">Tells lives apart in any case: random, never used again.</param>
/// <param name="ProcessId">Its process, from the kernel; 0 when not known (TCP, another pid namespace).</param>
public sealed record ChannelPeer(string Name, long Incarnation, Guid Instance, int ProcessId)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} (incarnation {Incarnation}, pid {ProcessId})";
}
