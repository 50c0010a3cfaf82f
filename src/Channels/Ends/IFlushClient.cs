namespace ActorIpc.Channels.Ends;

/// <summary>Has something that may have to leave soon: a batch that is not full, acknowledgements that were not worth a record.</summary>
internal interface IFlushClient
{
    /// <summary>Sends it when nothing was added to it since the last look.</summary>
    /// <returns>True: look again; false: nothing is there, and the client asks again when something is.</returns>
    bool Look();
}
