using Akka.Actor;

namespace ActorIpc.Nodes.Generic;

/// <summary>Akka's own actor supervision of the actors below <c>/user</c>, which in addition remembers why it has stopped one: Akka says that only to its log.</summary>
public sealed class GuardianStrategy : SupervisorStrategyConfigurator
{
    private static volatile Exception? _lastFailure;

    /// <summary>The failure for which an actor was stopped last; null when none was.</summary>
    internal static Exception? LastFailure => _lastFailure;

    /// <inheritdoc/>
    public override SupervisorStrategy Create() => new OneForOneStrategy(failure =>
    {
        var directive = SupervisorStrategy.DefaultDecider.Decide(failure);
        if (directive == Directive.Stop)
            _lastFailure = failure;
        return directive;
    });
}
