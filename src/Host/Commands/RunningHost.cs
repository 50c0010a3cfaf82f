using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Runs;

namespace ActorIpc.Host.Commands;

/// <summary>Talks to the running host on behalf of a command.</summary>
internal static class RunningHost
{
    /// <summary>Sends a request and hands its answer on; what goes wrong is written to standard error and becomes the exit code.</summary>
    /// <param name="host">The topology's name; null when only one host runs.</param>
    /// <param name="request">The request.</param>
    /// <param name="use">Called with the host's name and the last line of the answer when the request was carried out.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="said">Called with each line before the last.</param>
    public static Task<int> AskAsync(
        string? host, ControlRequest request, Action<string, ControlReply> use, CancellationToken cancellation, Action<ControlReply>? said = null) =>
        AskAsync(
            host,
            request,
            (name, reply) =>
            {
                use(name, reply);
                return Task.CompletedTask;
            },
            cancellation,
            said);

    /// <summary>The same, where using the answer takes its time.</summary>
    public static async Task<int> AskAsync(
        string? host, ControlRequest request, Func<string, ControlReply, Task> use, CancellationToken cancellation, Action<ControlReply>? said = null)
    {
        try
        {
            var name = ControlClient.Find(host);
            var reply = await ControlClient.SendAsync(name, request, cancellation, said);
            if (reply.Error is null)
            {
                await use(name, reply);
                return ExitCodes.Ok;
            }
            await Console.Error.WriteLineAsync(reply.Error);
            return reply.ExitCode == ExitCodes.Ok ? ExitCodes.Failed : reply.ExitCode;
        }
        catch (NoHostException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.NoHost;
        }
        catch (RuntimeDirectoryException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
    }
}
