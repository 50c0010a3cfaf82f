namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// Decides what happens to a tree of nodes, by OTP's rules. It has no clock, no input or output and no threads: it is told what happened and when, and answers
/// with what to do. The same inputs at the same times with the same seed give the same effects.
/// </summary>
internal sealed class SupervisionTree
{
    /// <summary>Makes a tree in which nothing runs yet.</summary>
    /// <param name="root">What was declared.</param>
    /// <param name="jitter">The source of the backoffs' jitter.</param>
    /// <exception cref="ArgumentException">The declaration has errors; the message has all of them.</exception>
    public SupervisionTree(SupervisorSpec root, Random jitter) => throw new NotImplementedException();

    /// <summary>Decides.</summary>
    /// <param name="input">What happened or is asked for.</param>
    /// <param name="now">When, on a clock that never runs backwards.</param>
    /// <returns>What to do and to tell, in order.</returns>
    public IReadOnlyList<Effect> Handle(Input input, TimeSpan now) => throw new NotImplementedException();

    /// <summary>The tree as it is.</summary>
    /// <param name="now">When, on the clock of <see cref="Handle"/>: restarts leave the window as time goes by.</param>
    public SupervisorSnapshot Snapshot(TimeSpan now) => throw new NotImplementedException();
}
