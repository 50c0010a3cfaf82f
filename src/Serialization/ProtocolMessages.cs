using System.Reflection;
using ActorIpc.Messages;

namespace ActorIpc.Serialization;

/// <summary>Finds the messages of protocols.</summary>
public static class ProtocolMessages
{
    /// <summary>The messages of a protocol, in the order of their names; open generic ones in their open form.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="assemblies">Where to look.</param>
    public static IReadOnlyList<Type> Of(Type protocol, IEnumerable<Assembly> assemblies) =>
        [.. assemblies.Distinct().SelectMany(LoadedTypes.Of).Where(type => IsMessage(type) && ProtocolsOf(type).Contains(protocol)).OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>Whether values of a type can be messages.</summary>
    internal static bool IsMessage(Type type) => !type.IsInterface && !type.IsAbstract && !type.IsEnum;

    /// <summary>The protocols that a type is a message of.</summary>
    internal static IEnumerable<Type> ProtocolsOf(Type type) => type.GetInterfaces()
        .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IMessage<>))
        .Select(face => face.GetGenericArguments()[0])
        .Where(protocol => !protocol.IsGenericParameter);
}
