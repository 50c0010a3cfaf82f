namespace ActorIpc.Hosting.Supervision;

/// <summary>What an <see cref="ExitReason"/> means to the rules.</summary>
internal enum ExitClass
{
    /// <summary>It ended as programs do that have finished.</summary>
    Normal,

    /// <summary>It ended in order because somebody asked for it; the way every nested supervisor ends.</summary>
    Shutdown,

    /// <summary>It crashed, was killed, hung or took too much memory.</summary>
    Abnormal,

    /// <summary>It did not start, for a reason that may pass.</summary>
    FailedStart,

    /// <summary>It did not start, for a reason that only a person can remove.</summary>
    CannotStart,

    /// <summary>The job itself cannot succeed.</summary>
    JobFailed,
}
