using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>One change of a running tree, as <c>apply</c> tells it.</summary>
/// <param name="Change"><c>remove</c>, <c>add</c>, <c>restart</c>, <c>adjust</c> (in place), <c>scale</c> or <c>reorder</c>.</param>
/// <param name="Name">The child or supervisor.</param>
/// <param name="Supervisor">The supervisor it belongs to.</param>
/// <param name="Values">What differs.</param>
public sealed record ChangeLine(string Change, string Name, string Supervisor, IReadOnlyList<ValueChange> Values)
{
    /// <summary>What <c>apply</c> tells of a change.</summary>
    /// <param name="change">The change.</param>
    public static ChangeLine Of(TreeChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new ChangeLine(change.Kind.ToString().ToLowerInvariant(), change.Name.Value, change.Supervisor.Value, change.Values);
    }
}
