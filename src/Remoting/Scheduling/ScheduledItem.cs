using Akka.Actor;
using Akka.Dispatch;

namespace ActorIpc.Remoting.Scheduling;

/// <summary>One thing that a scheduler was asked to do, once or repeatedly.</summary>
internal sealed class ScheduledItem(IRunnable action, ICancelable? cancelable, long deadline, long interval)
{
    /// <summary>The latest time an item can be due: longer waits end here, after 29,000 years.</summary>
    public const long LastDeadline = long.MaxValue - 1;

    /// <summary>When it is due, in ticks of 100 ns since the scheduler was made.</summary>
    public long Deadline { get; private set; } = deadline;

    /// <summary>Whether it is due again after each run.</summary>
    public bool IsRepeated => interval > 0;

    /// <summary>Whether it must not run any more.</summary>
    public bool IsCancelled => cancelable is { IsCancellationRequested: true };

    /// <summary>The item that was put into the inbox before this one; valid while this one is there.</summary>
    public ScheduledItem? Next { get; set; }

    /// <summary>How many items the inbox holds up to and with this one; valid while this one is there.</summary>
    public int Depth { get; set; }

    public void Run() => action.Run();

    /// <summary>Makes it due one interval after it was due last, whenever it ran: a fixed rate.</summary>
    public void Repeat() => Deadline = interval > LastDeadline - Deadline ? LastDeadline : Deadline + interval;

    /// <inheritdoc/>
    public override string ToString() =>
        $"action={action} deadline={TimeSpan.FromTicks(Deadline)}{(IsRepeated ? $" interval={TimeSpan.FromTicks(interval)}" : "")}";
}
