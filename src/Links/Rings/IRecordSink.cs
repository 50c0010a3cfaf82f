namespace ActorIpc.Links.Rings;

/// <summary>Takes checked records from a medium, one by one.</summary>
internal interface IRecordSink
{
    /// <summary>Takes one record.</summary>
    /// <param name="flags">Begin and end of a message.</param>
    /// <param name="payload">A private copy, valid during the call.</param>
    LinkFlow OnRecord(byte flags, ReadOnlySpan<byte> payload);
}
