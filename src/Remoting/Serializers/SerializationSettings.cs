using System.Reflection;
using ActorIpc.Messages;
using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;
using Hyperion;

namespace ActorIpc.Remoting.Serializers;

/// <summary>Reads the allow-list and the format's options from a configuration; reports every error at once, each with its path.</summary>
internal static class SerializationSettings
{
    private const string Section = "akka.actor.serialization-settings.hyperion";
    private const string AssembliesKey = "actoripc.serialization.assemblies";
    private const string AllowKey = "actoripc.serialization.allow";
    private const string FormatsKey = "actoripc.serialization.formats";

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

    /// <summary>What makes the text of <see cref="Substitutions"/> and reads it.</summary>
    /// <param name="system">The actor system in which references are resolved.</param>
    public static IReadOnlyList<Surrogate> SurrogatesOf(ExtendedActorSystem system) =>
        [Surrogate.Create<ISurrogated, ISurrogate>(from => from.ToSurrogate(system), to => to.FromSurrogate(system))];

    /// <summary>The section of the serializer.</summary>
    /// <param name="config">The whole configuration of an actor system.</param>
    public static Config HyperionSection(Config config) => config.GetConfig(Section) ?? Config.Empty;

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
        var formats = ReadFormats(config, assemblies, problems);
        if (problems.Count > 0)
            throw new ConfigurationException(string.Join(Environment.NewLine, problems));
        try
        {
            var allowList = AllowList.FromAssemblies(ProtocolAssemblies.Reachable(assemblies), types, Substitutions, formats);
            CheckChosen(allowList, formats);
            return allowList;
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException($"{AllowKey}: {e.Message}", e);
        }
    }

    /// <summary>The formats the configuration gives to protocols, by the protocols' names as they stand there.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <param name="problems">Where problems go, each with its path.</param>
    public static IReadOnlyList<(string Protocol, MessageFormat Format)> ReadFormats(Config config, ICollection<(string Path, string Problem)> problems)
    {
        var found = new List<(string, MessageFormat)>();
        var section = config.HasPath(FormatsKey) ? config.GetValue(FormatsKey) : null;
        if (section is null)
            return found;
        if (!section.IsObject())
        {
            problems.Add((FormatsKey, $"must be an object of protocols and formats, such as {{ \"Shop.IPricing, Shop\" = json }}: value={section.GetString()}"));
            return found;
        }
        foreach (var (protocol, value) in section.GetObject().Items)
        {
            var text = value.IsString() ? value.GetString() : value.ToString();
            if (text is "auto" or "hyperion" or "memorypack" or "protobuf" or "json")
                found.Add((protocol, Enum.Parse<MessageFormat>(text, ignoreCase: true)));
            else
                problems.Add(($"{FormatsKey}.\"{protocol}\"", $"must be auto, hyperion, memorypack, protobuf or json: value={text}"));
        }
        return found;
    }

    /// <summary>A protocol this process does not know belongs to other processes of the same configuration: there is nothing of it here that could travel in a wrong format.</summary>
    private static Dictionary<Type, MessageFormat> ReadFormats(Config config, List<Assembly> assemblies, List<string> problems)
    {
        var bad = new List<(string Path, string Problem)>();
        var formats = new Dictionary<Type, MessageFormat>();
        foreach (var (name, format) in ReadFormats(config, bad))
        {
            var type = Type.GetType(name) ?? assemblies.Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);
            if (type is null)
                continue;
            if (type.IsInterface && type != typeof(IProtocol) && typeof(IProtocol).IsAssignableFrom(type))
                formats[type] = format;
            else
                bad.Add(($"{FormatsKey}.\"{name}\"", $"must name a protocol, an interface that derives from {nameof(IProtocol)}: type={type}"));
        }
        problems.AddRange(bad.Select(problem => $"{problem.Path}: {problem.Problem}"));
        return formats;
    }

    private static void CheckChosen(AllowList allowList, Dictionary<Type, MessageFormat> formats)
    {
        var problems = allowList.Problems.Where(entry => entry.Key.GetInterfaces().Any(face =>
            face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IMessage<>) && formats.ContainsKey(face.GetGenericArguments()[0]))).ToList();
        if (problems.Count > 0)
            throw new ConfigurationException(string.Join(Environment.NewLine, problems.Select(entry => $"{FormatsKey}: {entry.Key}: {entry.Value}")));
    }

    /// <summary>Whether the allow-list is that of the program alone, so that there is nothing in the configuration that could be wrong with it.</summary>
    public static bool IsPlain(Config config, Config settings) =>
        config.GetStringList(AssembliesKey, []).Count == 0 && config.GetStringList(AllowKey, []).Count == 0
        && settings.GetStringList("allowed-types", []).Count == 0 && !HasFormats(config);

    private static bool HasFormats(Config config) =>
        config.HasPath(FormatsKey) && config.GetValue(FormatsKey) is { } section && !(section.IsObject() && section.GetObject().Items.Count == 0);

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
