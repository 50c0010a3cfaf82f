using ActorIpc.Remoting;
using ActorIpc.Remoting.Scheduling;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ActorIpc.Tests.Remoting.Scheduling;

/// <summary>The tickless scheduler keeps the contract of Akka's.</summary>
public sealed class TicklessSchedulerContractTests() : SchedulerContract(RemotingConfig.Scheduler())
{
    protected override SchedulerBase Create(Config config, ILoggingAdapter log) => new TicklessScheduler(config, log);
}
