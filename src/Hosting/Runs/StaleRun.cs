using ActorIpc.Hosting.Processes;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Runs;

/// <summary>Clears away what a dead host left: its nodes that still live, and the files of its job. Never somebody else's process.</summary>
internal static class StaleRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What a run left besides its own files, in a few words each.</summary>
    /// <param name="record">What the dead host wrote down.</param>
    public static IReadOnlyList<string> Left(HostRecord record) => record.Version != HostRecord.CurrentVersion
        ? [$"a record of another format, which stays: version={record.Version} known={HostRecord.CurrentVersion}"]
        :
        [
            .. Groups(record).Select(node => $"{node.Name}#{node.Incarnation} alive (process group {node.Process.Pid})"),
            .. Files(record).Select(file => $"a file of its job: {file}"),
        ];

    /// <summary>Clears away a run; call with the lock of its name held, so that its host is known to be dead.</summary>
    /// <param name="record">What the dead host wrote down.</param>
    /// <param name="reclaimed">Told of each thing cleared away.</param>
    public static void Reclaim(HostRecord record, Action<string> reclaimed)
    {
        if (record.Version != HostRecord.CurrentVersion)
        {
            reclaimed($"left alone: the record of a dead host has another format: name={record.Name} version={record.Version} known={HostRecord.CurrentVersion}");
            return;
        }
        foreach (var node in Groups(record))
        {
            var group = node.Process.Pid;
            ProcessSignals.TrySendToGroup(group, ProcessSignals.Kill);
            reclaimed($"killed what was left of {node.Name}#{node.Incarnation} of a dead host (process group {group})");
            SpinWait.SpinUntil(() => ProcessSignals.GroupIsEmpty(group), Patience);
        }
        foreach (var file in Files(record))
        {
            File.Delete(file);
            reclaimed($"removed a file of a dead host's job: {file}");
        }
    }

    private static IEnumerable<RecordedNode> Groups(HostRecord record) => record.Nodes.Where(node => IsOurGroup(node.Process));

    private static IEnumerable<string> Files(HostRecord record) => record.JobFiles.SelectMany(file => new[] { file, file + ".new" }).Where(File.Exists);

    /// <summary>
    /// True when the group a node led still has members and is still that group. While its leader lives the leader's identity decides. When the
    /// leader is gone the kernel does not give its pid away as long as the group has members, so a group without a leader that has members
    /// not older than the node is the node's.
    /// </summary>
    private static bool IsOurGroup(ProcessIdentity leader)
    {
        if (leader.BootId != ProcessIdentity.CurrentBootId || ProcessSignals.GroupIsEmpty(leader.Pid))
            return false;
        return ProcessIdentity.StartStampOf(leader.Pid) is { } stamp
            ? stamp == leader.StartStamp
            : ProcessTable.MembersOf(leader.Pid).All(member => ProcessIdentity.StartStampOf(member) >= leader.StartStamp);
    }
}
