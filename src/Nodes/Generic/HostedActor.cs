using System.Reflection;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Nodes.Generic;

/// <summary>The actor this node is there for: found and checked before the actor system starts, started when the node has its name.</summary>
internal sealed class HostedActor
{
    private const string AssembliesKey = "actoripc.serialization.assemblies";
    private const string GuardianKey = "akka.actor.guardian-supervisor-strategy";

    private readonly string _name;
    private readonly Type _type;
    private readonly object?[] _arguments;
    private readonly Type? _protocol;

    private HostedActor(string name, Type type, object?[] arguments, Type? protocol) => (_name, _type, _arguments, _protocol) = (name, type, arguments, protocol);

    /// <summary>Loads the assembly, finds the type and its constructor.</summary>
    /// <param name="actor">What the launch line says.</param>
    /// <exception cref="CannotStartException">Something of it is not there, or not what it must be.</exception>
    public static HostedActor Load(ActorLaunch actor)
    {
        var assembly = UserAssembly.Load(actor.AssemblyPath);
        try
        {
            var type = Find(actor.Type, assembly, actor.AssemblyPath, "actor");
            if (!typeof(ActorBase).IsAssignableFrom(type) || type.IsAbstract || type.ContainsGenericParameters)
                throw new CannotStartException($"the type is no actor that can be made: actor={actor.Type} looked at={actor.AssemblyPath}{ActorsOf(assembly)}");
            if (!ConstructorChoice.TryChoose(type, actor.Arguments, out var arguments, out var problem))
                throw new CannotStartException($"{problem} looked at={actor.AssemblyPath}");
            return new HostedActor(actor.Name, type, arguments, FindProtocol(actor, assembly));
        }
        catch (Exception e) when (e is IOException or TypeLoadException or BadImageFormatException)
        {
            throw new CannotStartException(
                $"what the actor needs is not there: actor={actor.Type} looked in={Path.GetDirectoryName(actor.AssemblyPath)} error={OneLine.Of(e.Message)}", e);
        }
    }

    /// <summary>The launch line, with the messages of the actor's assembly, and of its protocol's, among those that may travel.</summary>
    /// <param name="launch">The launch line as it was given.</param>
    public Launch Allow(Launch launch)
    {
        var config = ConfigurationFactory.ParseString(launch.Hocon);
        var names = config.GetStringList(AssembliesKey, []).Where(IsThere).Append(_type.Assembly.GetName().Name!).Concat(_protocol is null ? [] : [_protocol.Assembly.GetName().Name!]).Distinct();
        var hocon = $"{launch.Hocon}\n{AssembliesKey} = [{string.Join(", ", names.Select(name => $"\"{name}\""))}]";
        if (!config.HasPath(GuardianKey))
            hocon += $"\n{GuardianKey} = \"{typeof(GuardianStrategy)}, {typeof(GuardianStrategy).Assembly.GetName().Name}\"";
        return launch with { Hocon = hocon };
    }

    /// <summary>Starts the actor; returns when it is there.</summary>
    /// <param name="node">The node.</param>
    /// <exception cref="CannotStartException">Akka's configuration does not allow for it, or it does not handle all of its protocol.</exception>
    /// <exception cref="ActorInitializationException">Its constructor, or what it does at its start, has thrown.</exception>
    public async Task StartAsync(Node node)
    {
        var props = Props.Create(_type, _arguments);
        IActorRef actor;
        try
        {
            actor = _protocol is null ? node.System.ActorOf(props, _name) : node.Serve(_protocol, props);
        }
        catch (Exception e) when (e is ConfigurationException or IncompleteProtocolException)
        {
            throw new CannotStartException($"the actor cannot be started so: actor={_type} error={OneLine.Of(e.Message)}", e);
        }
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.System.ActorOf(Props.Create(() => new HostedActorWatch(node, actor, started)), "actoripc-hosted");
        await started.Task.ConfigureAwait(false);
    }

    /// <summary>A topology names assemblies for all its nodes; this one hosts an actor that may know nothing of some of them, and then no message of theirs can be meant for it.</summary>
    private static bool IsThere(string assembly)
    {
        try
        {
            return Assembly.Load(assembly) is not null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            Console.Error.WriteLine($"the actor's folder has no such assembly, so that none of its messages can be sent or received: {AssembliesKey}={assembly}");
            return false;
        }
    }

    private static Type? FindProtocol(ActorLaunch actor, Assembly assembly)
    {
        if (actor.Protocol is not { } name)
            return null;
        var protocol = Find(name, assembly, actor.AssemblyPath, "protocol");
        return protocol.IsInterface && protocol != typeof(IProtocol) && typeof(IProtocol).IsAssignableFrom(protocol)
            ? protocol
            : throw new CannotStartException($"a protocol is an interface that derives from {nameof(IProtocol)}: protocol={name}");
    }

    /// <summary>A type by its name with its assembly, which is the user's or another that is found from there.</summary>
    private static Type Find(string name, Assembly assembly, string path, string key) =>
        Type.GetType(name, wanted => wanted.Name == assembly.GetName().Name ? assembly : Assembly.Load(wanted), typeResolver: null, throwOnError: false)
        ?? throw new CannotStartException($"there is no such type: {key}={name} looked at={path}{(key == "actor" ? ActorsOf(assembly) : "")}");

    /// <summary>The actors an assembly has, for a person who has misspelt one.</summary>
    private static string ActorsOf(Assembly assembly)
    {
        const int Few = 10;
        Type?[] types;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            types = e.Types;
        }
        var actors = types.Where(type => type is { IsAbstract: false } && typeof(ActorBase).IsAssignableFrom(type)).Select(type => type!.FullName).Order(StringComparer.Ordinal).ToList();
        return actors.Count == 0 ? " (the assembly has no actors)" : $" (actors there: {string.Join(", ", actors.Take(Few))}{(actors.Count > Few ? ", ..." : "")})";
    }
}
