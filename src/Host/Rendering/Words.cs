using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Host.Rendering;

/// <summary>The words of a topology's HOCON for its values.</summary>
internal static class Words
{
    /// <summary>A restart type.</summary>
    public static string Of(RestartType restart) => Hyphenated(restart.ToString());

    /// <summary>A strategy.</summary>
    public static string Of(RestartStrategy strategy) => Hyphenated(strategy.ToString());

    private static string Hyphenated(string word) =>
        string.Concat(word.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
