namespace ActorIpc.Host;

/// <summary>The exit codes of the <c>actoripc</c> command.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>A node, the job or a check failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage, or an invalid configuration; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>No host is running.</summary>
    public const int NoHost = 3;

    /// <summary>There is no node of that name.</summary>
    public const int NoSuchNode = 4;

    /// <summary>It took longer than allowed.</summary>
    public const int TimedOut = 5;

    /// <summary>Restarts exceeded the intensity.</summary>
    public const int IntensityReached = 6;

    /// <summary>Two sides speak different versions.</summary>
    public const int VersionMismatch = 7;

    /// <summary>The name, or another resource, is taken.</summary>
    public const int Conflict = 8;

    /// <summary>Ended by Ctrl+C.</summary>
    public const int Interrupted = 128 + 2;

    /// <summary>Ended because its terminal went.</summary>
    public const int HungUp = 128 + 1;

    /// <summary>Ended by SIGTERM.</summary>
    public const int Terminated = 128 + 15;
}
