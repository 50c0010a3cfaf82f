using System.Collections;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Numerics;
using ActorIpc.Messages;

namespace ActorIpc.Tests.Serialization;

public interface ISample : IProtocol;

public enum Colour
{
    Red,
    Green = 7,
}

public readonly record struct Money(decimal Amount, string Currency);

public sealed record Line(string Text, int Number)
{
    public string? Remark { get; init; }
}

public abstract record Animal(string Name);

public sealed record Cat(string Name, int Lives) : Animal(Name);

public record Dog(string Name) : Animal(Name);

public sealed record Puppy(string Name, DateOnly Born) : Dog(Name);

public interface ITagged;

public sealed record Tagged(int Tag) : ITagged;

public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

public sealed record Plain(
    string Text, int Int, long Long, short Short, byte Byte, sbyte SByte, ushort UShort, uint UInt, ulong ULong, bool Bool, char Char,
    float Float, double Double, decimal Decimal, Guid Guid, DateTime DateTime, DateTimeOffset DateTimeOffset) : IMessage<ISample>;

public sealed record Values(
    TimeSpan TimeSpan, DateOnly Date, TimeOnly Time, Half Half, Int128 Int128, UInt128 UInt128, BigInteger BigInteger, Complex Complex,
    Version Version, Colour Colour, Money Money, (int, string) Tuple, Tuple<int, Line> ClassTuple, KeyValuePair<string, int> KeyValue,
    NodeName Node, NodeRef<ISample> Ref) : IMessage<ISample>;

public sealed record Nullables(int? Int, string? Text, Money? Money, Colour? Colour, Line? Line, DateTime? DateTime, Guid? Guid, bool? Bool) : IMessage<ISample>;

public sealed record Collections : IMessage<ISample>
{
    public int[]? Ints { get; init; }
    public string?[]? Strings { get; init; }
    public byte[]? Bytes { get; init; }
    public byte[][]? ByteArrays { get; init; }
    public decimal[]? Decimals { get; init; }
    public bool[]? Bools { get; init; }
    public DateTime[]? DateTimes { get; init; }
    public double[]? Doubles { get; init; }
    public Line?[]? Lines { get; init; }
    public Colour[]? Colours { get; init; }
    public object?[]? Objects { get; init; }
    public List<Line>? List { get; init; }
    public Queue<int>? Queue { get; init; }
    public LinkedList<string>? LinkedList { get; init; }
    public HashSet<string>? Set { get; init; }
    public SortedSet<int>? SortedSet { get; init; }
    public Dictionary<string, Line>? Dictionary { get; init; }
    public SortedDictionary<int, string>? SortedDictionary { get; init; }
    public SortedList<int, string>? SortedList { get; init; }
    public ReadOnlyDictionary<string, int>? ReadOnlyDictionary { get; init; }
    public ReadOnlyCollection<int>? ReadOnlyCollection { get; init; }
    public ImmutableArray<int> ImmutableArray { get; init; } = [];
    public ImmutableList<Line>? ImmutableList { get; init; }
    public ImmutableQueue<int>? ImmutableQueue { get; init; }
    public ImmutableStack<int>? ImmutableStack { get; init; }
    public ImmutableHashSet<string>? ImmutableHashSet { get; init; }
    public ImmutableSortedSet<int>? ImmutableSortedSet { get; init; }
    public ImmutableDictionary<string, Line>? ImmutableDictionary { get; init; }
    public ImmutableSortedDictionary<string, int>? ImmutableSortedDictionary { get; init; }
}

public sealed record Interfaces : IMessage<ISample>
{
    public IEnumerable<Line>? Enumerable { get; init; }
    public IReadOnlyList<int>? ReadOnlyList { get; init; }
    public IReadOnlyCollection<string>? ReadOnlyCollection { get; init; }
    public IList<Money>? List { get; init; }
    public ICollection<Colour>? Collection { get; init; }
    public ISet<int>? Set { get; init; }
    public IReadOnlySet<string>? ReadOnlySet { get; init; }
    public IDictionary<int, string>? Dictionary { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<int>>? ReadOnlyDictionary { get; init; }
    public IImmutableList<int>? ImmutableList { get; init; }
    public IImmutableDictionary<string, int>? ImmutableDictionary { get; init; }
}

public sealed record Polymorphic(Animal Animal, Dog Dog, ITagged? Tagged, IReadOnlyList<Animal> Animals, Animal[] AnimalArray, object? Anything) : IMessage<ISample>;

public sealed record Generic(Pair<int, Pair<string, Line[]>> Pair, IReadOnlyList<Pair<NodeName, int?>> Pairs) : IMessage<ISample>;

public sealed record Nested(int Depth, Nested? Inner) : IMessage<ISample>;

public sealed class Cyclic : IMessage<ISample>
{
    public Cyclic? Self { get; set; }
}

public abstract record Base(int Number, string Text) : IMessage<ISample>;

public sealed record Derived(int Number, string Text, string More) : Base(Number, Text);

public sealed class WithBehaviour : IMessage<ISample>
{
    private readonly int _hidden;

    public WithBehaviour(int hidden) => _hidden = hidden;

    public int Doubled => _hidden * 2;

    public required string Name { get; init; }
}

public sealed record Look(string What) : IRequest<ISample, Seen>;

public sealed record Seen(Line Line);

public sealed record Count : IRequest<ISample, int>;

public sealed record ListLines : IRequest<ISample, IReadOnlyList<Line>>;

public sealed record Outside(string Text);

public sealed record HasDelegate(Action Callback) : IMessage<ISample>;

public sealed record HasStreamDeepInside(List<Pair<int, Stream>> Streams) : IMessage<ISample>;

public sealed record HasMatrix(int[,] Matrix) : IMessage<ISample>;

public sealed record HasOwnCollection(OwnCollection Items) : IMessage<ISample>;

public sealed record GenericMessage<T>(T Value) : IMessage<ISample>;

public sealed class OwnCollection : IEnumerable<int>
{
    public IEnumerator<int> GetEnumerator() => Enumerable.Range(0, 1).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>One filled value of each sample message.</summary>
internal static class Samples
{
    public static readonly DateTime Moment = new(2026, 7, 8, 9, 10, 11, 12, DateTimeKind.Utc);

    public static readonly Plain Plain = new(
        "schön \u4e16\u754c \U0001F600", int.MinValue, long.MaxValue, -3, 255, -128, ushort.MaxValue, uint.MaxValue, ulong.MaxValue, true, 'ß',
        float.NegativeInfinity, double.Epsilon, -79228162514264337593543950335m, Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), Moment,
        new DateTimeOffset(Moment.Ticks, TimeSpan.FromHours(5.5)));

    public static readonly Values Values = new(
        TimeSpan.MaxValue, new DateOnly(2026, 1, 2), new TimeOnly(1, 2, 3), Half.Pi, Int128.MinValue, UInt128.MaxValue, BigInteger.Pow(7, 99),
        new Complex(1, -2), new Version(1, 2, 3), Colour.Green, new Money(1.5m, "EUR"), (1, "one"), Tuple.Create(2, new Line("two", 2)),
        new KeyValuePair<string, int>("k", 3), new NodeName("counter-1"), new NodeRef<ISample>(new NodeName("collector")));

    public static readonly Collections Collections = new()
    {
        Ints = [1, -2, int.MaxValue],
        Strings = ["a", null, "", new string('x', 300)],
        Bytes = [0, 255, 7],
        ByteArrays = [[1], [], [2, 3]],
        Decimals = [1.1m, -2.2m],
        Bools = [true, false],
        DateTimes = [Moment],
        Doubles = [0.5, double.NaN],
        Lines = [new("a", 1), null],
        Colours = [Colour.Red, Colour.Green],
        Objects = [1, "two", null, new Line("three", 3), new object[] { 4.0 }],
        List = [new("l", 1) { Remark = "r" }],
        Queue = new([3, 1, 2]),
        LinkedList = new(["x", "y"]),
        Set = ["s", "t"],
        SortedSet = [3, 1],
        Dictionary = new() { ["k"] = new("v", 1), ["null"] = null! },
        SortedDictionary = new() { [2] = "b", [1] = "a" },
        SortedList = new() { [2] = "b", [1] = "a" },
        ReadOnlyDictionary = new(new Dictionary<string, int> { ["r"] = 1 }),
        ReadOnlyCollection = new([1, 2]),
        ImmutableArray = [1, 2, 3],
        ImmutableList = [new("i", 1)],
        ImmutableQueue = ImmutableQueue.CreateRange([1, 2]),
        ImmutableStack = ImmutableStack.CreateRange([1, 2]),
        ImmutableHashSet = ["h"],
        ImmutableSortedSet = [5, 4],
        ImmutableDictionary = ImmutableDictionary.CreateRange([new KeyValuePair<string, Line>("d", new("e", 1))]),
        ImmutableSortedDictionary = ImmutableSortedDictionary.CreateRange([new KeyValuePair<string, int>("d", 1)]),
    };

    public static readonly Polymorphic Polymorphic = new(
        new Cat("Tom", 9), new Puppy("Rex", new DateOnly(2026, 1, 1)), new Tagged(1), [new Cat("a", 1), new Dog("b")], [new Puppy("c", default)], 42);

    public static readonly Generic Generic = new(new(1, new("two", [new("three", 3)])), [new(new NodeName("n"), null), new(new NodeName("m"), 5)]);

    public static IReadOnlyList<object> All =>
    [
        Plain,
        Values,
        new Nullables(1, "t", new Money(1, "x"), Colour.Green, new Line("l", 1), Moment, Guid.Empty, false),
        new Nullables(null, null, null, null, null, null, null, null),
        Collections,
        new Collections(),
        Polymorphic,
        Generic,
        new Nested(1, new Nested(2, null)),
        new Derived(1, "two", "three"),
        new Look("x"),
        new Seen(new Line("y", 2)),
        new Count(),
        7,
        new List<Line> { new("z", 1) },
    ];
}
