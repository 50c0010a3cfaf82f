using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ActorIpc.Serialization;

/// <summary>The framework's generic types that may travel inside a message, and how their values are written; the others are <see cref="KnownTypes"/>.</summary>
internal static class KnownGenerics
{
    /// <summary>Generic types written field by field.</summary>
    public static readonly HashSet<Type> Tuples =
    [
        typeof(KeyValuePair<,>), typeof(ReadOnlyCollection<>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>), typeof(Tuple<,,,,,>), typeof(Tuple<,,,,,,>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>),
    ];

    /// <summary>Generic collections written as a count and their elements. A comparer does not travel: the receiver's collection has the default one.</summary>
    public static readonly HashSet<Type> Sequences =
    [
        typeof(List<>), typeof(Queue<>), typeof(LinkedList<>), typeof(HashSet<>), typeof(SortedSet<>),
        typeof(Dictionary<,>), typeof(SortedDictionary<,>), typeof(SortedList<,>), typeof(ReadOnlyDictionary<,>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
        typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>),
    ];

    /// <summary>Collection interfaces and the collections that stand behind them on the wire; any other collection is written as one of these.</summary>
    public static readonly Dictionary<Type, Type[]> Interfaces = new()
    {
        [typeof(IEnumerable<>)] = [typeof(List<>)],
        [typeof(IReadOnlyCollection<>)] = [typeof(List<>)],
        [typeof(IReadOnlyList<>)] = [typeof(List<>)],
        [typeof(ICollection<>)] = [typeof(List<>)],
        [typeof(IList<>)] = [typeof(List<>)],
        [typeof(ISet<>)] = [typeof(HashSet<>)],
        [typeof(IReadOnlySet<>)] = [typeof(HashSet<>)],
        [typeof(IDictionary<,>)] = [typeof(Dictionary<,>)],
        [typeof(IReadOnlyDictionary<,>)] = [typeof(Dictionary<,>)],
        [typeof(IImmutableList<>)] = [typeof(ImmutableList<>), typeof(ImmutableArray<>)],
        [typeof(IImmutableSet<>)] = [typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>)],
        [typeof(IImmutableQueue<>)] = [typeof(ImmutableQueue<>)],
        [typeof(IImmutableStack<>)] = [typeof(ImmutableStack<>)],
        [typeof(IImmutableDictionary<,>)] = [typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>)],
    };
}
