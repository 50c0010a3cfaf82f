using ActorIpc.Hosting.Contracts;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting;

/// <summary>The host's side of the handshake: gives a process that proves to be one it started its name, and refuses every other.</summary>
/// <param name="registry">The book of nodes.</param>
/// <param name="log">Where refusals are logged.</param>
internal sealed class NodeReception(NodeRegistry registry, ILogger log)
{
    /// <summary>Answers a process that presents itself.</summary>
    /// <param name="hello">What it says of itself.</param>
    /// <param name="process">Its control actor.</param>
    public void Answer(Hello hello, IActorRef process)
    {
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

    /// <summary>Gives a life its name. False when it is refused, and when others have to end first: it presents itself again soon.</summary>
    private bool TryAdopt(NodeRun run, Hello hello, IActorRef process)
    {
        var problem = Problem(run, hello);
        if (problem is null)
        {
            var check = ContractCheck.Of(run, hello, registry.Runs);
            if (check.IsEarly)
            {
                if (!run.WaitsForOldContract)
                    HostingLog.WaitsForOldContract(log, run.Label, check.Difference!);
                run.WaitsForOldContract = true;
                return false;
            }
            problem = check.Difference is { } difference
                ? new ExitReason.CannotStart(difference, ContractCheck.Fix, IsContractMismatch: true)
                : AddressProblem(hello);
        }
        if (problem is null)
        {
            run.Adopt(process, hello);
            return true;
        }
        run.EndedByHost ??= problem;
        Refuse(process, problem.ToString(), problem is ExitReason.CannotStart { IsContractMismatch: true });
        return false;
    }

    private static ExitReason? Problem(NodeRun run, Hello hello)
    {
        if (hello.ProtocolVersion != ControlProtocol.Version)
        {
            return new ExitReason.CannotStart(
                $"host and node speak different control protocols: host={ControlProtocol.Version} node={hello.ProtocolVersion}",
                "rebuild the older one",
                IsContractMismatch: true);
        }
        return hello.Pid == run.Process!.Identity.Pid
            ? null
            : new ExitReason.StartFailed($"another process presented the node's cookie: started={run.Process.Identity.Pid} presented={hello.Pid}");
    }

    private ExitReason.StartFailed? AddressProblem(Hello hello) => registry.TryUseAddress(hello.Address)
        ? null
        : new ExitReason.StartFailed($"the address belonged to an earlier incarnation: address={hello.Address}");

    private void Refuse(IActorRef process, string reason, bool isContractMismatch = false)
    {
        HostingLog.HelloRefused(log, reason);
        process.Tell(new Refused(reason, isContractMismatch));
    }
}
