using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting;

/// <summary>
/// The host's book of nodes: their lines in the directory and their current lives. Confined to the supervisor actor.
/// </summary>
internal sealed class NodeRegistry
{
    private readonly List<NodeEntry> _lines = [];
    private readonly Dictionary<NodeName, NodeRun> _runs = [];
    private long _version;
    private bool _changed;

    /// <summary>Begins with the declared nodes, none of them started.</summary>
    /// <param name="children">The child specs in declared order.</param>
    public NodeRegistry(IEnumerable<ChildSpec> children)
    {
        foreach (var child in children)
            _lines.AddRange(child.NodeNames.Select(name => new NodeEntry(name, child.Name.Value, 0, null, NodeState.Pending)));
        Directory = new DirectoryChanged(++_version, [.. _lines]);
    }

    /// <summary>The directory as nodes are told.</summary>
    public DirectoryChanged Directory { get; private set; }

    /// <summary>The lives that have not ended, in no order.</summary>
    public IEnumerable<NodeRun> Runs => _runs.Values;

    /// <summary>The current life of a node; null when it has none.</summary>
    public NodeRun? Find(NodeName name) => _runs.GetValueOrDefault(name);

    /// <summary>A life of a node; null when it is not the current one.</summary>
    public NodeRun? Find(NodeName name, int incarnation) => Find(name) is { } run && run.Incarnation == incarnation ? run : null;

    /// <summary>The life a process claims to be; null when no process that has not presented itself was given this cookie.</summary>
    public NodeRun? FindByCookie(string cookie) => _runs.Values.FirstOrDefault(run => run.Cookie == cookie);

    /// <summary>A new life begins.</summary>
    public void Add(NodeRun run) => _runs[run.Name] = run;

    /// <summary>A life is over.</summary>
    public void Remove(NodeRun run)
    {
        if (_runs.GetValueOrDefault(run.Name) == run)
            _runs.Remove(run.Name);
    }

    /// <summary>A node's line changes.</summary>
    public void Set(NodeName name, string spec, int incarnation, NodeState state)
    {
        var address = state == NodeState.Ready ? Find(name, incarnation)?.Address : null;
        var line = new NodeEntry(name, spec, incarnation, address, state);
        var index = _lines.FindIndex(old => old.Name == name);
        if (index < 0)
            _lines.Add(line);
        else
            _lines[index] = line;
        _changed = true;
    }

    /// <summary>A node is no longer part of the tree.</summary>
    public void Forget(NodeName name) => _changed |= _lines.RemoveAll(line => line.Name == name) > 0;

    /// <summary>Makes the changes since the last call a new version of the directory; null when there were none.</summary>
    public DirectoryChanged? TakeChange()
    {
        if (!_changed)
            return null;
        _changed = false;
        return Directory = new DirectoryChanged(++_version, [.. _lines]);
    }
}
