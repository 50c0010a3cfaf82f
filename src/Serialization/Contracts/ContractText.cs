using System.Globalization;
using System.Reflection;
using System.Text;
using ActorIpc.Messages;

namespace ActorIpc.Serialization.Contracts;

/// <summary>
/// The canonical description of some messages of one protocol: the messages, then every type of a user they contain, each in the order of its name, with
/// its members as they travel (instance fields) in the order of theirs. Types of the framework are named and not described.
/// </summary>
/// <param name="protocol">The protocol.</param>
internal sealed class ContractText(Type protocol)
{
    private readonly SortedDictionary<string, string> _messages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Queue<Type> _open = [];
    private readonly HashSet<Type> _seen = [];

    /// <summary>Describes the messages.</summary>
    /// <param name="messages">The messages, in any order.</param>
    /// <param name="format">By what they are written.</param>
    public string Write(IReadOnlyCollection<Type> messages, string format)
    {
        _seen.UnionWith(messages);
        foreach (var message in messages)
            _messages.Add(ContractName.Of(message), DescribeMessage(message));
        while (_open.TryDequeue(out var type))
            _types.Add(ContractName.Of(type), DescribeType(type));
        var text = new StringBuilder();
        text.Append("format ").Append(format).Append('\n');
        foreach (var section in _messages.Values.Concat(_types.Values))
            text.Append(section);
        return text.ToString();
    }

    private string DescribeMessage(Type message)
    {
        var replies = message.GetInterfaces()
            .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequest<,>) && face.GetGenericArguments()[0] == protocol)
            .Select(face => face.GetGenericArguments()[1]).OrderBy(ContractName.Of, StringComparer.Ordinal).ToList();
        foreach (var reply in replies)
            Open(reply);
        var section = new StringBuilder(replies.Count == 0 ? "message " : "request ").Append(ContractName.Of(message));
        if (replies.Count > 0)
            section.Append(" -> ").AppendJoin(", ", replies.Select(ContractName.Of));
        return Members(section.Append('\n'), message).ToString();
    }

    private string DescribeType(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : type.IsAbstract ? "abstract" : "class";
        var section = new StringBuilder($"{kind} {ContractName.Of(type)} in {type.Assembly.GetName().Name}");
        if (!type.IsEnum)
            return Derived(Members(section.Append('\n'), type), type).ToString();
        section.Append(" : ").Append(ContractName.Of(Enum.GetUnderlyingType(type))).Append('\n');
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(field => field.Name, StringComparer.Ordinal))
            section.Append(CultureInfo.InvariantCulture, $"  {field.Name} = {field.GetRawConstantValue()}\n");
        return section.ToString();
    }

    private StringBuilder Members(StringBuilder section, Type type)
    {
        var fields = new List<FieldInfo>();
        for (var current = type; current is not null; current = current.BaseType)
        {
            fields.AddRange(current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => !field.IsDefined(typeof(Hyperion.IgnoreAttribute))));
        }
        // A base may have a private field of the same name: stable, so derived before base. MemoryPack writes members in the order in which they are declared.
        var ordered = typeof(MemoryPack.IMemoryPackFormatterRegister).IsAssignableFrom(type)
            ? fields.OrderBy(field => field.MetadataToken)
            : fields.OrderBy(field => ContractName.OfMember(field.Name), StringComparer.Ordinal);
        foreach (var field in ordered)
        {
            section.Append("  ").Append(ContractName.OfMember(field.Name)).Append(": ").Append(ContractName.Of(field.FieldType)).Append('\n');
            Open(field.FieldType);
        }
        return section;
    }

    /// <summary>What may stand for the type, as far as its own assembly says: another one's kinds are its own affair, and no part of what is agreed.</summary>
    private StringBuilder Derived(StringBuilder section, Type type)
    {
        if (type.IsSealed)
            return section;
        foreach (var derived in LoadedTypes.Of(type.Assembly).Where(t => t != type && !t.ContainsGenericParameters && type.IsAssignableFrom(t))
            .OrderBy(ContractName.Of, StringComparer.Ordinal))
        {
            section.Append("  is ").Append(ContractName.Of(derived)).Append('\n');
            Open(derived);
        }
        return section;
    }

    private void Open(Type type)
    {
        if (type.HasElementType)
        {
            Open(type.GetElementType()!);
            return;
        }
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
                Open(argument);
        }
        // Protocols are arguments of references, which carry a name and no message.
        if (!type.IsGenericParameter && !KnownTypes.IsLibrary(type.Assembly.GetName()) && !typeof(IProtocol).IsAssignableFrom(type) && _seen.Add(type))
            _open.Enqueue(type);
    }
}
