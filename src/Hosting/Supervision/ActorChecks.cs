using Akka.Actor;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The rules that the actor of a child must keep by itself.</summary>
internal static class ActorChecks
{
    /// <summary>The most arguments a constructor can be given.</summary>
    private const int MaximumArguments = 64;

    /// <summary>Checks one actor.</summary>
    public static void Check(ActorSpec actor, SpecProblems problems)
    {
        problems.Require(ActorSpec.TryParse(actor.Type, out _), "actor", $"an actor is a type with its assembly, such as \"Shop.PricingActor, Shop\": actor={Visible(actor.Type)}");
        problems.Require(
            actor.AssemblyPath is null || (!string.IsNullOrWhiteSpace(actor.AssemblyPath) && !actor.AssemblyPath.Contains('\0')),
            "assembly-path", $"an assembly path is a folder or a file: assembly-path={Visible(actor.AssemblyPath ?? "")}");
        problems.Require(
            actor.Arguments.Count <= MaximumArguments, "actor-arguments", $"a constructor has at most {MaximumArguments} arguments: arguments={actor.Arguments.Count}");
        problems.Require(
            actor.Name is null || ActorPath.IsValidPathElement(actor.Name), "actor-name", $"this is no name of an actor: actor-name={Visible(actor.Name ?? "")}");
        problems.Require(
            actor.Protocol is null || ActorSpec.TryParse(actor.Protocol, out _),
            "protocol", $"a protocol is a type with its assembly, such as \"Shop.IPricing, Shop\": protocol={Visible(actor.Protocol ?? "")}");
        problems.Require(
            actor.Name is null || actor.Protocol is null,
            "actor-name", $"an actor that serves a protocol bears the protocol's name: actor-name={Visible(actor.Name ?? "")} protocol={Visible(actor.Protocol ?? "")}");
    }

    private static string Visible(string text) => text.Replace("\0", "\\0");
}
