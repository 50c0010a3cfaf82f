using System.Globalization;

namespace ActorIpc.Hosting.Supervision;

/// <summary>Why one life of a node, or a nested supervisor, ended. <see cref="object.ToString"/> says it in a few words for a person.</summary>
public abstract record ExitReason
{
    private ExitReason()
    {
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Describe();

    private protected abstract string Describe();

    /// <summary>The process ended with an exit code: normal for 0 and the child's success codes, a failed job for <see cref="Messages.NodeExitCode.JobFailed"/>, else abnormal.</summary>
    /// <param name="Code">The code, 0 to 255.</param>
    public sealed record Exited(int Code) : ExitReason
    {
        private protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"exit {Code}");
    }

    /// <summary>It ended because somebody other than its supervisor asked it to, and did so in order: OTP's <c>shutdown</c>. After a stop that the supervisor asked for, every reason counts as this.</summary>
    public sealed record ShutDown : ExitReason
    {
        private protected override string Describe() => "shutdown";
    }

    /// <summary>A signal ended it: abnormal.</summary>
    /// <param name="Number">The signal's number.</param>
    /// <param name="Name">The signal's name such as <c>SIGKILL</c>.</param>
    public sealed record Signalled(int Number, string Name) : ExitReason
    {
        private protected override string Describe() => Name;
    }

    /// <summary>It did not answer its pings and was killed: abnormal.</summary>
    /// <param name="Silence">How long it had not answered.</param>
    public sealed record Hung(TimeSpan Silence) : ExitReason
    {
        private protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"no pulse for {Silence.TotalSeconds:0.#} s");
    }

    /// <summary>It exceeded its memory ceiling and was killed: abnormal.</summary>
    /// <param name="Bytes">What it used.</param>
    /// <param name="Ceiling">What it was allowed.</param>
    public sealed record OverMemory(long Bytes, long Ceiling) : ExitReason
    {
        private protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"memory {Bytes} bytes over its ceiling of {Ceiling}");
    }

    /// <summary>It did not become Ready in time and was killed: a failed start.</summary>
    /// <param name="After">The time it had.</param>
    public sealed record StartTimedOut(TimeSpan After) : ExitReason
    {
        private protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"not ready after {After.TotalSeconds:0.#} s");
    }

    /// <summary>The operating system did not start it, or the handshake was refused, for a reason that may pass: a failed start.</summary>
    /// <param name="Cause">What happened.</param>
    public sealed record StartFailed(string Cause) : ExitReason
    {
        private protected override string Describe() => $"start failed: {Cause}";
    }

    /// <summary>
    /// The standby that was to take over this life was gone, or did not answer, before it had done so. It is no failure of the node: it is started anew, cold, and
    /// that does not count.
    /// </summary>
    /// <param name="Cause">How the standby ended.</param>
    public sealed record StandbyLost(ExitReason Cause) : ExitReason
    {
        private protected override string Describe() => $"its standby was lost in the takeover: {Cause}";
    }

    /// <summary>It cannot start until a person changes something (missing file, contract mismatch): it is not tried again by itself.</summary>
    /// <param name="Cause">What is wrong.</param>
    /// <param name="Fix">What to do about it.</param>
    /// <param name="IsContractMismatch">Whether host and node disagree on their contracts, which has an exit code of its own.</param>
    public sealed record CannotStart(string Cause, string Fix, bool IsContractMismatch = false) : ExitReason
    {
        private protected override string Describe() => $"cannot start: {Cause} ({Fix})";
    }

    /// <summary>The node said that the job itself cannot succeed: it is never restarted and the whole tree stops.</summary>
    /// <param name="Cause">What the node said.</param>
    public sealed record JobFailed(string Cause) : ExitReason
    {
        private protected override string Describe() => $"job failed: {Cause}";
    }

    /// <summary>A nested supervisor ended by itself, which counts as <c>shutdown</c> whatever the outcome.</summary>
    /// <param name="Outcome">How it ended.</param>
    public sealed record SupervisorEnded(TreeOutcome Outcome) : ExitReason
    {
        private protected override string Describe() => Outcome.ToString();
    }
}
