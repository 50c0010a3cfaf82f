using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary>Talks to the running host on behalf of a command.</summary>
internal static class RunningHost
{
    /// <summary>Sends a request and hands its answer on; what goes wrong is written to standard error and becomes the exit code.</summary>
    /// <param name="host">The topology's name; null when only one host runs.</param>
    /// <param name="request">The request.</param>
    /// <param name="use">Called with the answer when it was carried out.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<int> AskAsync(string? host, ControlRequest request, Func<string, ControlReply, int> use, CancellationToken cancellation)
    {
        try
        {
            var name = ControlClient.Find(host);
            var reply = await ControlClient.SendAsync(name, request, cancellation);
            if (reply.Error is null)
                return use(name, reply);
            await Console.Error.WriteLineAsync(reply.Error);
            return reply.ExitCode == ExitCodes.Ok ? ExitCodes.Failed : reply.ExitCode;
        }
        catch (NoHostException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.NoHost;
        }
    }
}
