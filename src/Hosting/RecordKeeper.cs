using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Runs;
using ActorIpc.Hosting.Standbys;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting;

/// <summary>Keeps the record of a running host up to date: which processes are alive, for other commands and for who clears away after a host that died. Confined to the supervisor actor.</summary>
/// <param name="host">What the supervisor needs of the host around it.</param>
/// <param name="registry">The lives.</param>
/// <param name="departures">The lives whose end is told and whose processes are not gone.</param>
/// <param name="standbys">The standbys.</param>
internal sealed class RecordKeeper(SupervisorContext host, NodeRegistry registry, Departures departures, StandbyKeeper standbys)
{
    /// <summary>Writes what is alive now. Without its record a host supervises as well as with it; only who comes after its sudden death knows less.</summary>
    public void Write()
    {
        var topology = host.Starter.Topology;
        try
        {
            host.Claim?.Write(new HostRecord(
                HostRecord.CurrentVersion,
                topology.Name,
                ProcessIdentity.Current,
                topology.SourcePath,
                topology.RunId,
                topology.JobFiles,
                [
                    .. registry.Runs.Concat(departures.Runs).Where(run => run.Process is not null).Select(run => new RecordedNode(run.Name.Value, run.Incarnation, run.Process!.Identity)),
                    .. standbys.Runs.Where(standby => standby.Process is not null).Select(standby => new RecordedNode(standby.Label, 0, standby.Process!.Identity)),
                ]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            HostingLog.RecordNotWritten(host.Log, e.Message);
        }
    }
}
