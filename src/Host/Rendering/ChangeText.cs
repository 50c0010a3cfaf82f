using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Host.Rendering;

/// <summary>A change of a running tree as one line for a person.</summary>
internal static class ChangeText
{
    /// <summary>The line.</summary>
    public static string Of(ChangeLine change) => change.Change switch
    {
        "remove" => $"- {change.Name}  removed from {change.Supervisor}",
        "add" => $"+ {change.Name}  added to {change.Supervisor}",
        "restart" => $"~ {change.Name}  stopped and started anew: {Values(change)}",
        "scale" => $"~ {change.Name}  scaled: {Values(change)}",
        "reorder" => $"~ {change.Name}  in place: {Values(change)}",
        _ => $"~ {change.Name}  in place: {Values(change)}",
    };

    private static string Values(ChangeLine change) => string.Join("; ", change.Values.Select(Of));

    private static string Of(ValueChange value) => $"{value.Key} {value.Before} -> {value.After}";
}
