namespace ActorIpc.Nodes.Generic;

/// <summary>Messages of exceptions in one line: the host tells a node's last line.</summary>
internal static class OneLine
{
    /// <summary>The text without line ends.</summary>
    public static string Of(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
