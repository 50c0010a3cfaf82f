using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>Short ways to declare trees.</summary>
internal static class Specs
{
    public static NodeName Name(string name) => new(name);

    public static ChildSpec Child(string name, RestartType restart = RestartType.Permanent, params string[] dependsOn) =>
        new() { Name = new NodeName(name), Executable = "program", Restart = restart, DependsOn = [.. dependsOn.Select(Name)] };

    /// <summary>A supervisor without backoff, so that every restart is at once, unless a test says otherwise.</summary>
    public static SupervisorSpec Supervisor(string name, params TreeSpec[] children) =>
        new() { Name = new NodeName(name), Backoff = BackoffSpec.None, Children = children };

    public static SupervisorSpec Supervisor(string name, RestartStrategy strategy, params TreeSpec[] children) =>
        Supervisor(name, children) with { Strategy = strategy };

    public static ExitReason Exit(int code) => new ExitReason.Exited(code);

    public static ExitReason Killed { get; } = new ExitReason.Signalled(9, "SIGKILL");

    public static ExitReason CannotStart { get; } = new ExitReason.CannotStart("no such file: program", "build it");
}
