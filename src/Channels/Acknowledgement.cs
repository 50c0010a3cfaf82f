namespace ActorIpc.Channels;

/// <summary>When an item that a reading program has taken counts as done: only what is not acknowledged is sent again to the reader's next life.</summary>
public enum Acknowledgement
{
    /// <summary>When the program comes back for more: with its next call of TryRead, WaitToReadAsync, ReadAsync or TryPeek, or when it disposes the reader.</summary>
    NextRead,

    /// <summary>When the program calls <see cref="IpcChannelReader{T}.Acknowledge()"/>: everything taken until then. What is taken and not acknowledged counts against the capacity.</summary>
    Explicit,
}
