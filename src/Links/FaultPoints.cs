namespace ActorIpc.Links;

/// <summary>
/// Named places where a test may end or stop the process. Off unless the AppContext switch <c>ActorIpc.Links.FaultPoints</c> is on when the process starts, and then
/// the compiler has removed them from the hot path.
/// </summary>
internal static class FaultPoints
{
    public const string WriterHalfRecord = "writer.half-record";
    public const string WriterBeforePublish = "writer.before-publish";
    public const string WriterAfterPublish = "writer.after-publish";
    public const string WriterBeforeBell = "writer.before-bell";
    public const string WriterSpilled = "writer.spilled";
    public const string ReaderBeforeHead = "reader.before-head";
    public const string ReaderArmed = "reader.armed";
    public const string HandshakeConnected = "handshake.connected";
    public const string HandshakeHelloSent = "handshake.hello-sent";
    public const string HandshakeHelloReceived = "handshake.hello-received";
    public const string HandshakeWelcomeSent = "handshake.welcome-sent";
    public const string HandshakeSegmentMade = "handshake.segment-made";
    public const string HandshakeSegmentSent = "handshake.segment-sent";
    public const string HandshakeSegmentMapped = "handshake.segment-mapped";
    public const string HandshakeAttachedSent = "handshake.attached-sent";
    public const string HandshakeUnlinked = "handshake.unlinked";
    public const string HandshakeGoSent = "handshake.go-sent";

    public static readonly bool Enabled = AppContext.TryGetSwitch("ActorIpc.Links.FaultPoints", out var on) && on;

    /// <summary>What a test wants to happen at a point; called on the thread that reached it.</summary>
    public static Action<string>? Hook { get; set; }

    public static void Hit(string point)
    {
        if (Enabled)
            Hook?.Invoke(point);
    }
}
