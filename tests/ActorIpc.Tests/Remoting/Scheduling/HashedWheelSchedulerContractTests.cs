using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ActorIpc.Tests.Remoting.Scheduling;

/// <summary>Akka's own scheduler: the reference that says whether the contract is what it is taken to be.</summary>
public sealed class HashedWheelSchedulerContractTests() : SchedulerContract(Config.Empty)
{
    protected override SchedulerBase Create(Config config, ILoggingAdapter log) => new HashedWheelTimerScheduler(config, log);
}
