using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The rules that one entry of a tree must keep by itself and under its supervisor.</summary>
internal static class EntryChecks
{
    private static readonly TimeSpan UsualStartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Checks one entry, not what is below it.</summary>
    public static void Check(SpecPlace place, SpecProblems problems)
    {
        CheckAsChild(place, problems);
        if (place.Spec is ChildSpec child)
            CheckChild(child, (SupervisorSpec)place.Parent!.Spec, problems);
        else if (place.Spec is SupervisorSpec supervisor)
            CheckSupervisor(supervisor, problems);
    }

    private static void CheckAsChild(SpecPlace place, SpecProblems problems)
    {
        var spec = place.Spec;
        problems.Require(spec.Name.Value.Length > 0, "name", $"an entry needs a name: name={spec.Name}");
        problems.Require(Enum.IsDefined(spec.Restart), "restart", $"restart is permanent, transient or temporary: restart={spec.Restart}");
        problems.Require(
            !spec.RestartsWithDependencies || spec.DependsOn.Count > 0,
            "restarts-with-dependencies", $"restarts-with-dependencies needs depends-on: name={spec.Name}");
        problems.Require(
            !spec.RestartsWithDependencies || spec.Restart != RestartType.Temporary,
            "restarts-with-dependencies", $"a temporary child is never restarted: name={spec.Name} restarts-with-dependencies=true");
        if (place.Parent?.Spec is not SupervisorSpec parent)
        {
            problems.Require(!spec.Significant, "significant", $"the root has no supervisor to end: significant=true");
            problems.Require(spec.DependsOn.Count == 0, "depends-on", $"the root contains everything it could depend on: depends-on={List(spec.DependsOn)}");
            return;
        }
        problems.Require(
            !spec.Significant || parent.AutoShutdown != AutoShutdown.Never,
            "significant", $"a significant child needs a supervisor with auto-shutdown any or all: significant=true supervisor={parent.Name} auto-shutdown=never");
        problems.Require(
            !spec.Significant || spec.Restart != RestartType.Permanent,
            "significant", $"a permanent child is always restarted, so it cannot be significant: significant=true restart=permanent");
    }

    private static void CheckChild(ChildSpec child, SupervisorSpec parent, SpecProblems problems)
    {
        problems.Require(IsText(child.Executable), "executable", $"a child needs the name or path of a program: executable={child.Executable}");
        if (child.Actor is { } actor)
            ActorChecks.Check(actor, problems);
        foreach (var argument in child.Arguments)
            problems.Require(!argument.Contains('\0'), "arguments", $"an argument has no NUL: argument={Visible(argument)}");
        CheckInstances(child, problems);
        problems.Require(
            child.Standby is >= 0 and <= ChildSpec.MaximumStandby,
            "standby", $"a child keeps from 0 to {ChildSpec.MaximumStandby} standbys: standby={child.Standby}");
        problems.Require(
            child.Standby <= 0 || child.Restart != RestartType.Temporary,
            "standby", $"a temporary child is never restarted, so nothing could take over: standby={child.Standby} restart=temporary");
        CheckDuration(child.StartTimeout, "start-timeout", problems);
        if (child.Shutdown.Deadline is { } deadline)
        {
            problems.Require(
                deadline >= TimeSpan.Zero && deadline <= SupervisorSpec.MaximumDuration,
                "shutdown", $"a shutdown time is from 0 to {SupervisorSpec.MaximumDuration.TotalDays} days: shutdown={Seconds(deadline)}");
        }
        foreach (var (name, value) in child.Environment)
        {
            problems.Require(
                name.Length > 0 && !name.Contains('=') && !name.Contains('\0'),
                "environment", $"the name of an environment variable is not empty and has neither '=' nor NUL: variable={Visible(name)}");
            problems.Require(!value.Contains('\0'), "environment", $"the value of an environment variable has no NUL: {Visible(name)}={Visible(value)}");
        }
        problems.Require(
            child.WorkingDirectory is null || IsText(child.WorkingDirectory),
            "working-directory", $"a working directory is a path: working-directory={Visible(child.WorkingDirectory ?? "")}");
        problems.Require(child.MemoryCeiling is null or > 0, "memory-ceiling", $"a memory ceiling is more than 0 bytes: memory-ceiling={child.MemoryCeiling}");
        foreach (var code in child.SuccessCodes)
        {
            problems.Require(code is >= 0 and <= 255, "success-codes", $"an exit code is from 0 to 255: code={code}");
            problems.Require(code != NodeExitCode.JobFailed, "success-codes", $"exit code {NodeExitCode.JobFailed} says that the job failed: code={code}");
        }
        problems.Require(Enum.IsDefined(child.OnHang), "on-hang", $"on-hang is restart, report or ignore: on-hang={child.OnHang}");
        if (child.StartTimeout > UsualStartTimeout && child.StartTimeout * parent.Intensity >= parent.Period)
        {
            problems.Warn("start-timeout",
                $"if it never became ready, it would be started for ever: start-timeout={Seconds(child.StartTimeout)} intensity={parent.Intensity} period={Seconds(parent.Period)}");
        }
    }

    private static void CheckInstances(ChildSpec child, SpecProblems problems)
    {
        if (child.Instances is not { } instances)
            return;
        if (instances is < 1 or > ChildSpec.MaximumInstances)
            problems.Add("instances", FormattableString.Invariant($"instances are from 1 to {ChildSpec.MaximumInstances}: instances={instances}"));
        else if (child.Name.Value.Length > 0 && !NodeName.TryParse(FormattableString.Invariant($"{child.Name}-{instances}"), out _, out var problem))
            problems.Add("instances", problem);
    }

    private static void CheckSupervisor(SupervisorSpec supervisor, SpecProblems problems)
    {
        problems.Require(
            Enum.IsDefined(supervisor.Strategy), "strategy", $"strategy is one-for-one, one-for-all or rest-for-one: strategy={supervisor.Strategy}");
        problems.Require(
            Enum.IsDefined(supervisor.AutoShutdown), "auto-shutdown", $"auto-shutdown is never, any or all: auto-shutdown={supervisor.AutoShutdown}");
        var intensityIsGood = supervisor.Intensity is >= 0 and <= SupervisorSpec.MaximumIntensity;
        problems.Require(intensityIsGood, "intensity", $"intensity is from 0 to {SupervisorSpec.MaximumIntensity}: intensity={supervisor.Intensity}");
        CheckDuration(supervisor.Period, "period", problems);
        if (CheckBackoff(supervisor.Backoff, problems) && intensityIsGood)
            CheckEscalation(supervisor, problems);
    }

    private static bool CheckBackoff(BackoffSpec backoff, SpecProblems problems)
    {
        var before = problems.Found.Count;
        problems.Require(backoff.Minimum >= TimeSpan.Zero, "backoff.min", $"a backoff is not negative: min={Seconds(backoff.Minimum)}");
        problems.Require(
            backoff.Maximum >= backoff.Minimum && backoff.Maximum <= SupervisorSpec.MaximumDuration,
            "backoff.max", $"the longest backoff is from min to {SupervisorSpec.MaximumDuration.TotalDays} days: min={Seconds(backoff.Minimum)} max={Seconds(backoff.Maximum)}");
        problems.Require(backoff.Jitter is >= 0 and < 1, "backoff.jitter", $"jitter is from 0 to below 1: jitter={backoff.Jitter}");
        CheckDuration(backoff.ResetAfter, "backoff.reset-after", problems);
        return problems.Found.Count == before;
    }

    /// <summary>Refuses what could never escalate: failing at once each time, the last counted restart would come when the first has left the window.</summary>
    private static void CheckEscalation(SupervisorSpec supervisor, SpecProblems problems)
    {
        var sum = TimeSpan.Zero;
        for (var attempt = 0; attempt < supervisor.Intensity && sum < supervisor.Period; attempt++)
            sum += supervisor.Backoff.Delay(attempt);
        problems.Require(
            sum < supervisor.Period || supervisor.Period <= TimeSpan.Zero, "intensity",
            $"the backoffs of as many restarts as intensity accepts must fit into the period, or it never escalates: intensity={supervisor.Intensity} period={Seconds(supervisor.Period)} backoff.min={Seconds(supervisor.Backoff.Minimum)} backoff.max={Seconds(supervisor.Backoff.Maximum)}");
    }

    private static void CheckDuration(TimeSpan duration, string property, SpecProblems problems) => problems.Require(
        duration > TimeSpan.Zero && duration <= SupervisorSpec.MaximumDuration,
        property, $"{property} is more than 0 and at most {SupervisorSpec.MaximumDuration.TotalDays} days: {property}={Seconds(duration)}");

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0');

    private static string Visible(string text) => text.Replace("\0", "\\0");

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###}s");

    private static string List(IEnumerable<NodeName> names) => string.Join(',', names);
}
