using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Serialization.Contracts;

namespace ActorIpc.Tests.Serialization.Contracts;

public sealed class ProtocolContractsTests
{
    [Fact]
    public void Of_AProtocol_IsDescribedAsTheDocumentSays()
    {
        var text = Part(typeof(IStall)).Text;

        const string Space = "ActorIpc.Tests.Serialization.Contracts";
        Assert.Equal(
            $"""
            format hyperion
            message {Space}.Put
              Fruits: System.Collections.Generic.IReadOnlyList`1<{Space}.Fruit>
              Where: {Space}.Shelf?
            request {Space}.Weigh -> {Space}.Weight
              Of: {Space}.Fruit
            class {Space}.Apple in ActorIpc.Tests
              Origin: string
              Worms: int
            abstract {Space}.Fruit in ActorIpc.Tests
              Origin: string
              is {Space}.Apple
            enum {Space}.Shelf in ActorIpc.Tests : byte
              Lower = 1
              Upper = 0
            class {Space}.Weight in ActorIpc.Tests
              Grams: double

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Of_TheSameAssemblies_IsTheSameInAnyOrder()
    {
        var one = ProtocolContracts.Of([typeof(IProtocol).Assembly, typeof(IStall).Assembly], "hyperion");
        var two = ProtocolContracts.Of([typeof(IStall).Assembly, typeof(IProtocol).Assembly], "hyperion");
        Assert.Equal(one, two);
        Assert.Equal(ProtocolContracts.Hash(one), ProtocolContracts.Hash(two));
        Assert.NotEqual(ProtocolContracts.Hash(one), ProtocolContracts.Hash(ProtocolContracts.Of([typeof(IStall).Assembly], "hyperion")));
        Assert.NotEqual(ProtocolContracts.Hash(one), ProtocolContracts.Hash(ProtocolContracts.Of([typeof(IProtocol).Assembly, typeof(IStall).Assembly], "json")));
    }

    [Fact]
    public void Of_ControlProtocols_AreLeftToTheirVersion() =>
        Assert.DoesNotContain(ProtocolContracts.Of([typeof(IProtocol).Assembly], "hyperion"), part => part.Text.Contains(nameof(Hello), StringComparison.Ordinal));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(300)]
    public void Shorten_MoreThanFits_CutsAtALineAndKeepsTheHash(int room)
    {
        var whole = Part(typeof(IStall));
        var cut = ProtocolContracts.Shorten([whole], room)[0];
        Assert.True(cut.IsCut);
        Assert.Equal(whole.Hash, cut.Hash);
        Assert.True(cut.Text.Length <= Math.Max(room, ContractPart.CutMark.Length), $"{cut.Text.Length} characters");
        var kept = cut.Text[..^ContractPart.CutMark.Length];
        Assert.StartsWith(kept, whole.Text, StringComparison.Ordinal);
        Assert.True(kept.Length == 0 || kept.EndsWith('\n'));
    }

    private static ContractPart Part(Type protocol) =>
        ProtocolContracts.Of([typeof(IStall).Assembly], "hyperion").Single(part => part.Protocol == $"{protocol.FullName}, ActorIpc.Tests");
}

public interface IStall : IProtocol;

public sealed record Weigh(Fruit Of) : IRequest<IStall, Weight>;

public sealed record Weight(double Grams);

public sealed record Put(IReadOnlyList<Fruit> Fruits, Shelf? Where) : IMessage<IStall>;

public abstract record Fruit(string Origin);

public sealed record Apple(string Origin, int Worms) : Fruit(Origin);

public enum Shelf : byte
{
    Upper,
    Lower,
}
