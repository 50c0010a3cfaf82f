using System.Collections.ObjectModel;
using System.Reflection;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Serialization;

namespace ActorIpc.Tests.Serialization;

public sealed class AllowListTests
{
    private static readonly AllowList Samples = AllowList.FromAssemblies([typeof(ISample).Assembly]);

    [Fact]
    public void FromAssemblies_OfMessages_HoldsEveryControlMessage()
    {
        var list = AllowList.FromAssemblies([typeof(Hello).Assembly]);

        var messages = typeof(Hello).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IMessage<>))).ToHashSet();
        Assert.Contains(typeof(Hello), messages);
        Assert.Equal(messages, list.Messages.ToHashSet());
        Type[] inside = [typeof(NodeName), typeof(NodeEntry), typeof(NodeEntry[]), typeof(List<NodeEntry>), typeof(NodeState), typeof(TimeSpan)];
        Assert.All(inside, type => Assert.True(list.Contains(type) && !list.IsMessage(type), type.ToString()));
        Assert.False(list.Contains(typeof(Launch)));
        Assert.Empty(list.Problems);
    }

    [Theory]
    [InlineData(typeof(Seen))]
    [InlineData(typeof(int))]
    [InlineData(typeof(List<Line>))]
    [InlineData(typeof(Line[]))]
    public void FromAssemblies_ReplyOfARequest_MayStandAlone(Type reply) => Assert.True(Samples.IsMessage(reply));

    [Theory]
    [InlineData(typeof(Line))]
    [InlineData(typeof(Money))]
    [InlineData(typeof(Colour))]
    [InlineData(typeof(Pair<string, Line[]>))]
    [InlineData(typeof(ReadOnlyCollection<int>))]
    [InlineData(typeof(NodeRef<ISample>))]
    [InlineData(typeof(string))]
    [InlineData(typeof(long))]
    public void FromAssemblies_MemberOfAMessage_MayTravelInsideOnly(Type member)
    {
        Assert.True(Samples.Contains(member));
        Assert.False(Samples.IsMessage(member));
        Assert.Contains("inside a message only", Samples.Explain(member, alone: true));
    }

    [Theory]
    [InlineData(typeof(Cat))]
    [InlineData(typeof(Dog))]
    [InlineData(typeof(Puppy))]
    [InlineData(typeof(Tagged))]
    public void FromAssemblies_TypeBehindAnAbstractMember_MayTravel(Type type) => Assert.True(Samples.Contains(type));

    [Theory]
    [InlineData(typeof(Outside))]
    [InlineData(typeof(Uri))]
    [InlineData(typeof(Stream))]
    [InlineData(typeof(FileStream))]
    [InlineData(typeof(List<Uri>))]
    [InlineData(typeof(Type))]
    [InlineData(typeof(Animal))]
    public void FromAssemblies_AnyOtherType_MayNotTravel(Type type) => Assert.False(Samples.Contains(type));

    [Theory]
    [InlineData(typeof(HasDelegate), "Callback: System.Action is a delegate")]
    [InlineData(typeof(HasStreamDeepInside), "System.IO.Stream is a type of the framework")]
    [InlineData(typeof(HasMatrix), "Matrix: System.Int32[,] is an array of several dimensions")]
    [InlineData(typeof(HasOwnCollection), "is a collection of its own kind")]
    public void FromAssemblies_MessageWithAMemberThatCannotTravel_IsLeftOutAndSaysWhich(Type message, string problem)
    {
        Assert.False(Samples.Contains(message));
        Assert.Contains(problem, Samples.Problems[message]);
        Assert.Contains(problem, Samples.Explain(message, alone: true));
    }

    [Fact]
    public void FromAssemblies_ExtraType_MayStandAloneWithWhatItContains()
    {
        var list = AllowList.FromAssemblies([], [typeof(GenericMessage<Outside>), typeof(string)]);

        Assert.True(list.IsMessage(typeof(GenericMessage<Outside>)));
        Assert.True(list.IsMessage(typeof(string)));
        Assert.True(list.Contains(typeof(Outside)));
        Assert.False(list.IsMessage(typeof(Outside)));
    }

    [Fact]
    public void FromAssemblies_ExtraTypeThatCannotTravel_ThrowsNamingTheMember()
    {
        var error = Assert.Throws<ArgumentException>(() => AllowList.FromAssemblies([], [typeof(HasDelegate)]));

        Assert.Contains(typeof(HasDelegate).FullName!, error.Message);
        Assert.Contains("Callback", error.Message);
    }

    [Fact]
    public void FromAssemblies_SubstitutedMember_TravelsAsTheOtherType()
    {
        var list = AllowList.FromAssemblies([], [typeof(GenericMessage<ITagged>)], [new(typeof(ITagged), typeof(Line))]);

        Assert.True(list.Contains(typeof(Line)));
        Assert.False(list.Contains(typeof(Tagged)));
    }

    [Fact]
    public void Explain_TypeOutside_SaysHowToAllowIt()
    {
        var text = Samples.Explain(typeof(Outside), alone: true);

        Assert.Contains("ActorIpc.Tests.Serialization.Outside, ActorIpc.Tests", text);
        Assert.Contains("actoripc.serialization.allow = [", text);
        Assert.Contains("IMessage<TProtocol>", text);
    }

    [Fact]
    public void Names_EveryAllowedType_AreThoseOfHyperion()
    {
        var shortName = typeof(Hyperion.Serializer).Assembly.GetType("Hyperion.Extensions.TypeEx")!
            .GetMethod("GetShortAssemblyQualifiedName", BindingFlags.Public | BindingFlags.Static)!;

        foreach (var type in Samples.Types)
        {
            var expected = (string)shortName.Invoke(null, [type])!;
            Assert.Equal(expected, WireName.Of(type));
            Assert.True(Samples.ContainsName(expected), expected);
            Assert.True(Samples.ContainsName(type.AssemblyQualifiedName!), type.AssemblyQualifiedName);
        }
    }

    [Fact]
    public void ProtocolAssemblies_OfAnAssembly_AreThoseThatReferenceMessages()
    {
        var names = ProtocolAssemblies.Reachable([typeof(ISample).Assembly]).Select(a => a.GetName().Name).ToHashSet();

        Assert.Contains("ActorIpc.Messages", names);
        Assert.Contains("ActorIpc.Tests", names);
        Assert.DoesNotContain("ActorIpc.Serialization", names);
        Assert.DoesNotContain("xunit.core", names);
        Assert.DoesNotContain("Hyperion", names);
    }

    [Fact]
    public void ProtocolAssemblies_OwnLibrariesThatAreLeftOut_HoldNoMessages()
    {
        foreach (var name in ProtocolAssemblies.OwnLibraries)
            Assert.DoesNotContain(Assembly.Load(name).GetTypes(), type => ProtocolMessages.IsMessage(type) && ProtocolMessages.ProtocolsOf(type).Any());
    }
}
