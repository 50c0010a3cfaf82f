using System.Text;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Serialization;
using ActorIpc.Serialization.Contracts;
using ActorIpc.Serialization.Formats;
using CsCheck;
using Google.Protobuf.WellKnownTypes;
using Hyperion;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Serialization.Formats;

/// <summary>Which message travels in which format, and that the formats beside Hyperion keep the allow-list's rules.</summary>
public sealed class MessageFormatTests(ITestOutputHelper output)
{
    private static readonly AllowList Allowed = AllowList.FromAssemblies([typeof(ISample).Assembly]);
    private static readonly IMessageFormat MemoryPack = new MemoryPackFormat(Allowed);
    private static readonly IMessageFormat Protobuf = new ProtobufFormat(Allowed);
    private static readonly IMessageFormat Json = new JsonFormat(Allowed);
    private static readonly IMessageFormat Hyperion = new HyperionFormat(Allowed, new HyperionFormatOptions());
    private static readonly NodeName Node = new("counter-1");

    private static readonly PackedOrder Order = new(
        "schön", new("a", 1), [new("b", 2), new("c", 3)], new() { ["k"] = 4 }, [1, 2, 255], Samples.Moment, Colour.Green, Node, new NodeRef<ISample>(Node, Delivery.Buffer(7)));

    private static readonly Note Note = new("schön", 1, Colour.Green, new Money(1.5m, "EUR"), [new("a", 1) { Remark = "r" }], Node, new NodeRef<ISample>(Node));

    private static readonly Struct Anything = new() { Fields = { ["list"] = Value.ForList(Value.ForNumber(1), Value.ForString("two"), Value.ForNull()) } };

    private static IEnumerable<(IMessageFormat Format, object Message)> All =>
    [
        (MemoryPack, Order),
        (MemoryPack, Order with { Line = null, Lines = [], Counts = [], Bytes = [], Node = default, Ref = default }),
        (MemoryPack, new PackedPrice("MSFT", 1_000_000, 417.25, 1_764_000_000_000)),
        (MemoryPack, new PackedAnswer(7, Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"))),
        (Json, Note),
        (Json, Note with { Node = default, Remark = "x" }),
        (Json, new Noted(true)),
        (Json, new Folder("outer", new Folder("inner", null))),
        (Protobuf, new Quote { Symbol = "MSFT", Number = -1 }),
        (Protobuf, Samples.Moment.ToTimestamp()),
        (Protobuf, Anything),
    ];

    [Theory]
    [InlineData(typeof(PackedPrice), MessageFormat.MemoryPack)]
    [InlineData(typeof(PackedOrder), MessageFormat.MemoryPack)]
    [InlineData(typeof(PackedAnswer), MessageFormat.MemoryPack)]
    [InlineData(typeof(PackedTree), MessageFormat.Hyperion)]
    [InlineData(typeof(PackedDrawing), MessageFormat.Hyperion)]
    [InlineData(typeof(PackedTolerant), MessageFormat.Hyperion)]
    [InlineData(typeof(PackedBig), MessageFormat.Hyperion)]
    [InlineData(typeof(PackedStranger), MessageFormat.Auto)]
    [InlineData(typeof(PackedLine), MessageFormat.Auto)]
    [InlineData(typeof(PackedType), MessageFormat.Auto)]
    [InlineData(typeof(PackedMatrix), MessageFormat.Auto)]
    [InlineData(typeof(Quote), MessageFormat.Protobuf)]
    [InlineData(typeof(Timestamp), MessageFormat.Protobuf)]
    [InlineData(typeof(Note), MessageFormat.Json)]
    [InlineData(typeof(Noted), MessageFormat.Json)]
    [InlineData(typeof(CountNotes), MessageFormat.Json)]
    [InlineData(typeof(int), MessageFormat.Hyperion)]
    [InlineData(typeof(Look), MessageFormat.Hyperion)]
    public void FormatOf_AMessage_IsItsProtocolsChoiceElseItsTypes(System.Type type, MessageFormat expected) => Assert.Equal(expected, Allowed.FormatOf(type));

    [Fact]
    public void RoundTrip_EveryControlMessage_IsByMemoryPackAndEquivalent()
    {
        var allowed = AllowList.FromAssemblies([typeof(Hello).Assembly]);
        var format = new MemoryPackFormat(allowed);
        var types = allowed.Messages.Where(type => typeof(IMessage<INodeControl>).IsAssignableFrom(type) || typeof(IMessage<IHostControl>).IsAssignableFrom(type)).ToList();
        Assert.True(types.Count >= 14, $"count={types.Count}");

        foreach (var type in types)
        {
            Assert.Equal((type, MessageFormat.MemoryPack), (type, allowed.FormatOf(type)));
            var message = Filler.Make(type);
            Assert.Equivalent(message, RoundTrip(format, message), strict: true);
        }
    }

    [Fact]
    public void FormatOf_AProtocolInTheConfiguration_WinsOverItsAttributeAndItsTypes()
    {
        var list = AllowList.FromAssemblies([typeof(ISample).Assembly], formats: new Dictionary<System.Type, MessageFormat>
        {
            [typeof(IReadable)] = MessageFormat.Hyperion,
            [typeof(ISample)] = MessageFormat.Json,
        });

        Assert.Equal(MessageFormat.Hyperion, list.FormatOf(typeof(Note)));
        Assert.Equal(MessageFormat.Json, list.FormatOf(typeof(PackedPrice)));
        Assert.Equal(MessageFormat.Json, list.FormatOf(typeof(Look)));
    }

    [Fact]
    public void Contract_OfMessagesWithFormats_NamesThem()
    {
        var part = ProtocolContracts.Of([typeof(ISample).Assembly], "hyperion", Allowed.FormatOf).Single(part => part.Protocol == $"{typeof(ISample).FullName}, ActorIpc.Tests");

        Assert.Contains($", {typeof(PackedPrice).FullName} by memorypack, ", part.Text.Split('\n')[0]);
        Assert.Contains($"{typeof(PackedPrice).FullName}\n  Symbol: string\n  Sequence: long\n  Price: double\n  At: long\n", part.Text);
        Assert.Contains($"{typeof(Plain4).FullName}\n  At: long\n  Price: double\n  Sequence: long\n  Symbol: string\n", part.Text);
    }

    [Theory]
    [InlineData(typeof(NotPacked), "has no [MemoryPackable]")]
    [InlineData(typeof(PackedChain), "contains itself")]
    [InlineData(typeof(Torn), "IPackedOnly=MemoryPack, IReadable=Json")]
    [InlineData(typeof(PackedType), "Type: System.Type is a part of this process's code")]
    [InlineData(typeof(PackedMatrix), "several dimensions")]
    public void Problems_OfAChoiceThatCannotBe_SayWhy(System.Type type, string expected)
    {
        Assert.Contains(expected, Allowed.Problems[type]);
        Assert.False(Allowed.IsMessage(type));
    }

    [Fact]
    public void RoundTrip_EveryMessage_IsEquivalent()
    {
        foreach (var (format, message) in All)
        {
            var copy = RoundTrip(format, message);
            Assert.Equal(message.GetType(), copy.GetType());
            Assert.Equivalent(message, copy, strict: true);
        }
    }

    [Fact]
    public void RoundTrip_RandomMessages_AreEqual()
    {
        Gen.Select(Gen.String, Gen.Long, Gen.Double, Gen.Long).Select((symbol, sequence, price, at) => new PackedPrice(symbol, sequence, price, at))
            .Sample(message => RoundTrip(MemoryPack, message).Equals(message), iter: 2_000);
        Gen.Select(Gen.String, Gen.Long).Select((symbol, number) => new Quote { Symbol = WellFormed(symbol), Number = number })
            .Sample(message => RoundTrip(Protobuf, message).Equals(message), iter: 2_000);
        Gen.Select(Gen.String, Gen.Bool).Select((name, nested) => new Folder(WellFormed(name), nested ? new Folder(WellFormed(name), null) : null))
            .Sample(message => RoundTrip(Json, message).Equals(message), iter: 2_000);
        Gen.Select(Gen.String, Gen.Int).Select((text, number) => new PackedTree(number, new PackedTree(text.Length, null, null), null))
            .Sample(message => RoundTrip(Hyperion, message).Equals(message), iter: 500);
    }

    [Fact]
    public void Bytes_OfEachFormat_AreTheseForGood()
    {
        Assert.Equal("0104FDFFFFFF0200000068690100000000000000000000000000F03F0200000000000000", Convert.ToHexString(MemoryPack.Serialize(new PackedPrice("hi", 1, 1, 2))));
        Assert.Equal("0A026869100F", Convert.ToHexString(Protobuf.Serialize(new Quote { Symbol = "hi", Number = 15 })));
        Assert.Equal(
            """{"Text":"sch\u00F6n","Number":1,"Colour":"Green","Money":{"Amount":1.5,"Currency":"EUR"},"Lines":[{"Text":"a","Number":1,"Remark":"r"}],"Node":"counter-1","Ref":"counter-1","Remark":null}""",
            Encoding.UTF8.GetString(Json.Serialize(Note)));
        Assert.Equal("ActorIpc.Tests.Serialization.Formats.PackedPrice, ActorIpc.Tests", MemoryPack.ManifestOf(new PackedPrice("", 0, 0, 0)));
        Assert.Equal("", Hyperion.ManifestOf(new Look("x")));
    }

    [Fact]
    public void Bytes_OfHyperion_AreThoseOfItsOwnWriter()
    {
        var plain = new Serializer(new SerializerOptions(false, false, null, null, null, true, null, false, DisabledTypeFilter.Instance));
        foreach (var message in Samples.All.Where(message => message is Plain or Values or Nullables or Look or Seen or Derived or Nested or Count).Append(new Plain4("a", 1, 2, 3)))
        {
            using var stream = new MemoryStream();
            plain.Serialize(message, stream);
            Assert.Equal(Convert.ToHexString(stream.ToArray()), Convert.ToHexString(Hyperion.Serialize(message)));
        }
    }

    [Fact]
    public void Write_TypeThatMayNotTravelSo_IsRefusedByName()
    {
        foreach (var format in new[] { MemoryPack, Protobuf, Json, Hyperion })
        {
            foreach (var message in new object[] { new PackedStranger("x"), new Outside("x"), "text", new PackedLine("inside only", 1), new Any(), new NotPacked("x") })
            {
                var error = Assert.Throws<MessageRefusedException>(() => format.Serialize(message));
                Assert.Contains(message.GetType().Name, error.Message);
            }
        }
    }

    [Fact]
    public void ReadOrWrite_InAnotherFormatThanTheTypesOwn_IsRefusedNamingBoth()
    {
        foreach (var (own, message) in All)
        {
            foreach (var other in new[] { MemoryPack, Protobuf, Json, Hyperion }.Where(format => format != own))
            {
                var write = Assert.Throws<MessageRefusedException>(() => other.Serialize(message));
                Assert.Contains($"here={own.Kind} used={other.Kind}", write.Message);
                if (other.Kind == MessageFormat.Hyperion)
                    continue;
                var read = Assert.Throws<MessageRefusedException>(() => other.Read(own.Serialize(message), own.ManifestOf(message), MessagePlace.Alone));
                Assert.Contains($"here={own.Kind} used={other.Kind}", read.Message);
            }
        }
    }

    [Theory]
    [InlineData("ActorIpc.Tests.Serialization.Formats.PackedStranger, ActorIpc.Tests")]
    [InlineData("System.IO.FileInfo, System.Private.CoreLib")]
    [InlineData("ActorIpc.Tests.Serialization.Formats.PackedPrice, ActorIpc.Tests, Version=1.0.0.0")]
    [InlineData("")]
    [InlineData("[[[[")]
    public void Read_AnyOtherName_LoadsNothingAndIsRefused(string manifest)
    {
        foreach (var format in new[] { MemoryPack, Protobuf, Json })
        {
            var error = Assert.Throws<MessageRefusedException>(() => format.Read([1, 2, 3], manifest, MessagePlace.Alone));
            Assert.Equal(manifest, error.TypeName);
        }
    }

    [Fact]
    public void Read_EveryCutOfEveryMessage_IsMalformedAndSoIsOneByteMore()
    {
        foreach (var (format, message) in All.Where(entry => entry.Format != Protobuf))
        {
            var bytes = format.Serialize(message);
            for (var length = 0; length < bytes.Length; length++)
                Assert.Throws<MalformedMessageException>(() => format.Read(bytes.AsSpan(0, length), format.ManifestOf(message), MessagePlace.Alone));
            Assert.Throws<MalformedMessageException>(() => format.Read([.. bytes, 7], format.ManifestOf(message), MessagePlace.Alone));
        }
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(int.MinValue + 1)]
    [InlineData(int.MinValue + 2)]
    [InlineData(int.MinValue + 3)]
    [InlineData(int.MinValue + 4)]
    [InlineData(-2)]
    [InlineData(int.MaxValue)]
    public void Read_AnyFourBytesReplacedByAHostileLength_IsAnErrorOrAMessage(int length)
    {
        // The first four, as the length of a text, end the process when MemoryPack sees them.
        foreach (var (format, message) in All)
        {
            var bytes = format.Serialize(message);
            for (var at = 0; at + 4 <= bytes.Length; at++)
            {
                var hostile = bytes.ToArray();
                BitConverter.TryWriteBytes(hostile.AsSpan(at), length);
                AssertBounded(format, hostile, format.ManifestOf(message));
            }
        }
    }

    [Fact]
    public void RoundTrip_NumbersThatLookLikeSuchALength_AreEqual()
    {
        foreach (var number in new[] { -0.0, BitConverter.UInt64BitsToDouble(0x8000000300000000), BitConverter.UInt64BitsToDouble(0x0000000080000001) })
        {
            var message = new PackedPrice("text", long.MinValue, number, int.MinValue);
            var bytes = MemoryPack.Serialize(message);
            Assert.Equal(2, bytes[0]);
            Assert.Equal(BitConverter.DoubleToUInt64Bits(number), BitConverter.DoubleToUInt64Bits(((PackedPrice)RoundTrip(MemoryPack, message)).Price));
            Assert.Equal(message, RoundTrip(MemoryPack, message));
        }
        // What Hyperion wrote is of the type that is named, and of no other.
        var other = MemoryPack.Serialize(new PackedPrice("text", long.MinValue, 0, 0));
        Assert.Throws<MalformedMessageException>(() => MemoryPack.Read(other, MemoryPack.ManifestOf(Order), MessagePlace.Alone));
    }

    [Fact]
    public void Read_RandomlyDamagedMessages_GivesAMessageOrAnErrorAndAllocatesLittle()
    {
        var random = Seeded.Random(output);
        var samples = All.Select(entry => (entry.Format, Bytes: entry.Format.Serialize(entry.Message), Manifest: entry.Format.ManifestOf(entry.Message))).ToList();
        var rounds = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 2_000_000 : 30_000;
        for (var i = 0; i < rounds; i++)
        {
            var (format, bytes, manifest) = samples[random.Next(samples.Count)];
            var hostile = bytes.ToArray();
            for (var damage = random.Next(1, 4); damage > 0 && hostile.Length > 0; damage--)
            {
                var at = random.Next(hostile.Length);
                if (random.Next(3) == 0 && at + 4 <= hostile.Length)
                    BitConverter.TryWriteBytes(hostile.AsSpan(at), random.Next(3) switch { 0 => int.MinValue + random.Next(8), 1 => random.Next(-3, 300), _ => random.Next(int.MinValue, int.MaxValue) });
                else if (random.Next(4) == 0)
                    hostile = hostile[..at];
                else
                    hostile[at] = (byte)random.Next(256);
            }
            AssertBounded(format, hostile, manifest);
        }
    }

    [Fact]
    public void Read_NestingWithoutEnd_IsMalformed()
    {
        var folders = string.Concat(Enumerable.Repeat("""{"Name":"x","Inner":""", 100_000)) + "null";
        Assert.Throws<MalformedMessageException>(() => Json.Read(Encoding.UTF8.GetBytes(folders), Json.ManifestOf(new Folder("x", null)), MessagePlace.Alone));

        var inner = Value.ForNull();
        for (var i = 0; i < 60; i++)
            inner = Value.ForList(inner);
        Assert.Throws<MalformedMessageException>(() => RoundTrip(Protobuf, new Struct { Fields = { ["x"] = inner } }));
    }

    [Theory]
    [InlineData("""{"Name":null,"Inner":null}""")]
    [InlineData("""{"Inner":null}""")]
    [InlineData("""{"Name":"a","Name":"b","Inner":null}""")]
    [InlineData("""{"Name":1,"Inner":null}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Read_JsonThatBreaksTheTypesRules_IsMalformed(string json) =>
        Assert.Throws<MalformedMessageException>(() => Json.Read(Encoding.UTF8.GetBytes(json), Json.ManifestOf(new Folder("x", null)), MessagePlace.Alone));

    [Fact]
    public void Read_JsonWithAPropertyOfALaterVersion_PassesOverIt() => Assert.Equal(
        new Folder("a", null),
        Json.Read("""{"New":{"x":[1]},"Name":"a","Inner":null}"""u8, Json.ManifestOf(new Folder("x", null)), MessagePlace.Alone));

    [Fact]
    public void Write_InSteadyState_AllocatesNothingButTheMessage()
    {
        var message = new PackedPrice("MSFT", 1_000_000, 417.25, 1_764_000_000_000);
        var price = new Plain4("MSFT", 1_000_000, 417.25, 1_764_000_000_000);
        foreach (var (format, it) in new (IMessageFormat, object)[] { (MemoryPack, message), (Hyperion, price) })
        {
            var bytes = format.Serialize(it);
            var manifest = format.ManifestOf(it);
            var allocated = long.MaxValue;
            // The runtime compiles anew in the background and counts that to whoever is there: the least of several looks is the steady state.
            for (var look = 0; look < 20 && allocated > 0; look++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 1_000; i++)
                {
                    var written = MessageOutput.Rent();
                    format.Write(it, MessagePlace.Alone, written);
                    written.Return();
                }
                allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            Assert.Equal(0, allocated);
            var least = long.MaxValue;
            for (var look = 0; look < 20; look++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 1_000; i++)
                    format.Read(bytes, manifest, MessagePlace.Alone);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            output.WriteLine($"{format.Kind}: {least / 1_000.0} bytes a message read");
            // The message, 48 bytes, and its text, 32; Hyperion puts each number into a box to set a field that is read-only.
            Assert.True(least <= (format == Hyperion ? 152 : 80) * 1_000, $"{format.Kind}: allocated={least / 1_000.0}");
        }
    }

    private static object RoundTrip(IMessageFormat format, object message) => format.Read(format.Serialize(message), format.ManifestOf(message), MessagePlace.Alone);

    /// <summary>JSON and Protocol Buffers hold Unicode, which half a surrogate pair is not.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void AssertBounded(IMessageFormat format, byte[] bytes, string manifest)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => format.Read(bytes, manifest, MessagePlace.Alone));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(error is null or MalformedMessageException or MessageRefusedException, $"{format.Kind} {Convert.ToHexString(bytes)}: {error}");
        Assert.True(allocated < 1_000_000, $"{format.Kind} {Convert.ToHexString(bytes)}: allocated={allocated}");
    }
}
