namespace ActorIpc.Hosting.Supervision;

/// <summary>What happens to a node that does not answer its pings.</summary>
public enum HangPolicy
{
    /// <summary>It is killed; its end is abnormal and its restart type decides.</summary>
    Restart,

    /// <summary>It is shown as hung and left alone.</summary>
    Report,

    /// <summary>Nothing at all.</summary>
    Ignore,
}
