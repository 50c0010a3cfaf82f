using System.Collections;
using System.Reflection;
using ActorIpc.Messages;

namespace ActorIpc.Serialization;

/// <summary>
/// The types that may travel between processes: the messages of the protocols and the replies they name, which may stand alone, and what those
/// contain, which may travel inside one only. It never changes, and no type outside it is ever loaded for a peer's sake.
/// </summary>
public sealed class AllowList
{
    private readonly Dictionary<Type, TypeShape> _shapes;
    private readonly Dictionary<byte[], TypeShape>.AlternateLookup<ReadOnlySpan<byte>> _shapesByName;
    private readonly Dictionary<Type, MessageFormat> _formats;
    private readonly HashSet<Type> _declared;
    private readonly HashSet<string> _names;
    private readonly Dictionary<Type, string> _problems;
    private readonly IReadOnlyList<TypeSubstitution> _substitutions;

    internal AllowList(
        Dictionary<Type, TypeShape> shapes,
        Dictionary<Type, MessageFormat> formats,
        HashSet<Type> declared,
        Dictionary<Type, string> problems,
        IReadOnlyList<TypeSubstitution> substitutions,
        IReadOnlyList<Assembly> assemblies)
    {
        Assemblies = assemblies;
        _shapes = shapes;
        _formats = formats;
        _declared = declared;
        _problems = problems;
        _substitutions = substitutions;
        var byName = new Dictionary<byte[], TypeShape>(shapes.Count, Utf8Comparer.Instance);
        _names = new HashSet<string>(shapes.Count * 2, StringComparer.Ordinal);
        foreach (var shape in shapes.Values)
        {
            byName[shape.Announcement[(1 + sizeof(int))..]] = shape;
            _names.Add(shape.Name);
            _names.Add(shape.Type.AssemblyQualifiedName!);
        }
        _shapesByName = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Where messages were looked for.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>The types that may stand alone: messages and replies.</summary>
    public IReadOnlyCollection<Type> Messages => _formats.Keys;

    /// <summary>All types that may travel, alone or inside a message.</summary>
    public IReadOnlyCollection<Type> Types => _shapes.Keys;

    /// <summary>The messages and replies that were found but cannot travel, each with the member that is in the way. Sending one is refused with these words.</summary>
    public IReadOnlyDictionary<Type, string> Problems => _problems;

    /// <summary>Collects the types of all protocols in some assemblies.</summary>
    /// <param name="assemblies">Where to look for messages, and for the types behind abstract members.</param>
    /// <param name="extraMessages">Types that may stand alone although no protocol names them.</param>
    /// <param name="substitutions">Types that travel as another one.</param>
    /// <param name="formats">The formats that protocols are given from outside; they win over <see cref="TravelsAsAttribute"/>.</param>
    /// <exception cref="ArgumentException">An extra type cannot travel; the message says which member is in the way.</exception>
    public static AllowList FromAssemblies(
        IEnumerable<Assembly> assemblies,
        IEnumerable<Type>? extraMessages = null,
        IReadOnlyList<TypeSubstitution>? substitutions = null,
        IReadOnlyDictionary<Type, MessageFormat>? formats = null) =>
        new AllowListBuilder([.. assemblies.Distinct()], substitutions ?? [], formats ?? new Dictionary<Type, MessageFormat>()).Build(extraMessages ?? []);

    /// <summary>Whether a value of this type may stand alone.</summary>
    public bool IsMessage(Type type) => _formats.ContainsKey(type);

    /// <summary>The format in which a message travels; <see cref="MessageFormat.Auto"/> when the type may not stand alone.</summary>
    public MessageFormat FormatOf(Type type) => _formats.GetValueOrDefault(type);

    /// <summary>Whether a value of this type may stand in a place as the whole of what Hyperion writes there.</summary>
    public bool MayStandAt(MessagePlace place, Type type) => MayStandAt(place, type, MessageFormat.Hyperion);

    /// <summary>Whether a value of this type may travel, alone or inside a message.</summary>
    public bool Contains(Type type) => _shapes.ContainsKey(type);

    /// <summary>Why a value of this type may not travel in this place, and what to do about it.</summary>
    /// <param name="type">A type that was refused.</param>
    /// <param name="alone">Whether it stood alone rather than inside a message.</param>
    public string Explain(Type type, bool alone)
    {
        var name = WireName.Of(type);
        if (_problems.TryGetValue(type, out var problem))
            return $"a message cannot travel: type={name}: {problem}";
        if (alone && FormatOf(type) is not (MessageFormat.Auto or MessageFormat.Hyperion))
            return ExplainFormat(type, MessageFormat.Hyperion);
        if (alone && _shapes.ContainsKey(type))
            return $"this type may travel inside a message only, it is neither a message of a protocol nor a reply: type={name}; {Advice(name)}";
        return alone
            ? $"only messages of a protocol and their replies may travel: type={name}; {Advice(name)}"
            : $"only what a message declares may travel inside it: type={name}; {Advice(name)}";
    }

    /// <summary>The same for Hyperion's writing within another format.</summary>
    internal bool MayStandAt(MessagePlace place, Type type, MessageFormat format) => FormatOf(type) == format
        || (place == MessagePlace.InEnvelope && format == MessageFormat.Hyperion && type != typeof(object) && KnownTypes.Primitives.ContainsKey(type));

    /// <summary>The refusal of a type that a peer named.</summary>
    internal static MessageRefusedException Refuse(string name) =>
        new(name, $"a peer sent a type that is not on the allow-list: type={name}; {Advice(name)}");

    /// <summary>The refusal of a type of this process.</summary>
    internal MessageRefusedException Refuse(Type type, bool alone) => new(type.FullName ?? type.Name, Explain(type, alone));

    /// <summary>The refusal of a message that came, or was to be written, in a format that is not the one of its type here.</summary>
    internal MessageRefusedException Refuse(Type type, MessageFormat used) =>
        new(type.FullName ?? type.Name, IsMessage(type) ? ExplainFormat(type, used) : Explain(type, alone: true));

    private string ExplainFormat(Type type, MessageFormat used) =>
        $"both sides choose the same format for a message: type={WireName.Of(type)} here={FormatOf(type)} used={used}; "
        + "it is chosen by [TravelsAs] of its protocol, by actoripc.serialization.formats, else by the type itself";

    /// <summary>Whether a name, in either of the forms Hyperion uses, is that of an allowed type.</summary>
    internal bool ContainsName(string name) => _names.Contains(name);

    /// <summary>Whether a member of an allowed type is declared with this type, which need not be one that values have.</summary>
    internal bool IsDeclared(Type type) => _declared.Contains(type) || IsSubstituted(type);

    /// <summary>Whether values of this type are written as another type.</summary>
    internal bool IsSubstituted(Type type)
    {
        foreach (var substitution in _substitutions)
        {
            if (substitution.Member.IsAssignableFrom(type))
                return true;
        }
        return false;
    }

    /// <summary>The layout of an allowed type that the wire names; null when there is none of this name.</summary>
    internal TypeShape? Find(ReadOnlySpan<byte> utf8Name) => _shapesByName.TryGetValue(utf8Name, out var shape) ? shape : null;

    /// <summary>The layout of an allowed type; null when it may not travel.</summary>
    internal TypeShape? ShapeOf(Type type) => _shapes.GetValueOrDefault(type);

    /// <summary>The allowed collection that a collection of another type is written as; null when there is none.</summary>
    internal Type? CollectionFor(Type type)
    {
        if (Contains(type) || !typeof(IEnumerable).IsAssignableFrom(type))
            return null;
        if (type.IsArray)
            return Nearest(type, t => t.IsSZArray ? t : null);
        return Nearest(type, t => FaceOf(t, typeof(Dictionary<,>), typeof(IReadOnlyDictionary<,>)))
            ?? Nearest(type, t => FaceOf(t, typeof(Dictionary<,>), typeof(IDictionary<,>)))
            ?? Nearest(type, t => FaceOf(t, typeof(HashSet<>), typeof(IReadOnlySet<>)))
            ?? Nearest(type, t => FaceOf(t, typeof(HashSet<>), typeof(ISet<>)))
            ?? Nearest(type, t => FaceOf(t, typeof(List<>), typeof(IEnumerable<>)));
    }

    /// <summary>The interface through which a collection of one kind takes its elements; null when the type is not of that kind.</summary>
    private static Type? FaceOf(Type type, Type kind, Type face) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == kind ? face.MakeGenericType(type.GetGenericArguments()) : null;

    /// <summary>The allowed collection whose face the type has; of several (elements of a base type will do) the one nearest to the type.</summary>
    private Type? Nearest(Type type, Func<Type, Type?> face)
    {
        Type? nearest = null;
        Type? nearestFace = null;
        foreach (var candidate in _shapes.Keys)
        {
            if (face(candidate) is not { } candidateFace || !candidateFace.IsAssignableFrom(type))
                continue;
            if (nearestFace is null || nearestFace.IsAssignableFrom(candidateFace))
                (nearest, nearestFace) = (candidate, candidateFace);
        }
        return nearest;
    }

    private static string Advice(string name) =>
        $"to allow it, let it implement {nameof(IMessage<>)}<TProtocol> in an assembly that is scanned (actoripc.serialization.assemblies), "
        + $"or list it: actoripc.serialization.allow = [\"{name.Replace(",%core%", "", StringComparison.Ordinal)}\"]";
}
