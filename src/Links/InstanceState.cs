namespace ActorIpc.Links;

/// <summary>What an instance's lock says about its process.</summary>
public enum InstanceState
{
    /// <summary>The lock is held, or cannot be looked at: unknown counts as alive.</summary>
    Alive,

    /// <summary>The lock could be taken, or is gone: the process has ended or has closed its links. An instance never returns.</summary>
    Ended,
}
