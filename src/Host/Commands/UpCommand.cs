using System.CommandLine;
using ActorIpc.Host.Completions;
using ActorIpc.Host.Rendering;
using ActorIpc.Host.ServiceManagers;
using ActorIpc.Hosting;
using ActorIpc.Hosting.Runs;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages.Control;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc up</c>: starts a topology and supervises it, in the foreground or detached.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var topology = CommonOptions.Topology();
        var nodes = new Argument<string[]>("node")
        {
            Description = "Children and supervisors to start, with what they depend on; none starts the whole topology.",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "node",
        };
        nodes.CompletionSources.Add(context => CommonOptions.Items(Candidates.Declared(context.ParseResult.GetValue(topology))));
        var set = CommonOptions.Set();
        var detach = new Option<bool>("--detach", "-d") { Description = "Return when all nodes are ready; the host goes on in the background and logs into the runtime directory." };
        var timeout = CommonOptions.Duration("Stop everything, with exit code 5, unless all nodes are ready within this time.", "--timeout");
        var daemon = new Option<bool>(DetachedHost.Flag) { Hidden = true };
        var command = new Command("up", "Starts the nodes of a topology and supervises them.") { topology, nodes, set, detach, timeout, daemon };
        command.SetAction((parsed, cancellation) =>
        {
            var request = new UpRequest(
                parsed.GetRequiredValue(topology), parsed.GetValue(nodes) ?? [], parsed.GetValue(set) ?? [], parsed.GetValue(timeout), parsed.GetValue(daemon));
            return parsed.GetValue(detach) ? UpDetachedAsync(request, cancellation) : UpAsync(request);
        });
        return command;
    }

    /// <summary>What the command line asked for.</summary>
    /// <param name="File">The topology's file.</param>
    /// <param name="Nodes">The part of it to start; none for the whole.</param>
    /// <param name="Settings">What <c>--set</c> gave.</param>
    /// <param name="Timeout">How long until all nodes must be ready; null for no bound.</param>
    /// <param name="IsDetached">True in the background process that <c>-d</c> started.</param>
    internal sealed record UpRequest(FileInfo File, IReadOnlyList<string> Nodes, IReadOnlyList<Setting> Settings, TimeSpan? Timeout, bool IsDetached);

    private static async Task<int> UpAsync(UpRequest request)
    {
        var (topology, problem) = Load(request);
        if (topology is null)
            return problem;
        if (request.IsDetached)
            DetachedHost.Enter(topology.Name);
        using var screen = new UpScreen(topology, Terminal.Error);
        await using var host = new NodeHost(topology, new HostOptions { Program = ProgramVersion.Text }, screen);
        var showing = screen.ShowAsync(host.Events(CancellationToken.None));
        using var signals = new UpSignals(host, screen);
        await using var notification = ServiceNotification.Begin(host);
        try
        {
            await host.StartAsync(CancellationToken.None);
            notification?.HostStarted();
        }
        catch (Exception e) when (e is HostRunningException or RuntimeDirectoryException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e is HostRunningException ? ExitCodes.Conflict : ExitCodes.Usage;
        }
        var timedOut = await WaitForReadyAsync(host, request.Timeout);
        var outcome = await host.Completion;
        // Whoever holds the terminal, or reads no more of a pipe, misses the last words; the exit code comes all the same.
        await Task.WhenAny(EndScreenAsync(screen, showing, outcome), Task.Delay(LastWords));
        return timedOut ? ExitCodes.TimedOut : ExitCodeOf(outcome.Tree, signals.ExitCode);
    }

    private static async Task EndScreenAsync(UpScreen screen, Task showing, HostOutcome outcome)
    {
        await showing;
        await Task.Run(() => screen.Ended(outcome));
    }

    /// <summary>Stops the tree when it is not ready in time; true when that was so.</summary>
    private static async Task<bool> WaitForReadyAsync(NodeHost host, TimeSpan? timeout)
    {
        if (timeout is not { } bound)
            return false;
        var first = await Task.WhenAny(host.AllReady, host.Completion, Task.Delay(bound));
        if (first == host.AllReady || first == host.Completion)
            return false;
        var status = await host.StatusAsync();
        var waiting = status.Nodes.Where(node => node.State != NodeState.Ready).Select(node => $"{node.Name} ({node.State.ToString().ToLowerInvariant()})");
        await Console.Error.WriteLineAsync($"not all nodes were ready in time: timeout={Quantity.Duration(bound)} not ready={string.Join(", ", waiting)}");
        host.RequestStop("not ready in time");
        return true;
    }

    private static async Task<int> UpDetachedAsync(UpRequest request, CancellationToken cancellation)
    {
        var (topology, problem) = Load(request);
        if (topology is null)
            return problem;
        return await DetachedHost.StartAsync(topology, request, cancellation);
    }

    /// <summary>The topology, or the exit code of what is wrong with it.</summary>
    private static (Topology? Topology, int Problem) Load(UpRequest request)
    {
        try
        {
            return (TopologyLoader.Load(request.File.FullName, request.Settings, Environment.CurrentDirectory).Only(request.Nodes), ExitCodes.Ok);
        }
        catch (TopologyException e)
        {
            Problems.Write(request.File, e);
            return (null, ExitCodes.Usage);
        }
        catch (UnknownEntryException e)
        {
            Console.Error.WriteLine(e.Message);
            return (null, ExitCodes.NoSuchNode);
        }
    }

    private static int ExitCodeOf(TreeOutcome outcome, int? signal) => outcome switch
    {
        TreeOutcome.Stopped => signal ?? ExitCodes.Ok,
        TreeOutcome.Completed => ExitCodes.Ok,
        TreeOutcome.IntensityReached => ExitCodes.IntensityReached,
        TreeOutcome.StartFailed { Reason.IsContractMismatch: true } => ExitCodes.VersionMismatch,
        _ => ExitCodes.Failed,
    };
}
