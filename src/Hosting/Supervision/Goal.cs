namespace ActorIpc.Hosting.Supervision;

/// <summary>What is wanted of a member that is alive. It is <see cref="Run"/> exactly when nobody asked, or is about to ask, it to stop.</summary>
internal enum Goal
{
    /// <summary>To keep running; when it ends, its restart type decides.</summary>
    Run,

    /// <summary>To stop and stay stopped.</summary>
    Rest,

    /// <summary>To stop and be started again.</summary>
    Cycle,

    /// <summary>To stop and leave the tree.</summary>
    Leave,
}
