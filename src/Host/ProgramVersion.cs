namespace ActorIpc.Host;

/// <summary>What the program calls itself.</summary>
internal static class ProgramVersion
{
    /// <summary>Such as <c>actoripc 0.1.0</c>.</summary>
    public static string Text { get; } = $"actoripc {typeof(ProgramVersion).Assembly.GetName().Version?.ToString(3)}";
}
