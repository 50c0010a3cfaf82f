using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Runs;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;

namespace ActorIpc.Host.Completions;

/// <summary>Names to complete: of hosts, of what runs under one, of topology files and what they declare. Whatever goes wrong there is nothing to complete.</summary>
internal static class Candidates
{
    private const int MostFiles = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The topologies that run.</summary>
    public static IEnumerable<string> Hosts() => Guarded(ControlClient.Running);

    /// <summary>The nodes, children and supervisors under the running host.</summary>
    /// <param name="host">The topology's name; null when only one host runs.</param>
    public static IEnumerable<string> Nodes(string? host) => Guarded(() =>
    {
        using var deadline = new CancellationTokenSource(Patience);
        var reply = ControlClient.SendAsync(ControlClient.Find(host), ControlRequest.Of(ControlRequest.Ps), deadline.Token).GetAwaiter().GetResult();
        return reply.Snapshot is not { } status
            ? []
            : status.Nodes.SelectMany(node => new[] { node.Name, node.Spec }).Concat(status.Supervisors.Skip(1).Select(supervisor => supervisor.Name)).Distinct().ToList();
    });

    /// <summary>The children and supervisors that a topology declares.</summary>
    /// <param name="file">The topology's file; null when it is not known yet.</param>
    public static IEnumerable<string> Declared(FileInfo? file) => Guarded(() =>
    {
        if (file is null)
            return [];
        var root = TopologyLoader.Load(file.FullName, [], Environment.CurrentDirectory).Root;
        return Below(root).Select(spec => spec.Name.Value).ToList();
    });

    /// <summary>Topology files, and folders on the way to them.</summary>
    /// <param name="word">What has been written of the path.</param>
    public static IEnumerable<string> TopologyFiles(string word) => Guarded(() =>
    {
        var written = word[..(word.LastIndexOf('/') + 1)];
        var folder = written.Length == 0 ? "." : written;
        return Directory.EnumerateFiles(folder, "*.conf").Select(path => written + Path.GetFileName(path))
            .Concat(Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Select(path => written + Path.GetFileName(path) + "/"))
            .Order(StringComparer.Ordinal)
            .Take(MostFiles)
            .ToList();
    });

    private static IEnumerable<TreeSpec> Below(SupervisorSpec supervisor) =>
        supervisor.Children.SelectMany(child => child is SupervisorSpec nested ? Below(nested).Prepend(child) : [child]);

    private static IReadOnlyList<string> Guarded(Func<IReadOnlyList<string>> find)
    {
        try
        {
            return find();
        }
        catch (Exception e) when (e is NoHostException or RuntimeDirectoryException or TopologyException or OperationCanceledException
            or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
