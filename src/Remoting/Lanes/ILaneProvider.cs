namespace ActorIpc.Remoting.Lanes;

/// <summary>A provider of references that has lanes: Akka.Remote's or Akka.Cluster's.</summary>
internal interface ILaneProvider
{
    /// <summary>The lanes of the actor system.</summary>
    /// <exception cref="InvalidOperationException">The actor system has not begun to start.</exception>
    LaneDirectory Lanes { get; }
}
