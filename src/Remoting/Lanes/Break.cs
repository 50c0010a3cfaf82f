namespace ActorIpc.Remoting.Lanes;
internal static class Break
{
    private static readonly string What = Environment.GetEnvironmentVariable("ACTORIPC_BREAK") ?? "";
    public static bool Is(string what) => What == what;
}
