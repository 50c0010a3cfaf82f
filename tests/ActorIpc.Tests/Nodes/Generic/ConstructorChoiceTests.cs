using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Generic;
using Akka.Actor;

namespace ActorIpc.Tests.Nodes.Generic;

/// <summary>Which constructor of an actor is called.</summary>
public sealed class ConstructorChoiceTests
{
    [Fact]
    public void Choice_OneFits_IsTakenWithConvertedValues()
    {
        var (values, problem) = Choose(new("x"), new("5"));
        Assert.Null(problem);
        Assert.Equal(["x", 5], values);
    }

    [Fact]
    public void Choice_Defaults_FillInWhatIsMissing()
    {
        var (values, problem) = Choose(new("x"), new("5"), new("on"));
        Assert.Null(problem);
        Assert.Equal(["x", 5, true, null], values);
    }

    [Fact]
    public void Choice_NoneFits_SaysWhatThereIsAndWhy()
    {
        var (_, problem) = Choose(new("x"), new("many"));
        Assert.Equal(
            $"no constructor takes the arguments: type={typeof(Several)} arguments=[x, many]: "
            + "Several(String name, Int32 depth): depth=many (Int32): the text is no value of it; "
            + "Several(String name, Int32 depth, Boolean loud, Uri home): takes 3 to 4 arguments, not 2; "
            + "Several(Int32 number): takes 1 arguments, not 2; Several(String text): takes 1 arguments, not 2",
            problem);
    }

    [Fact]
    public void Choice_SeveralFit_IsRefusedUnlessTheTypesAreKnown()
    {
        var (_, problem) = Choose(new ActorArgument("5"));
        Assert.Equal($"several constructors take the arguments: type={typeof(Several)} arguments=[5]: Several(Int32 number); Several(String text)", problem);
        Assert.Equal(["5"], Choose(ActorArgument.Of("5")).Values);
        Assert.Equal([5], Choose(ActorArgument.Of(5)).Values);
    }

    [Fact]
    public void Choice_NoPublicConstructor_IsSaid()
    {
        Assert.False(ConstructorChoice.TryChoose(typeof(Hidden), [], out _, out var problem));
        Assert.Equal($"the actor has no public constructor: type={typeof(Hidden)}", problem);
    }

    private static (object?[] Values, string? Problem) Choose(params ActorArgument[] arguments) =>
        (ConstructorChoice.TryChoose(typeof(Several), arguments, out var values, out var problem) ? values : [], problem);

    private sealed class Several : UntypedActor
    {
        public Several(string name, int depth) => _ = (name, depth);

        public Several(string name, int depth, bool loud, Uri? home = null) => _ = (name, depth, loud, home);

        public Several(int number) => _ = number;

        public Several(string text) => _ = text;

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Hidden : UntypedActor
    {
        private Hidden()
        {
        }

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
