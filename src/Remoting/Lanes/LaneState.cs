namespace ActorIpc.Remoting.Lanes;

/// <summary>How messages to a peer go.</summary>
internal enum LaneState
{
    /// <summary>Akka.Remote's own way.</summary>
    Classic,

    /// <summary>A lane is there; messages wait until those before them have arrived the classic way.</summary>
    Switching,

    /// <summary>By lane.</summary>
    Open,
}
