namespace ActorIpc.Hosting.Supervision;

/// <summary>What becomes of a child that ended without having been asked to.</summary>
internal enum Verdict
{
    /// <summary>It counts as a restart and, unless that is one too many, it is started again.</summary>
    Restart,

    /// <summary>It is not started again; a temporary child's spec goes with it, and a significant one may end its supervisor.</summary>
    End,

    /// <summary>It is shown as failed until a person has changed something.</summary>
    Fail,

    /// <summary>The whole tree stops.</summary>
    FailJob,
}
