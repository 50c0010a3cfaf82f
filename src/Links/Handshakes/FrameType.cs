namespace ActorIpc.Links.Handshakes;

/// <summary>The steps of a handshake.</summary>
internal enum FrameType : byte
{
    Hello = 1,
    Welcome = 2,
    Reject = 3,
    Segment = 4,
    Attached = 5,
    Declined = 6,
    Go = 7,
}
