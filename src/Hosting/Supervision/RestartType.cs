namespace ActorIpc.Hosting.Supervision;

/// <summary>Whether a child that ended by itself is started again (OTP's restart types).</summary>
public enum RestartType
{
    /// <summary>Always.</summary>
    Permanent,

    /// <summary>Only after an abnormal end.</summary>
    Transient,

    /// <summary>Never. When the child has ended, whatever the reason, its spec goes with it; a declared one comes back when its whole supervisor is started anew.</summary>
    Temporary,
}
