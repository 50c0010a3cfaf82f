namespace ActorIpc.Hosting.Supervision;

/// <summary>Who is restarted together with a child that has to be restarted (OTP's strategies).</summary>
/// <remarks>
/// A restart of several stops them right to left, then starts them left to right, and counts once. It takes in children that had completed or failed,
/// but, unlike OTP, not what a person stopped: that stays stopped until a person starts it or its whole supervisor is started anew.
/// </remarks>
public enum RestartStrategy
{
    /// <summary>Nobody else.</summary>
    OneForOne,

    /// <summary>All children of the supervisor.</summary>
    OneForAll,

    /// <summary>The children declared after it. The other instances of a scaled child keep running.</summary>
    RestForOne,
}
