using ActorIpc.Links.Interop;

namespace ActorIpc.Links.Deaths;

/// <summary>The pages of marks of this process. One is never given back: a program that had so many processes at a time will have them again.</summary>
internal static class DeathMarkBook
{
    private static readonly Lock Gate = new();
    private static readonly List<DeathMarkPage> Pages = [];

    /// <summary>A free mark; null where there can be none.</summary>
    public static DeathMark? TryTake()
    {
        if (!Futex.IsSupported)
            return null;
        lock (Gate)
        {
            foreach (var page in Pages)
            {
                if (page.TryTake() is { } mark)
                    return mark;
            }
            try
            {
                var page = DeathMarkPage.Create();
                Pages.Add(page);
                return page.TryTake();
            }
            catch (IOException)
            {
                return null; // No memory, or no descriptor, for what only makes things faster.
            }
        }
    }
}
