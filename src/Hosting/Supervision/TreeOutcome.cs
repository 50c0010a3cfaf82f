using System.Globalization;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>How a tree, or a nested supervisor, ended. <see cref="object.ToString"/> says it in a sentence for a person.</summary>
public abstract record TreeOutcome
{
    private TreeOutcome()
    {
    }

    /// <summary>The node whose end led to this; null exactly for <see cref="Stopped"/>.</summary>
    public virtual NodeName? Node => null;

    /// <inheritdoc/>
    public sealed override string ToString() => Describe();

    private protected abstract string Describe();

    /// <summary>Significant children ended, the last one normally, and the supervisor with them: success.</summary>
    /// <param name="Significant">The last of them.</param>
    /// <param name="Incarnation">Its life.</param>
    /// <param name="Reason">Its end.</param>
    public sealed record Completed(NodeName Significant, int Incarnation, ExitReason Reason) : TreeOutcome
    {
        /// <inheritdoc/>
        public override NodeName? Node => Significant;

        private protected override string Describe() => $"completed with {Significant}";
    }

    /// <summary>Somebody asked for it.</summary>
    /// <param name="Reason">Who or why, for a person.</param>
    public sealed record Stopped(string Reason) : TreeOutcome
    {
        private protected override string Describe() => $"stopped: {Reason}";
    }

    /// <summary>A supervisor counted more restarts in its period than its intensity and gave up.</summary>
    /// <param name="Supervisor">The supervisor that gave up last, the highest one.</param>
    /// <param name="Offender">The node whose end was one too many.</param>
    /// <param name="Incarnation">Its life.</param>
    /// <param name="Reason">Its end.</param>
    /// <param name="Restarts">How many restarts were counted, this one included.</param>
    /// <param name="Intensity">How many are accepted.</param>
    /// <param name="Period">The window.</param>
    public sealed record IntensityReached(
        NodeName Supervisor, NodeName Offender, int Incarnation, ExitReason Reason, int Restarts, int Intensity, TimeSpan Period) : TreeOutcome
    {
        /// <inheritdoc/>
        public override NodeName? Node => Offender;

        private protected override string Describe() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Supervisor} gave up: {Offender}#{Incarnation} ended ({Reason}), restart {Restarts} of {Intensity} in {Period.TotalSeconds:0.###} s");
    }

    /// <summary>A node said that the job itself cannot succeed.</summary>
    /// <param name="Reporter">The node.</param>
    /// <param name="Incarnation">Its life.</param>
    /// <param name="Cause">What it said.</param>
    public sealed record JobFailed(NodeName Reporter, int Incarnation, string Cause) : TreeOutcome
    {
        /// <inheritdoc/>
        public override NodeName? Node => Reporter;

        private protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"job failed in {Reporter}#{Incarnation}: {Cause}");
    }

    /// <summary>While the declared tree came up for the first time a node turned out to be unable to start.</summary>
    /// <param name="Offender">The node.</param>
    /// <param name="Incarnation">Its life.</param>
    /// <param name="Reason">What is wrong and what to do about it.</param>
    public sealed record StartFailed(NodeName Offender, int Incarnation, ExitReason.CannotStart Reason) : TreeOutcome
    {
        /// <inheritdoc/>
        public override NodeName? Node => Offender;

        private protected override string Describe() => $"{Offender} {Reason}";
    }

    /// <summary>A significant child that is not restarted ended abnormally, and the supervisor with it.</summary>
    /// <param name="Offender">The node.</param>
    /// <param name="Incarnation">Its life.</param>
    /// <param name="Reason">Its end.</param>
    public sealed record SignificantFailed(NodeName Offender, int Incarnation, ExitReason Reason) : TreeOutcome
    {
        /// <inheritdoc/>
        public override NodeName? Node => Offender;

        private protected override string Describe() => string.Create(
            CultureInfo.InvariantCulture, $"significant child {Offender}#{Incarnation} ended ({Reason})");
    }
}
