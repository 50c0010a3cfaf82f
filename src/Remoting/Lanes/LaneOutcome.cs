namespace ActorIpc.Remoting.Lanes;

/// <summary>What became of a message that was given to a lane.</summary>
internal enum LaneOutcome
{
    /// <summary>It is in the ring, or in the spill before it; or it was too long, which has been told.</summary>
    Sent,

    /// <summary>Ring and spill are full.</summary>
    Full,

    /// <summary>The lane has ended.</summary>
    Closed,
}
