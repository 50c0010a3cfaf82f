using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Links;

namespace ActorIpc.Hosting.Runs;

/// <summary>
/// Looks at what hosts have left on this machine, and puts right what is wrong. A run is stale when nobody holds its lock; what is left of it is recognised
/// by boot id, pid and start stamp, so that nobody else's process is ever touched.
/// </summary>
public static class Doctor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Looks at everything.</summary>
    /// <param name="fix">Whether to clear away what dead hosts left.</param>
    /// <param name="cancellation">Ends the waiting for hosts that do not answer.</param>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(bool fix, CancellationToken cancellation)
    {
        var findings = new List<Finding>(Machine.Examine());
        string directory;
        try
        {
            directory = HostFiles.Directory;
            if (!Directory.Exists(directory))
            {
                findings.Add(new Finding(FindingLevel.Ok, "runtime directory", $"{directory} is not there yet; the first host makes it"));
                return findings;
            }
            HostFiles.OpenDirectory();
        }
        catch (RuntimeDirectoryException e)
        {
            findings.Add(new Finding(FindingLevel.Problem, "runtime directory", e.Message, $"see to it, or name another one in {RuntimeDirectory.Variable}"));
            return findings;
        }
        findings.AddRange(Machine.ExamineDirectory(directory));
        foreach (var name in HostFiles.Names(directory))
        {
            if (HostClaim.IsHeld(directory, name))
                findings.Add(await ExamineRunningAsync(directory, name, cancellation).ConfigureAwait(false));
            else
                findings.AddRange(ExamineStale(directory, name, fix));
        }
        if (fix)
            findings.AddRange(SweepLinks());
        return findings;
    }

    private static async Task<Finding> ExamineRunningAsync(string directory, string name, CancellationToken cancellation)
    {
        var subject = $"host {name}";
        var pid = HostRecord.Read(HostFiles.RecordOf(directory, name))?.Host.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        try
        {
            var reply = await ControlClient.SendAsync(name, ControlRequest.Of(ControlRequest.Ps), deadline.Token).ConfigureAwait(false);
            return reply.Snapshot is { } status
                ? new Finding(FindingLevel.Ok, subject, $"{status.State}, pid {status.Pid}, {status.Nodes.Count} nodes")
                : new Finding(FindingLevel.Problem, subject, $"pid {pid}: {reply.Error}", "use the actoripc it was started with");
        }
        catch (NoHostException e)
        {
            return new Finding(FindingLevel.Problem, subject, $"pid {pid} has the name and does not listen: {e.Message}", $"it may just be starting or ending; if not: kill {pid}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Finding(FindingLevel.Problem, subject, $"pid {pid} has not answered within {Patience.TotalSeconds:0} s",
                $"is it stopped? kill -CONT {pid}; or end it, its nodes go with it: kill -KILL {pid}");
        }
    }

    /// <summary>What a dead host left. With <paramref name="fix"/> its name is claimed for the moment, as the next <c>up</c> would do.</summary>
    private static IReadOnlyList<Finding> ExamineStale(string directory, string name, bool fix)
    {
        var subject = $"dead host {name}";
        if (fix)
        {
            try
            {
                var reclaimed = new List<Finding>();
                HostClaim.Take(name, text => reclaimed.Add(new Finding(FindingLevel.Fixed, subject, text))).Dispose();
                return [.. reclaimed, new Finding(FindingLevel.Fixed, subject, "removed its lock, record and socket")];
            }
            catch (HostRunningException)
            {
                return [new Finding(FindingLevel.Ok, $"host {name}", "was started this moment")];
            }
        }
        var left = HostRecord.Read(HostFiles.RecordOf(directory, name)) is { } record ? StaleRun.Left(record) : [];
        return [.. left.Append("its lock, record and socket").Select(text =>
            new Finding(FindingLevel.Problem, subject, $"left {text}", "actoripc doctor --fix, or the next up of the topology, clears it away"))];
    }

    private static IEnumerable<Finding> SweepLinks()
    {
        using var links = new LinkRuntime();
        var swept = links.SweepNow();
        return swept.Files > 0
            ? [new Finding(FindingLevel.Fixed, "links", $"removed {swept.Files} files of {swept.Instances} ended processes")]
            : [];
    }
}
