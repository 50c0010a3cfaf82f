using ActorIpc.Hosting.Contracts;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Standbys;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting;

/// <summary>The host's side of the handshake: gives a process that proves to be one it started its name, and refuses every other.</summary>
/// <param name="registry">The book of nodes.</param>
/// <param name="standbys">The standbys.</param>
/// <param name="addresses">The addresses that nodes had.</param>
/// <param name="log">Where refusals are logged.</param>
internal sealed class NodeReception(NodeRegistry registry, StandbyKeeper standbys, UsedAddresses addresses, ILogger log)
{
    /// <summary>Answers a process that presents itself.</summary>
    /// <param name="hello">What it says of itself.</param>
    /// <param name="process">Its control actor.</param>
    public void Answer(Hello hello, IActorRef process)
    {
        if (standbys.FindByCookie(hello.Cookie) is { } standby)
        {
            Answer(hello, process, standby);
            return;
        }
        if (registry.FindByCookie(hello.Cookie) is not { } run)
        {
            Refuse(process, $"the cookie is not one this host gave: pid={hello.Pid} address={hello.Address}");
            return;
        }
        switch (run.Phase)
        {
            case RunPhase.Spawning:
                return; // Its Hello overtook the news of its own start; it is said again soon.
            case RunPhase.Presenting:
                if (!TryAdopt(run, hello, process))
                    return;
                break;
            case RunPhase.Adopted or RunPhase.Ready when !process.Equals(run.Control):
                Refuse(process, $"the cookie has been used: node={run.Label} pid={hello.Pid}");
                return;
            default:
                break; // Its Adopt was slow or lost: told again.
        }
        process.Tell(new Adopt(run.Name, run.Spec.Name.Value, run.Incarnation, registry.Directory));
    }

    /// <summary>Answers a process that is to be a standby: it is told so, and waits.</summary>
    private void Answer(Hello hello, IActorRef process, StandbyRun standby)
    {
        switch (standby.Phase)
        {
            case StandbyPhase.Spawning:
                return; // Its Hello overtook the news of its own start; it is said again soon.
            case StandbyPhase.Presenting:
                if (!TryPresent(standby, hello, process))
                    return;
                break;
            default:
                if (process.Equals(standby.Control))
                    break; // The answer was slow or lost: told again.
                Refuse(process, $"the cookie has been used: {standby.Label} pid={hello.Pid}");
                return;
        }
        process.Tell(new StandBy(standby.Number));
    }

    /// <summary>Gives a life its name. False when it is refused, and when others have to end first: it presents itself again soon.</summary>
    private bool TryAdopt(NodeRun run, Hello hello, IActorRef process)
    {
        var problem = Problem(run.Label, run, run.Process!, hello, out var early);
        if (early is not null)
        {
            if (!run.WaitsForOldContract)
                HostingLog.WaitsForOldContract(log, run.Label, early);
            run.WaitsForOldContract = true;
            return false;
        }
        if (problem is null)
        {
            run.Adopt(process, hello);
            return true;
        }
        run.EndedByHost ??= problem;
        Refuse(process, problem);
        return false;
    }

    /// <summary>Takes note of a standby, or refuses it; false also when others have to end first.</summary>
    private bool TryPresent(StandbyRun standby, Hello hello, IActorRef process)
    {
        var problem = Problem(standby.Label, null, standby.Process!, hello, out var early);
        if (problem is null && early is null)
        {
            standby.Present(process, hello);
            return true;
        }
        if (problem is not null)
        {
            Refuse(process, problem);
            standby.EndBecause(problem);
        }
        return false;
    }

    /// <summary>Why a process is refused; null when it is welcome, or when it will be once others have ended, whose difference is <paramref name="early"/>.</summary>
    private ExitReason? Problem(string label, NodeRun? run, INodeProcess started, Hello hello, out string? early)
    {
        early = null;
        if (hello.ProtocolVersion != ControlProtocol.Version)
        {
            return new ExitReason.CannotStart(
                $"host and node speak different control protocols: host={ControlProtocol.Version} node={hello.ProtocolVersion}",
                "rebuild the older one",
                IsContractMismatch: true);
        }
        if (hello.Pid != started.Identity.Pid)
            return new ExitReason.StartFailed($"another process presented the node's cookie: started={started.Identity.Pid} presented={hello.Pid}");
        var check = ContractCheck.Of(label, run, hello.ContractHash, hello.Contract, registry.Runs);
        if (check.IsEarly)
        {
            early = check.Difference;
            return null;
        }
        if (check.Difference is { } difference)
            return new ExitReason.CannotStart(difference, ContractCheck.Fix, IsContractMismatch: true);
        return addresses.TryUse(hello.Address)
            ? null
            : new ExitReason.StartFailed($"the address belonged to an earlier incarnation: address={hello.Address}");
    }

    private void Refuse(IActorRef process, ExitReason problem) =>
        Refuse(process, problem.ToString(), problem is ExitReason.CannotStart { IsContractMismatch: true });

    private void Refuse(IActorRef process, string reason, bool isContractMismatch = false)
    {
        HostingLog.HelloRefused(log, reason);
        process.Tell(new Refused(reason, isContractMismatch));
    }
}
