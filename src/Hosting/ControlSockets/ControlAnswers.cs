using System.Globalization;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>Answers what commands ask of a running host: carries out its orders; what they want to see is <see cref="ControlViews"/>'.</summary>
/// <param name="host">The host.</param>
/// <param name="events">What happens under it.</param>
/// <param name="treeEnded">Completes when nothing of the tree is alive.</param>
internal sealed class ControlAnswers(INodeHost host, HostEventStream events, Task treeEnded)
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int NoSuchNode = 4;

    private readonly ControlViews _views = new(host, events, treeEnded);

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="say">Sends a line that is not the last of the answer.</param>
    /// <param name="cancellation">The answer is of no use any more.</param>
    /// <returns>The last line of the answer.</returns>
    public async Task<ControlReply> AnswerAsync(ControlRequest request, Func<ControlReply, Task> say, CancellationToken cancellation)
    {
        if (request.TimeoutSeconds is { } seconds && !(seconds >= 0 && seconds <= SupervisorSpec.MaximumDuration.TotalSeconds))
        {
            return ControlReply.Refused(Usage, string.Create(
                CultureInfo.InvariantCulture, $"a time-out is from 0 to {SupervisorSpec.MaximumDuration.TotalDays} days: timeout={seconds} s"));
        }
        try
        {
            return await (request.Command switch
            {
                ControlRequest.Ps => _views.PsAsync(request, say, cancellation),
                ControlRequest.Events => _views.EventsAsync(request, say, cancellation),
                ControlRequest.Logs => _views.LogsAsync(request, say, cancellation),
                ControlRequest.Wait => _views.WaitAsync(request, cancellation),
                ControlRequest.Stop when request.Nodes.Count == 0 => TellWaitingAsync(StopTreeAsync(request), say, cancellation),
                ControlRequest.Stop => TellWaitingAsync(StopNodesAsync(request), say, cancellation),
                ControlRequest.Restart when request.Rolling => RollAsync(request, say, cancellation),
                ControlRequest.Apply => ApplyAsync(request, say),
                ControlRequest.Restart => ForEachAsync(request, host.RestartNodeAsync),
                ControlRequest.Scale => ScaleAsync(request),
                ControlRequest.Kill => KillAsync(request),
                _ => Task.FromResult(ControlReply.Refused(Usage, $"this host does not know the command: command={request.Command}")),
            }).ConfigureAwait(false);
        }
        catch (NoSuchNodeException e)
        {
            return ControlReply.Refused(NoSuchNode, e.Message);
        }
        catch (CommandRefusedException e)
        {
            return ControlReply.Refused(Failed, e.Message);
        }
    }

    /// <summary>Stops everything; what has not ended within the time given is killed.</summary>
    private async Task StopTreeAsync(ControlRequest request)
    {
        if (request.KillAtOnce)
            host.KillAll();
        else
            host.RequestStop("actoripc stop");
        if (request.TimeoutSeconds is { } seconds && await Task.WhenAny(treeEnded, Task.Delay(TimeSpan.FromSeconds(seconds))).ConfigureAwait(false) != treeEnded)
            host.KillAll();
        await treeEnded.ConfigureAwait(false);
    }

    private async Task StopNodesAsync(ControlRequest request)
    {
        ShutdownPolicy? shutdown = request.KillAtOnce ? ShutdownPolicy.BrutalKill
            : request.TimeoutSeconds is { } seconds ? ShutdownPolicy.After(TimeSpan.FromSeconds(seconds))
            : null;
        var names = await _views.TargetsAsync(request).ConfigureAwait(false);
        await Task.WhenAll(names.Select(name => host.StopNodeAsync(name, "actoripc stop", shutdown))).ConfigureAwait(false);
    }

    private async Task<ControlReply> ForEachAsync(ControlRequest request, Func<NodeName, Task> order)
    {
        if (request.Nodes.Count == 0)
            return ControlReply.Refused(Usage, $"the command names at least one node: command={request.Command}");
        foreach (var name in await _views.TargetsAsync(request).ConfigureAwait(false))
            await order(name).ConfigureAwait(false);
        return ControlReply.Done;
    }

    /// <summary>Restarts the nodes of some names one after the other.</summary>
    private async Task<ControlReply> RollAsync(ControlRequest request, Func<ControlReply, Task> say, CancellationToken cancellation)
    {
        if (request.Nodes.Count == 0)
            return ControlReply.Refused(Usage, $"the command names at least one node: command={request.Command}");
        var names = await _views.TargetsAsync(request).ConfigureAwait(false);
        var tree = await host.TreeAsync().ConfigureAwait(false);
        NodeName[] nodes = [.. names.SelectMany(name => TreeNames.Find(tree, name) ?? []).Select(node => node.Name).Distinct()];
        var timeout = request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : RollingRestart.DefaultTimeout;
        return await new RollingRestart(host, events, nodes).RunAsync(timeout, step => say(ControlReply.Part with { Progress = step }), cancellation).ConfigureAwait(false);
    }

    /// <summary>Loads a topology for this run, tells what is different, and brings it about.</summary>
    private async Task<ControlReply> ApplyAsync(ControlRequest request, Func<ControlReply, Task> say)
    {
        if (request is not { Topology: { } path, Directory: { } directory } || !Path.IsPathRooted(path) || !Path.IsPathRooted(directory))
            return ControlReply.Refused(Usage, $"apply needs the absolute paths of a topology and a directory: topology={request.Topology} directory={request.Directory}");
        try
        {
            var wanted = TopologyLoader.Load(path, [.. request.Settings.Select(Setting.Parse)], directory, new TopologyRun(host.Topology.RunId, host.Topology.RunDirectory));
            await say(ControlReply.Part with { Changes = [.. (await host.ApplyAsync(wanted, dryRun: true).ConfigureAwait(false)).Select(ChangeLine.Of)] }).ConfigureAwait(false);
            if (!request.DryRun)
                await host.ApplyAsync(wanted).ConfigureAwait(false);
            return ControlReply.Done;
        }
        catch (TopologyException e)
        {
            var heading = $"{path}: {(e.Problems.Count == 1 ? "1 problem" : $"{e.Problems.Count} problems")}, nothing was changed";
            return ControlReply.Refused(Usage, string.Join('\n', e.Problems.Select(problem => $"  {problem}").Prepend(heading)));
        }
        catch (FormatException e)
        {
            return ControlReply.Refused(Usage, e.Message);
        }
    }

    private Task<ControlReply> ScaleAsync(ControlRequest request) => request.Instances is { } instances
        ? ForEachAsync(request, name => host.ScaleAsync(name, instances))
        : Task.FromResult(ControlReply.Refused(Usage, "scale needs a number of instances"));

    private Task<ControlReply> KillAsync(ControlRequest request) => request.Signal is >= 1 and <= SignalNames.Last and var signal
        ? ForEachAsync(request, name => host.SignalAsync(name, signal))
        : Task.FromResult(ControlReply.Refused(
            Usage, string.Create(CultureInfo.InvariantCulture, $"a signal's number is from 1 to {SignalNames.Last}: signal={request.Signal}")));

    /// <summary>Tells, until an order is carried out, for whom it waits. The order is carried out also when nobody wants to know any more.</summary>
    private async Task<ControlReply> TellWaitingAsync(Task order, Func<ControlReply, Task> say, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = order.ContinueWith(_ => over.Cancel(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var entry in events.Subscribe(entry => entry is StopWaiting, over.Token).ConfigureAwait(false))
                await say(ControlReply.Part with { Waiting = ((StopWaiting)entry).Waiting }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The order is carried out, or refused.
        }
        await order.WaitAsync(cancellation).ConfigureAwait(false);
        return ControlReply.Done;
    }
}

/// <summary>A command named something that is not there.</summary>
/// <param name="message">What, and what there is.</param>
internal sealed class NoSuchNodeException(string message) : Exception(message);
