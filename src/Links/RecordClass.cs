namespace ActorIpc.Links;

/// <summary>Which part of the spill a record may use.</summary>
public enum RecordClass : byte
{
    /// <summary>An ordinary record: refused at the spill bound.</summary>
    Data,

    /// <summary>A control record: may also use the small reserve above the bound. Same order, same stream.</summary>
    Control,
}
