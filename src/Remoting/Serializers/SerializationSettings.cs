using System.Reflection;
using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Remoting.Serializers;

/// <summary>Reads the allow-list and the format's options from a configuration; reports every error at once, each with its path.</summary>
internal static class SerializationSettings
{
    private const string Section = "akka.actor.serialization-settings.hyperion";
    private const string AssembliesKey = "actoripc.serialization.assemblies";
    private const string AllowKey = "actoripc.serialization.allow";

    /// <summary>Akka's references, paths and addresses travel as text.</summary>
    public static readonly IReadOnlyList<TypeSubstitution> Substitutions =
    [
        new(typeof(IActorRef), typeof(ActorRefBase.Surrogate)),
        new(typeof(IActorRef), typeof(Nobody.NobodySurrogate)),
        new(typeof(ActorPath), typeof(ActorPath.Surrogate)),
        new(typeof(Address), typeof(Address.AddressSurrogate)),
    ];

    // The list of a program without extra types or assemblies: the same for every actor system of the process.
    private static readonly Lazy<AllowList> OfProgram = new(() => AllowList.FromAssemblies(ProtocolAssemblies.OfProgram(), null, Substitutions));

    /// <summary>The allow-list of a program.</summary>
    /// <param name="config">The whole configuration of its actor system.</param>
    /// <param name="settings">The section of the serializer.</param>
    /// <exception cref="ConfigurationException">An assembly or a type that is named does not exist, or a type cannot travel.</exception>
    public static AllowList ReadAllowList(Config config, Config settings)
    {
        if (IsPlain(config, settings))
            return OfProgram.Value;
        var assemblyNames = config.GetStringList(AssembliesKey, []);
        var typeNames = config.GetStringList(AllowKey, []).Concat(settings.GetStringList("allowed-types", [])).ToList();
        var problems = new List<string>();
        var assemblies = new List<Assembly>(ProtocolAssemblies.OfProgram());
        foreach (var name in assemblyNames)
        {
            if (TryLoad(name, problems) is { } assembly)
                assemblies.Add(assembly);
        }
        var types = new List<Type>();
        foreach (var name in typeNames)
        {
            var type = Type.GetType(name) ?? assemblies.Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);
            if (type is null)
                problems.Add($"{AllowKey}: there is no such type: type={name}");
            else
                types.Add(type);
        }
        if (problems.Count > 0)
            throw new ConfigurationException(string.Join(Environment.NewLine, problems));
        try
        {
            return AllowList.FromAssemblies(ProtocolAssemblies.Reachable(assemblies), types, Substitutions);
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException($"{AllowKey}: {e.Message}", e);
        }
    }

    /// <summary>Whether the allow-list is that of the program alone, so that there is nothing in the configuration that could be wrong with it.</summary>
    public static bool IsPlain(Config config, Config settings) =>
        config.GetStringList(AssembliesKey, []).Count == 0 && config.GetStringList(AllowKey, []).Count == 0
        && settings.GetStringList("allowed-types", []).Count == 0;

    /// <summary>Refuses what the package Akka.Serialization.Hyperion knows and this serializer does not, rather than to ignore it.</summary>
    /// <param name="settings">The section of the serializer.</param>
    /// <exception cref="ConfigurationException">Such a key is set.</exception>
    public static void Check(Config settings)
    {
        var problems = new List<string>();
        if (!settings.GetBoolean("disallow-unsafe-type", true))
            problems.Add($"{Section}.disallow-unsafe-type cannot be switched off");
        if (settings.GetStringList("surrogates", []).Count > 0)
            problems.Add($"{Section}.surrogates is not supported: let the message hold a type that travels");
        var known = settings.GetString("known-types-provider", "");
        if (known.Length > 0 && !known.StartsWith("Akka.Serialization.NoKnownTypes", StringComparison.Ordinal))
            problems.Add($"{Section}.known-types-provider is not supported: known-types-provider={known}");
        if (problems.Count > 0)
            throw new ConfigurationException(string.Join(Environment.NewLine, problems));
    }

    private static Assembly? TryLoad(string name, List<string> problems)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            problems.Add($"{AssembliesKey}: the assembly cannot be loaded: assembly={name}: {e.Message}");
            return null;
        }
    }
}
