using ActorIpc.Messages;
using MemoryPack;

namespace ActorIpc.Serialization;

/// <summary>Decides the format of each message: what its protocols choose, else what its type says.</summary>
/// <param name="configured">Choices of the configuration, by protocol; they win over a protocol's attribute.</param>
internal sealed class FormatChooser(IReadOnlyDictionary<Type, MessageFormat> configured)
{
    private readonly Dictionary<Type, HashSet<Type>> _protocols = [];

    /// <summary>Notes that a protocol names a message or a reply.</summary>
    public void Add(Type type, Type protocol)
    {
        if (!_protocols.TryGetValue(type, out var protocols))
            _protocols.Add(type, protocols = []);
        protocols.Add(protocol);
    }

    /// <summary>The format of a message.</summary>
    /// <param name="type">The message's type.</param>
    /// <param name="isBounded">Whether MemoryPack reads such a message within bounds, whatever the bytes: its reader sets no limit to the depth of a type that contains itself.</param>
    /// <param name="problem">Why it cannot travel in the format that was chosen; null when it can.</param>
    public MessageFormat Choose(Type type, bool isBounded, out string? problem)
    {
        problem = null;
        // A number or a list that answers a request belongs to no protocol.
        if (KnownTypes.IsLibrary(type.Assembly.GetName()) && !IsProtobuf(type))
            return MessageFormat.Hyperion;
        // Lists of types only: a list of pairs with a format is code that every program has to compile while it starts.
        var choosers = ProtocolsOf(type).Where(protocol => ChoiceOf(protocol) != MessageFormat.Auto).ToList();
        var format = choosers.Count > 0 ? ChoiceOf(choosers[0]) : MessageFormat.Auto;
        if (choosers.Exists(protocol => ChoiceOf(protocol) != format))
            problem = $"the protocols that name it choose different formats: {string.Join(", ", choosers.Select(protocol => $"{protocol.Name}={ChoiceOf(protocol)}"))}";
        else if (format == MessageFormat.Protobuf && !IsProtobuf(type))
            problem = $"its protocol chooses protobuf, and it is no Google.Protobuf.IMessage: protocol={choosers[0]}";
        else if (format == MessageFormat.MemoryPack && !IsMemoryPackable(type))
            problem = $"its protocol chooses memorypack, and it has no [MemoryPackable]: protocol={choosers[0]}";
        else if (format == MessageFormat.MemoryPack && !isBounded)
            problem = "its protocol chooses memorypack, whose reader believes the bytes it is given for a type that contains itself or a BigInteger, and for one that is version "
                + $"tolerant or circular: protocol={choosers[0]}";
        if (format != MessageFormat.Auto)
            return format;
        if (IsProtobuf(type))
            return MessageFormat.Protobuf;
        return IsMemoryPackable(type) && isBounded ? MessageFormat.MemoryPack : MessageFormat.Hyperion;
    }

    /// <summary>
    /// Whether MemoryPack takes what the bytes say about such a value at its word: the length of a <see cref="System.Numerics.BigInteger"/>, and how far to skip for members of
    /// another version. Seen in MemoryPack 1.21.4.
    /// </summary>
    public static bool IsBelieved(Type type) => type.FullName == "System.Numerics.BigInteger"
        || (IsMemoryPackable(type) && Attribute.GetCustomAttribute(type, typeof(MemoryPackableAttribute), inherit: false) is MemoryPackableAttribute
        { GenerateType: GenerateType.VersionTolerant or GenerateType.CircularReference or GenerateType.Collection });

    private static bool IsProtobuf(Type type) => typeof(Google.Protobuf.IMessage).IsAssignableFrom(type);

    private static bool IsMemoryPackable(Type type) => typeof(IMemoryPackFormatterRegister).IsAssignableFrom(type);

    private MessageFormat ChoiceOf(Type protocol)
    {
        if (configured.TryGetValue(protocol, out var format))
            return format;
        return Attribute.GetCustomAttribute(protocol, typeof(TravelsAsAttribute), inherit: false) is TravelsAsAttribute attribute ? attribute.Format : MessageFormat.Auto;
    }

    /// <summary>The protocols that name a type, or one it stands in for as a reply.</summary>
    private IEnumerable<Type> ProtocolsOf(Type type)
    {
        var found = new HashSet<Type>();
        foreach (var (named, protocols) in _protocols)
        {
            if (named == type || (named != typeof(object) && named.IsAssignableFrom(type)))
                found.UnionWith(protocols);
        }
        return found.OrderBy(protocol => protocol.FullName, StringComparer.Ordinal);
    }
}
