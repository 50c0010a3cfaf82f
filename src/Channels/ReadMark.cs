namespace ActorIpc.Channels;

/// <summary>
/// A place in what a reader has taken, for <see cref="IpcChannelReader{T}.Acknowledge(ReadMark)"/>. One that belongs to a former life of the writer acknowledges nothing: what that
/// life had written is no longer anybody's to send again.
/// </summary>
public readonly record struct ReadMark
{
    internal ReadMark(int epoch, long next) => (Epoch, Next) = (epoch, next);

    /// <summary>The number of the writer's session, counted by the reader.</summary>
    internal int Epoch { get; }

    /// <summary>The sequence number after the last item that was taken.</summary>
    internal long Next { get; }
}
