using ActorIpc.Benchmarking.Links;
using ActorIpc.Links;

namespace ActorIpc.Benchmarks.Links;

/// <summary>The other process of a run: counts records, and answers a record of one byte with the count. Ends with its stdin.</summary>
internal static class LinkBenchmarkPeer
{
    public static LinkOptions Options(string directory, string path) => new()
    {
        RuntimeDirectory = directory,
        Media = path.StartsWith("socket", StringComparison.Ordinal) ? LinkMedia.UnixSocket : LinkMedia.Memfd,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var path, var address, var directory])
            throw new ArgumentException($"a peer needs a path, an address and a directory: args={string.Join(' ', args)}");
        if (path.StartsWith("uds", StringComparison.Ordinal))
        {
            await SocketBaseline.ServeAsync(path, Path.Combine(directory, "plain.sock"));
            return 0;
        }
        await using var runtime = new LinkRuntime(Options(directory, path));
        using var listener = LinkListener.Listen(runtime, address);
        listener.Accept(LinkPurpose.Channel, new RecordCounter());
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
