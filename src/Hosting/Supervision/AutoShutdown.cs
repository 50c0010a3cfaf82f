namespace ActorIpc.Hosting.Supervision;

/// <summary>Whether a supervisor ends when its significant children ended by themselves and are not restarted (OTP's <c>auto_shutdown</c>).</summary>
public enum AutoShutdown
{
    /// <summary>It does not; no child may be significant.</summary>
    Never,

    /// <summary>With the first of them.</summary>
    Any,

    /// <summary>With the last of them.</summary>
    All,
}
