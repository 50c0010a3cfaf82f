namespace ActorIpc.Tests.Links.Doorbells;

/// <summary>The doorbell loses no wake-up, and each of its rules is needed.</summary>
public sealed class DoorbellModelTests
{
    [Fact]
    public void Protocol_SearchedExhaustively_NeverLeavesAMessage()
    {
        var model = new DoorbellModel(DoorbellMutant.None);
        var deadlock = model.FindDeadlock();
        Assert.True(deadlock is null, $"a lost wake-up: {deadlock}");
        Assert.True(model.States > 10_000, $"the search must go somewhere: states={model.States}");
    }

    [Theory]
    [InlineData(DoorbellMutant.TailWithoutFence)]
    [InlineData(DoorbellMutant.WakeWithoutFence)]
    [InlineData(DoorbellMutant.NoSecondLookAtTail)]
    [InlineData(DoorbellMutant.HeadWithoutFence)]
    [InlineData(DoorbellMutant.NeedHeadWithoutFence)]
    [InlineData(DoorbellMutant.NoSecondLookAtHead)]
    [InlineData(DoorbellMutant.BellsReadLast)]
    [InlineData(DoorbellMutant.NoFlush)]
    [InlineData(DoorbellMutant.NoSpaceBell)]
    public void Mutant_OfEachRule_LosesAWakeUp(DoorbellMutant mutant) =>
        Assert.True(new DoorbellModel(mutant).FindDeadlock() is not null, $"{mutant} should lose a wake-up, or the rule is not needed");
}
