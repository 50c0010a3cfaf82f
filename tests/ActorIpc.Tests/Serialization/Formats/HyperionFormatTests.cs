using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Serialization;
using ActorIpc.Serialization.Formats;

namespace ActorIpc.Tests.Serialization.Formats;

public sealed class HyperionFormatTests
{
    private static readonly AllowList Allowed = AllowList.FromAssemblies([typeof(ISample).Assembly, typeof(Hello).Assembly]);
    private static readonly HyperionFormat Format = new(Allowed, new HyperionFormatOptions());

    public static TheoryData<bool, bool> Options => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Options))]
    public void RoundTrip_EverySample_IsEquivalent(bool versionTolerance, bool references)
    {
        var format = new HyperionFormat(Allowed, new HyperionFormatOptions { VersionTolerance = versionTolerance, PreserveObjectReferences = references });

        foreach (var sample in Samples.All)
        {
            var copy = format.Deserialize(format.Serialize(sample));
            Assert.Equal(sample.GetType(), copy.GetType());
            Assert.Equivalent(sample, copy, strict: true);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void RoundTrip_EveryMessageOfOurOwn_IsEquivalent(bool versionTolerance, bool references)
    {
        // The most of them go by MemoryPack unless the configuration says otherwise.
        var protocols = typeof(Hello).Assembly.GetTypes().Where(type => type.IsInterface && type != typeof(IProtocol) && typeof(IProtocol).IsAssignableFrom(type));
        var allowed = AllowList.FromAssemblies([typeof(Hello).Assembly], formats: protocols.ToDictionary(protocol => protocol, _ => MessageFormat.Hyperion));
        var format = new HyperionFormat(allowed, new HyperionFormatOptions { VersionTolerance = versionTolerance, PreserveObjectReferences = references });
        var messages = allowed.Messages.Where(type => type.Assembly == typeof(Hello).Assembly).Select(type => Filler.Make(type)).ToList();
        Assert.True(messages.Count >= 10, $"count={messages.Count}");

        foreach (var message in messages)
            Assert.Equivalent(message, format.Deserialize(format.Serialize(message)), strict: true);
    }

    [Fact]
    public void RoundTrip_PrivateStateAndInitMembers_ArePreserved()
    {
        var copy = Assert.IsType<WithBehaviour>(RoundTrip(new WithBehaviour(21) { Name = "x" }));

        Assert.Equal(42, copy.Doubled);
        Assert.Equal("x", copy.Name);
    }

    [Fact]
    public void RoundTrip_CollectionsOfOtherKindsBehindInterfaces_ArriveAsCollectionsOfTheFramework()
    {
        var sent = new Interfaces
        {
            Enumerable = Enumerable.Range(1, 2).Select(i => new Line("l", i)),
            ReadOnlyList = [1, 2, 3],
            ReadOnlyCollection = new Dictionary<string, int> { ["k"] = 1 }.Keys,
            List = ImmutableArray.Create(new Money(1, "EUR")),
            Collection = [Colour.Green],
            Set = new SortedSet<int> { 2, 1 },
            ReadOnlySet = new[] { "f" }.ToFrozenSet(),
            Dictionary = new SortedDictionary<int, string> { [1] = "a" },
            ReadOnlyDictionary = new Dictionary<string, IReadOnlyList<int>> { ["k"] = [1] }.ToFrozenDictionary(),
            ImmutableList = ImmutableArray.Create(1, 2),
            ImmutableDictionary = ImmutableSortedDictionary<string, int>.Empty.Add("a", 1),
        };

        var copy = Assert.IsType<Interfaces>(RoundTrip(sent));

        Assert.Equal([new Line("l", 1), new Line("l", 2)], copy.Enumerable!);
        Assert.Equal([1, 2, 3], copy.ReadOnlyList!);
        Assert.Equal(["k"], copy.ReadOnlyCollection!);
        Assert.Equal([new Money(1, "EUR")], copy.List!);
        Assert.Equal([Colour.Green], copy.Collection!);
        Assert.Equal([1, 2], copy.Set!.Order());
        Assert.Equal(["f"], copy.ReadOnlySet!);
        Assert.Equal("a", copy.Dictionary![1]);
        Assert.Equal([1], copy.ReadOnlyDictionary!["k"]);
        Assert.Equal([1, 2], copy.ImmutableList!);
        Assert.Equal(1, copy.ImmutableDictionary!["a"]);
    }

    [Fact]
    public void RoundTrip_CollectionsOfADerivedType_FitTheDeclaredOnes()
    {
        var sent = Samples.Polymorphic with { Animals = new List<Cat> { new("a", 1) }, AnimalArray = new Cat[] { new("b", 2) } };

        var copy = Assert.IsType<Polymorphic>(RoundTrip(sent));

        Assert.Equal([new Cat("a", 1)], copy.Animals);
        Assert.Equal([new Cat("b", 2)], copy.AnimalArray);
    }

    [Fact]
    public void RoundTrip_ReplyMadeByACollectionExpression_Arrives()
    {
        IReadOnlyList<Line> reply = [new("a", 1), new("b", 2)];

        Assert.Equal(reply, Assert.IsType<List<Line>>(RoundTrip(reply)));
    }

    [Fact]
    public void Serialize_TypeOutside_IsRefusedByName()
    {
        var error = Assert.Throws<MessageRefusedException>(() => Format.Serialize(new Outside("x")));

        Assert.Equal(typeof(Outside).FullName, error.TypeName);
        Assert.Contains("actoripc.serialization.allow", error.Message);
    }

    [Theory]
    [InlineData("text")]
    [InlineData(1.5)]
    [InlineData('c')]
    public void Serialize_PlainValueAlone_IsRefusedButStandsInAnEnvelope(object value)
    {
        Assert.Throws<MessageRefusedException>(() => Format.Serialize(value));
        var bytes = Format.Serialize(value, MessagePlace.InEnvelope);
        Assert.Throws<MessageRefusedException>(() => Format.Deserialize(bytes));
        Assert.Equal(value, Format.Deserialize(bytes, MessagePlace.InEnvelope));
    }

    [Fact]
    public void Serialize_ForbiddenTypeInsideAnObjectMember_IsRefusedByNameEachTime()
    {
        for (var i = 0; i < 2; i++)
        {
            var error = Assert.Throws<MessageRefusedException>(() => Format.Serialize(Samples.Polymorphic with { Anything = new Outside("x") }));
            Assert.Equal(typeof(Outside).FullName, error.TypeName);
        }
        Assert.NotNull(RoundTrip(Samples.Polymorphic));
    }

    [Fact]
    public void Serialize_CycleOrVeryDeepValue_IsRefusedAndTheProcessLives()
    {
        var cyclic = new Cyclic();
        cyclic.Self = cyclic;
        var deep = Enumerable.Range(0, 200_000).Aggregate((Nested?)null, (inner, depth) => new Nested(depth, inner))!;

        Assert.Contains("without cycles", Assert.Throws<MalformedMessageException>(() => Format.Serialize(cyclic)).Message);
        Assert.Throws<MalformedMessageException>(() => Format.Serialize(deep));
    }

    [Fact]
    public void Serialize_DeeperThanAReceiverAccepts_FailsAtTheSender()
    {
        var fits = Enumerable.Range(0, HyperionVerifier.MaximumDepth - 1).Aggregate((Nested?)null, (inner, depth) => new Nested(depth, inner))!;

        Assert.Equal(fits, RoundTrip(fits));
        Assert.Contains("nest at most", Assert.Throws<MalformedMessageException>(() => Format.Serialize(new Nested(0, fits))).Message);
    }

    [Fact]
    public void Serialize_CycleWithReferencesPreserved_KeepsIt()
    {
        var format = new HyperionFormat(Allowed, new HyperionFormatOptions { PreserveObjectReferences = true });
        var cyclic = new Cyclic();
        cyclic.Self = cyclic;

        var copy = Assert.IsType<Cyclic>(format.Deserialize(format.Serialize(cyclic)));

        Assert.Same(copy, copy.Self);
    }

    [Fact]
    public void Serialize_UninitializedImmutableArray_IsAnErrorThatNamesTheMessage()
    {
        var error = Assert.Throws<MalformedMessageException>(() => Format.Serialize(new Collections { ImmutableArray = default }));

        Assert.Contains(typeof(Collections).FullName!, error.Message);
    }

    private static object RoundTrip(object message) => Format.Deserialize(Format.Serialize(message));
}
