using System.Buffers.Binary;
using System.Text;
using ActorIpc.Messages.Control;
using ActorIpc.Serialization;
using ActorIpc.Serialization.Formats;
using Hyperion;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Serialization.Formats;

/// <summary>What a peer that keeps no rule can send, and what it must not achieve: another type, a crash, a hang, a huge allocation.</summary>
public sealed class HostileBytesTests(ITestOutputHelper output)
{
    private static readonly AllowList Allowed = AllowList.FromAssemblies([typeof(ISample).Assembly, typeof(Hello).Assembly]);
    private static readonly HyperionFormat Format = new(Allowed, new HyperionFormatOptions());

    // Hyperion without any rule, as a peer could run it.
    private static readonly Serializer Unrestricted = new(new SerializerOptions(
        false, false, null, null, null, true, null, false, DisabledTypeFilter.Instance));

    public static TheoryData<string, object> Forbidden => new()
    {
        { "Outside", new Outside("alone") },
        { "Outside", WithInside(new Outside("inside")) },
        { "List`1[[ActorIpc.Tests.Serialization.Outside", WithInside(new List<Outside> { new("argument") }) },
        { "Pair`2[[System.Int32", WithInside(new Pair<int, Outside>(1, new("argument"))) },
        { "Outside[]", new Outside[] { new("array") } },
        { "System.Uri", WithInside(new Uri("http://x/")) },
        { "Dictionary`2[[System.String", WithInside(new Dictionary<string, object> { ["k"] = new Outside("value") }) },
        { "System.Exception", WithInside(new InvalidOperationException("x")) },
        { "System.Type", WithInside(typeof(Outside)) },
        { "System.Type", typeof(FileStream) },
        { "System.Action", WithInside(new Action(Console.Beep)) },
        { "HasDelegate", new HasDelegate(Console.Beep) },
        { "System.String", "text" },
        { "System.Int32[]", new[] { 1, 2 } },
        { "ActorIpc.Tests.Serialization.Line", new Line("inside only", 1) },
        { "System.Object", new object() },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Deserialize_ForbiddenType_IsRefusedByName(string name, object message)
    {
        var bytes = Write(message);

        var error = Assert.Throws<MessageRefusedException>(() => Format.Deserialize(bytes));

        Assert.Contains(name == "System.Exception" ? "InvalidOperationException" : name, error.TypeName + error.Message);
    }

    [Fact]
    public void Deserialize_NameOfATypeWithOtherSpelling_LoadsNothing()
    {
        foreach (var name in new[] { "ActorIpc.Tests.Serialization.Look,ActorIpc.Tests", typeof(Look).AssemblyQualifiedName!, "Evil.Type, Evil", "", new string('[', 5000) })
        {
            var text = Encoding.UTF8.GetBytes(name);
            byte[] bytes = [HyperionManifest.FullType, .. BitConverter.GetBytes(text.Length), .. text, 0];
            Assert.Throws<MessageRefusedException>(() => Format.Deserialize(bytes));
        }
    }

    [Fact]
    public void Deserialize_EveryCutOfEverySample_IsMalformed()
    {
        foreach (var bytes in Samples.All.Select(sample => Format.Serialize(sample)))
        {
            for (var length = 0; length < bytes.Length; length++)
                AssertMalformedOrRefused(bytes[..length]);
            AssertMalformedOrRefused([.. bytes, 0]);
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0x20000001)]
    [InlineData(1_000_000)]
    public void Deserialize_AnyFourBytesReplacedByAHostileLength_AllocatesLittle(int length)
    {
        foreach (var bytes in Samples.All.Select(sample => Format.Serialize(sample)))
        {
            for (var at = 0; at + 4 <= bytes.Length; at++)
            {
                var hostile = bytes.ToArray();
                BinaryPrimitives.WriteInt32LittleEndian(hostile.AsSpan(at), length);
                AssertBounded(hostile);
            }
        }
    }

    [Fact]
    public void Deserialize_NullsForTheElementsOfAStructArray_AreMalformed()
    {
        // A null takes one byte here and an element many there: without the rule a small message would make a large array.
        var money = Format.Serialize(new Interfaces { List = new Money[200] });
        var name = Encoding.UTF8.GetBytes(WireName.Of(typeof(Money[])));
        var body = money.AsSpan().IndexOf(name) + name.Length + sizeof(int);
        Assert.True(body > name.Length);

        Assert.Contains("null", Assert.Throws<MalformedMessageException>(() => Format.Deserialize([.. money[..body], .. new byte[money.Length - body]])).Message);
    }

    [Fact]
    public void Deserialize_NestingWithoutEnd_IsMalformed()
    {
        var name = Encoding.UTF8.GetBytes(WireName.Of(typeof(Nested)));
        var bytes = new List<byte>([HyperionManifest.FullType, .. BitConverter.GetBytes(name.Length), .. name, 1, 0, 0, 0]);
        for (var i = 0; i < 1_000_000; i++)
            bytes.AddRange([HyperionManifest.KnownType, 0, 0, 1, 0, 0, 0]);
        bytes.Add(HyperionManifest.Null);

        Assert.Contains("nest at most", Assert.Throws<MalformedMessageException>(() => Format.Deserialize([.. bytes])).Message);
    }

    [Fact]
    public void Deserialize_OtherFieldsThanTheReceivers_IsMalformedWithVersionTolerance()
    {
        var format = new HyperionFormat(Allowed, new HyperionFormatOptions { VersionTolerance = true });
        var bytes = format.Serialize(new Look("x"));
        var at = bytes.AsSpan().IndexOf("<What>"u8);
        bytes[at + 1] = (byte)'T';

        var error = Assert.Throws<MalformedMessageException>(() => format.Deserialize(bytes));

        Assert.Contains("<What>k__BackingField", error.Message);
        Assert.Contains("<That>k__BackingField", error.Message);
    }

    [Fact]
    public void Deserialize_RandomlyDamagedMessages_GiveAMessageOrAnErrorAndAllocateLittle()
    {
        var seed = Environment.GetEnvironmentVariable("ACTORIPC_SEED") is { } text ? int.Parse(text) : Random.Shared.Next();
        output.WriteLine($"seed: ACTORIPC_SEED={seed}");
        var random = new Random(seed);
        var samples = Samples.All.Select(sample => Format.Serialize(sample)).ToList();
        var rounds = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 2_000_000 : 30_000;
        for (var i = 0; i < rounds; i++)
        {
            var bytes = samples[random.Next(samples.Count)].ToArray();
            for (var damage = random.Next(1, 5); damage > 0; damage--)
                bytes = Damage(bytes, random, samples);
            AssertBounded(bytes);
        }
    }

    [Fact]
    public void Deserialize_RandomBytes_GiveAMessageOrAnError()
    {
        var seed = Environment.GetEnvironmentVariable("ACTORIPC_SEED") is { } text ? int.Parse(text) : Random.Shared.Next();
        output.WriteLine($"seed: ACTORIPC_SEED={seed}");
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            AssertBounded(bytes);
        }
    }

    private static byte[] Damage(byte[] bytes, Random random, List<byte[]> samples)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        var at = random.Next(bytes.Length);
        var length = random.Next(bytes.Length - at);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 3:
                var other = samples[random.Next(samples.Count)];
                return [.. bytes[..at], .. other[random.Next(other.Length)..]];
            default:
                bytes[at] = (byte)(random.Next(2) == 0 ? random.Next(21) : random.Next(250, 256));
                return bytes;
        }
    }

    private static void AssertMalformedOrRefused(byte[] bytes)
    {
        var error = Record.Exception(() => Format.Deserialize(bytes));
        Assert.True(error is MalformedMessageException or MessageRefusedException, $"{Convert.ToHexString(bytes)}: {error}");
    }

    /// <summary>The outcome is a message or one of the two errors, and what was allocated is in proportion to the bytes that came.</summary>
    private static void AssertBounded(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => Format.Deserialize(bytes));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(error is null or MalformedMessageException or MessageRefusedException, $"{Convert.ToHexString(bytes)}: {error}");
        Assert.True(allocated < 1_000_000, $"{Convert.ToHexString(bytes)}: allocated={allocated}");
    }

    private static Polymorphic WithInside(object anything) => Samples.Polymorphic with { Animals = new List<Animal>(), Anything = anything };

    private static byte[] Write(object message)
    {
        using var stream = new MemoryStream();
        Unrestricted.Serialize(message, stream);
        return stream.ToArray();
    }
}
