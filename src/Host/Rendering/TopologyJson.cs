using System.Text.Json;
using System.Text.Json.Nodes;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;

namespace ActorIpc.Host.Rendering;

/// <summary>What a topology would run, or what is wrong with it, as JSON.</summary>
internal static class TopologyJson
{
    /// <summary>The JSON text.</summary>
    /// <param name="topology">The topology; null when it is not valid.</param>
    /// <param name="problems">What is wrong with it.</param>
    public static string Of(Topology? topology, IReadOnlyList<TopologyProblem> problems)
    {
        var json = new JsonObject { ["valid"] = problems.Count == 0 };
        if (topology is not null)
        {
            json["name"] = topology.Name;
            json["tree"] = Of(topology.Root, topology);
        }
        json["problems"] = new JsonArray([.. problems.Select(problem => new JsonObject { ["path"] = problem.Path, ["message"] = problem.Message })]);
        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static JsonObject Of(SupervisorSpec supervisor, Topology topology) => new()
    {
        ["supervisor"] = supervisor.Name.Value,
        ["strategy"] = Words.Of(supervisor.Strategy),
        ["intensity"] = supervisor.Intensity,
        ["period_seconds"] = supervisor.Period.TotalSeconds,
        ["children"] = new JsonArray([.. supervisor.Children.Select(child => child is SupervisorSpec nested ? Of(nested, topology) : Of((ChildSpec)child, topology))]),
    };

    private static JsonObject Of(ChildSpec child, Topology topology) => new()
    {
        ["child"] = child.Name.Value,
        ["restart"] = Words.Of(child.Restart),
        ["significant"] = child.Significant,
        ["instances"] = child.Instances,
        ["depends_on"] = new JsonArray([.. child.DependsOn.Select(name => JsonValue.Create(name.Value))]),
        ["executable"] = topology.ResolveExecutable(child.Executable),
        ["actor"] = child.Actor is { } actor ? Of(actor, child, topology) : null,
    };

    private static JsonObject Of(ActorSpec actor, ChildSpec child, Topology topology) => new()
    {
        ["type"] = actor.Type,
        ["assembly"] = topology.ResolveAssembly(actor),
        ["arguments"] = new JsonArray([.. actor.Arguments.Select(argument => JsonValue.Create(argument.ToString()))]),
        ["path"] = $"/user/{actor.NameIn(child)}",
        ["protocol"] = actor.Protocol,
    };
}
