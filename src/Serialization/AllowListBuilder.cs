using System.Collections;
using System.Reflection;
using ActorIpc.Messages;
using ActorIpc.Serialization.Contracts;

namespace ActorIpc.Serialization;

/// <summary>
/// Collects the types of messages and the closure over what they contain, as Hyperion will see it: by instance fields, not by properties.
/// A type that has a member that cannot travel is left out, with the reason, and so is every type that needs it.
/// </summary>
internal sealed class AllowListBuilder(
    IReadOnlyList<Assembly> assemblies, IReadOnlyList<TypeSubstitution> substitutions, IReadOnlyDictionary<Type, MessageFormat> formats)
{
    private readonly FormatChooser _chooser = new(formats);
    private readonly Dictionary<Type, Entry> _entries = [];
    private readonly Queue<Type> _open = [];
    private readonly HashSet<Type> _listed = [.. substitutions.Select(s => s.OnTheWire)];
    private HashSet<Type>? _bounded; // null exactly before the first format is chosen

    /// <summary>Builds the list.</summary>
    /// <param name="extraMessages">Types that may stand alone although no protocol names them.</param>
    /// <exception cref="ArgumentException">An extra type cannot travel.</exception>
    public AllowList Build(IEnumerable<Type> extraMessages)
    {
        var messages = new HashSet<Type>();
        var replies = new HashSet<Type>();
        foreach (var assembly in assemblies)
        {
            foreach (var type in LoadedTypes.Of(assembly))
                AddMessage(type, messages, replies);
        }
        var extra = extraMessages.ToList();
        _listed.UnionWith(extra);
        messages.UnionWith(extra);
        foreach (var type in messages.Concat(replies).Concat(_listed))
            _open.Enqueue(type);
        while (_open.TryDequeue(out var type))
        {
            if (!_entries.ContainsKey(type))
                _entries.Add(type, Describe(type));
        }
        SpreadProblems();

        var shapes = _entries.Values.Where(e => e is { OnWire: true, Problem: null }).Select(e => e.Shape()).ToDictionary(s => s.Type);
        var formatOf = new Dictionary<Type, MessageFormat>();
        var problems = new Dictionary<Type, string>();
        foreach (var type in messages.Concat(replies.Select(r => Nullable.GetUnderlyingType(r) ?? r)).Concat(AnswersOf(replies)).Distinct())
            ChooseFormat(type, shapes, formatOf, problems);
        if (extra.Find(problems.ContainsKey) is { } bad)
            throw new ArgumentException($"a type that was listed by name cannot travel: type={bad}: {problems[bad]}");
        return new AllowList(shapes, formatOf, [.. _entries.Values.Where(e => e.Problem is null).Select(e => e.Type)], problems, substitutions, assemblies);
    }

    /// <summary>The types behind replies that are declared by a base or an interface.</summary>
    private IEnumerable<Type> AnswersOf(HashSet<Type> replies) =>
        _entries.Keys.Where(type => IsConcrete(type) && replies.Any(reply => reply != typeof(object) && reply != type && reply.IsAssignableFrom(type)));

    private void ChooseFormat(Type type, Dictionary<Type, TypeShape> shapes, Dictionary<Type, MessageFormat> formatOf, Dictionary<Type, string> problems)
    {
        _bounded ??= FindBounded();
        var format = _chooser.Choose(type, _bounded.Contains(type), out var problem);
        // Protobuf and JSON make nothing but what the type itself declares; the others are held to what is known of its fields.
        if (format is MessageFormat.Hyperion or MessageFormat.MemoryPack)
            problem ??= _entries[type].Problem;
        if (problem is not null)
            problems[type] = problem;
        else if (format is MessageFormat.Hyperion or MessageFormat.MemoryPack ? shapes.ContainsKey(type) : IsConcrete(type))
            formatOf[type] = format;
    }

    /// <summary>The types that MemoryPack reads within bounds: from which no way leads back to themselves, or to one of those whose bytes it believes.</summary>
    private HashSet<Type> FindBounded()
    {
        var users = new Dictionary<Type, List<Type>>();
        var open = new Dictionary<Type, int>();
        var bounded = new HashSet<Type>();
        var ready = new Queue<Type>();
        foreach (var entry in _entries.Values)
        {
            var parts = entry.Needs.Select(need => need.Type).Concat(entry.Variants).Distinct().ToList();
            foreach (var part in parts)
            {
                if (!users.TryGetValue(part, out var list))
                    users.Add(part, list = []);
                list.Add(entry.Type);
            }
            open[entry.Type] = parts.Count;
            if (FormatChooser.IsBelieved(entry.Type))
                open[entry.Type] = int.MaxValue; // Never ready, and neither is who needs it.
            else if (parts.Count == 0)
                ready.Enqueue(entry.Type);
        }
        while (ready.TryDequeue(out var type))
        {
            bounded.Add(type);
            foreach (var user in users.GetValueOrDefault(type) ?? [])
            {
                if (--open[user] == 0)
                    ready.Enqueue(user);
            }
        }
        return bounded;
    }

    private void AddMessage(Type type, HashSet<Type> messages, HashSet<Type> replies)
    {
        if (type.IsInterface || type.IsAbstract || type.IsEnum || type.ContainsGenericParameters)
            return;
        foreach (var face in type.GetInterfaces())
        {
            if (!face.IsGenericType)
                continue;
            var definition = face.GetGenericTypeDefinition();
            var arguments = face.GetGenericArguments();
            if (definition == typeof(IMessage<>))
            {
                messages.Add(type);
                _chooser.Add(type, arguments[0]);
            }
            else if (definition == typeof(IRequest<,>))
            {
                replies.Add(arguments[1]);
                _chooser.Add(Nullable.GetUnderlyingType(arguments[1]) ?? arguments[1], arguments[0]);
            }
        }
    }

    private Entry Describe(Type type)
    {
        foreach (var substitution in substitutions)
        {
            if (substitution.Member.IsAssignableFrom(type))
                return Entry.Declared(type);
        }
        if (KnownTypes.Primitives.ContainsKey(type))
            return new Entry(type, ShapeKind.Primitive);
        if (type.IsByRefLike || type.IsPointer || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint))
            return Entry.Bad(type, "is an address in this process");
        if (type.ContainsGenericParameters)
            return Entry.Bad(type, "is generic and its arguments are not known");
        if (type.IsArray)
            return DescribeArray(type);
        if (type.IsEnum)
            return DescribeObject(type);
        if (typeof(Delegate).IsAssignableFrom(type))
            return Entry.Bad(type, "is a delegate: code does not travel");
        if (typeof(Exception).IsAssignableFrom(type))
            return Entry.Bad(type, "is an exception: send what the receiver needs of it, such as its message");
        if (typeof(MemberInfo).IsAssignableFrom(type))
            return Entry.Bad(type, "is a part of this process's code");
        if (!_listed.Contains(type) && KnownTypes.IsLibrary(type.Assembly.GetName()))
            return DescribeLibraryType(type);
        return DescribeUserType(type);
    }

    private Entry DescribeArray(Type type)
    {
        if (!type.IsSZArray)
            return Entry.Bad(type, "is an array of several dimensions or of a lower bound other than 0");
        var element = type.GetElementType()!;
        if (element != typeof(object) && element != typeof(byte[]) && KnownTypes.Primitives.ContainsKey(element))
            return new Entry(type, ShapeKind.PrimitiveArray);
        return Requires(new Entry(type, ShapeKind.Sequence), "an element", element);
    }

    private Entry DescribeLibraryType(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Requires(Entry.Declared(type), "the value", underlying);
        if (KnownTypes.IsValue(type))
            return DescribeObject(type);
        if (type.IsGenericType)
        {
            var definition = type.GetGenericTypeDefinition();
            if (KnownGenerics.Interfaces.TryGetValue(definition, out var collections))
                return DescribeCollectionInterface(type, collections);
            if (KnownGenerics.Tuples.Contains(definition))
                return DescribeObject(type);
            if (TypeShape.ElementOf(type) is { } element)
                return DescribeSequence(type, element);
        }
        return Entry.Bad(type, "is a type of the framework or of a library that is not known to travel");
    }

    private Entry DescribeSequence(Type type, Type element)
    {
        var entry = Requires(new Entry(type, ShapeKind.Sequence), "an element", element);
        foreach (var argument in type.GetGenericArguments())
            Requires(entry, "an element", argument);
        return entry;
    }

    private Entry DescribeCollectionInterface(Type type, Type[] collections)
    {
        var entry = Entry.Declared(type);
        var arguments = type.GetGenericArguments();
        foreach (var collection in collections)
            Requires(entry, "the collection", collection.MakeGenericType(arguments));
        if (arguments.Length == 1 && type.IsAssignableFrom(arguments[0].MakeArrayType()))
            Requires(entry, "the collection", arguments[0].MakeArrayType());
        return entry;
    }

    private Entry DescribeUserType(Type type)
    {
        if (typeof(IEnumerable).IsAssignableFrom(type))
            return Entry.Bad(type, "is a collection of its own kind: use an array, or a collection of the framework");
        var entry = type.IsInterface || type.IsAbstract ? Entry.Declared(type) : DescribeObject(type);
        if (!type.IsSealed)
        {
            // A library's types travel only when they are listed, and to look through all of them would load everything that they mention.
            var places = KnownTypes.IsLibrary(type.Assembly.GetName()) ? assemblies : assemblies.Append(type.Assembly);
            foreach (var derived in places.SelectMany(LoadedTypes.Of).Where(t => t != type && IsConcrete(t) && type.IsAssignableFrom(t)))
            {
                _open.Enqueue(derived);
                entry.Variants.Add(derived);
            }
        }
        return entry;
    }

    /// <summary>The fields Hyperion writes, in its order: all instance fields of the type and its bases, by name.</summary>
    private Entry DescribeObject(Type type)
    {
        var entry = new Entry(type, ShapeKind.Object);
        var fields = new List<FieldInfo>();
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (field.IsDefined(typeof(Hyperion.IgnoreAttribute)))
                    continue;
                Requires(entry, field.Name, field.FieldType);
                if (field.Name != "_syncRoot" && field.FieldType != typeof(nint) && field.FieldType != typeof(nuint))
                    fields.Add(field);
            }
        }
        entry.Fields = [.. fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(FieldOf)];
        return entry;
    }

    private static FieldShape FieldOf(FieldInfo field)
    {
        // Hyperion leaves out the announcement of a primitive where the declaration makes it certain; bytes and plain objects are no such primitives to it.
        var type = field.FieldType;
        var code = type != typeof(object) && type != typeof(byte[]) && KnownTypes.Primitives.TryGetValue(type, out var primitive) ? primitive : 0;
        return new FieldShape(field.Name, code, TypeShape.MayBeNull(type));
    }

    private Entry Requires(Entry entry, string member, Type type)
    {
        entry.Needs.Add(new Need(ContractName.OfMember(member), type));
        _open.Enqueue(type);
        return entry;
    }

    private void SpreadProblems()
    {
        var bad = new Queue<Entry>(_entries.Values.Where(e => e.Problem is not null));
        while (bad.TryDequeue(out var entry))
        {
            foreach (var user in _entries.Values)
            {
                if (user.Problem is not null || user.Needs.Find(n => n.Type == entry.Type) is not { } need)
                    continue;
                user.Problem = $"{need.Member}: {(entry.IsCause ? $"{entry.Type} {entry.Problem}" : entry.Problem)}";
                bad.Enqueue(user);
            }
        }
    }

    private static bool IsConcrete(Type type) => !type.IsInterface && !type.IsAbstract && !type.ContainsGenericParameters;

    /// <summary>A type without which another cannot travel, and the member that has it.</summary>
    private sealed record Need(string Member, Type Type);

    /// <summary>What is known of one type while the closure is built.</summary>
    private sealed class Entry(Type type, ShapeKind kind)
    {
        public Type Type { get; } = type;

        /// <summary>False for types that only declare members: interfaces, abstract and substituted types, <see cref="Nullable{T}"/>.</summary>
        public bool OnWire { get; private init; } = true;

        /// <summary>Why the type cannot travel; null while nothing is in the way.</summary>
        public string? Problem { get; set; }

        /// <summary>True when the problem is the type's own, false when it comes from a member.</summary>
        public bool IsCause { get; private init; }

        /// <summary>The fields in the order of the wire; of an object only.</summary>
        public FieldShape[] Fields { get; set; } = [];

        /// <summary>The types without which this one cannot travel, with the members that have them.</summary>
        public List<Need> Needs { get; } = [];

        /// <summary>The types that can stand behind it when it declares a member.</summary>
        public List<Type> Variants { get; } = [];

        public static Entry Declared(Type type) => new(type, ShapeKind.Object) { OnWire = false };

        public static Entry Bad(Type type, string problem) => new(type, ShapeKind.Object) { OnWire = false, Problem = problem, IsCause = true };

        public TypeShape Shape() => new(Type, kind, Fields, TypeShape.ElementOf(Type) is not { } element || TypeShape.MayBeNull(element));
    }
}
