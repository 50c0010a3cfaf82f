namespace ActorIpc.Hosting.Events;

/// <summary>A line of a node's output, as <c>logs</c> tells it.</summary>
/// <param name="Time">When the host read it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that wrote it.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The line without its end.</param>
public sealed record LogLine(DateTimeOffset Time, string Node, int Incarnation, string Stream, string Text)
{
    /// <summary>What <c>logs</c> tells of a line.</summary>
    /// <param name="output">The line.</param>
    public static LogLine Of(NodeOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new LogLine(output.Time, output.Node.Value, output.Incarnation, output.IsError ? "stderr" : "stdout", output.Text);
    }
}
