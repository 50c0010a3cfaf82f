using System.Collections.Immutable;
using ActorIpc.Analyzers;
using ActorIpc.Messages;
using ActorIpc.Nodes;
using Akka.Actor;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ActorIpc.Tests.Analyzers;

/// <summary>What the analyzer says of programs that the real compiler compiles against the real libraries.</summary>
public sealed class ProtocolHandlerAnalyzerTests
{
    private const string Protocol = """
        using System.Threading.Tasks;
        using ActorIpc.Messages;
        using ActorIpc.Nodes;
        using Akka.Actor;

        public interface IPricing : IProtocol;
        public sealed record GetQuote(string Symbol) : IRequest<IPricing, Quote>;
        public sealed record Quote(decimal Price);
        public sealed record Publish(string Symbol) : IMessage<IPricing>;
        """;

    [Fact]
    public async Task Class_WithAHandlerForEachMessage_IsFine() => Assert.Empty(await AnalyzeAsync(
        "class A : ProtocolActor<IPricing> { public Quote Handle(GetQuote request) => new(1); void Handle(Publish message) { } void Handle(Terminated end) { } }"));

    [Fact]
    public async Task Class_WithoutAHandler_IsAnErrorThatNamesMessageAndClass()
    {
        var found = Assert.Single(await AnalyzeAsync("class A : ProtocolActor<IPricing> { public Quote Handle(GetQuote request) => new(1); }"));
        Assert.Equal(("AIPC001", DiagnosticSeverity.Error), (found.Id, found.Severity));
        Assert.Equal("'A' has no handler for 'Publish', a message of its protocol 'IPricing': add a method 'Handle(Publish message)'", found.GetMessage());
        Assert.Equal("A", found.Location.SourceTree!.GetRoot().FindToken(found.Location.SourceSpan.Start).Text);
    }

    [Theory]
    [InlineData("Task<Quote> Handle(GetQuote request) => Task.FromResult(new Quote(1));", true)]
    [InlineData("[RepliesLater] void Handle(GetQuote request) => Sender.Tell(new Quote(1));", true)]
    [InlineData("void Handle(GetQuote request) { }", false)]
    [InlineData("Task Handle(GetQuote request) => Task.CompletedTask;", false)]
    [InlineData("decimal Handle(GetQuote request) => 1;", false)]
    [InlineData("Task<object> Handle(GetQuote request) => Task.FromResult<object>(1);", false)]
    public async Task Request_IsAnsweredByTheTypeOfItsHandler(string handler, bool fine)
    {
        var found = await AnalyzeAsync($"class A : ProtocolActor<IPricing> {{ void Handle(Publish message) {{ }} {handler} }}");
        Assert.Equal(fine ? [] : ["AIPC002"], found.Select(diagnostic => diagnostic.Id));
        if (!fine)
            Assert.Equal("'A' does not answer 'GetQuote' with 'Quote': its handler must return 'Quote' or 'Task<Quote>', or say [RepliesLater]", found[0].GetMessage());
    }

    [Theory]
    [InlineData("static void Handle(Publish message) { }")]
    [InlineData("void Handle(Publish message, int more) { }")]
    [InlineData("void Handle<T>(T message) { }")]
    [InlineData("void Handled(Publish message) { }")]
    public async Task Method_ThatIsNoHandler_DoesNotCount(string method) => Assert.Equal(
        ["AIPC001"], (await AnalyzeAsync($"class A : ProtocolActor<IPricing> {{ Quote Handle(GetQuote request) => new(1); {method} }}")).Select(found => found.Id));

    [Fact]
    public async Task Handlers_OfBaseClasses_Count()
    {
        const string Base = "abstract class B : ProtocolActor<IPricing> { Quote Handle(GetQuote request) => new(1); }";
        Assert.Empty(await AnalyzeAsync(Base + "class A : B { void Handle(Publish message) { } }"));
        Assert.Equal("A", Name(Assert.Single(await AnalyzeAsync(Base + "class A : B { }"))));
        Assert.Empty(await AnalyzeAsync(Base)); // An abstract class may leave it to others.
    }

    [Fact]
    public async Task Handlers_OfGenericClassesAndBases_Count()
    {
        Assert.Empty(await AnalyzeAsync("abstract class B<T> : ProtocolActor<IPricing> { Quote Handle(GetQuote request) => new(1); void Handle(T message) { } } class A : B<Publish> { }"));
        Assert.Single(await AnalyzeAsync("abstract class B<T> : ProtocolActor<IPricing> { Quote Handle(GetQuote request) => new(1); void Handle(T message) { } } class A : B<string> { }"));
        Assert.Single(await AnalyzeAsync("class A<T> : ProtocolActor<IPricing> { Quote Handle(GetQuote request) => new(1); }"));
        Assert.Empty(await AnalyzeAsync("abstract class A<TProtocol> : ProtocolActor<TProtocol> where TProtocol : IProtocol { }"));
    }

    [Fact]
    public async Task Messages_NestedGenericOrDerived_NeedHandlersToo()
    {
        const string More = """
            public static class Orders
            {
                public sealed record Cancel(int Number) : IMessage<IPricing>;
                public sealed record Batch<T>(T[] Items) : IMessage<IPricing>;
                public abstract record Change : IMessage<IPricing>;
                public sealed record Rise : Change;
            }
            """;
        const string Begin = "class Outer { class A : ProtocolActor<IPricing> { Quote Handle(GetQuote request) => new(1); void Handle(Publish message) { } ";
        var missing = await AnalyzeAsync(More + Begin + "} }");
        Assert.Equal(["Orders.Batch<T>", "Orders.Cancel", "Orders.Rise"], missing.Select(found => found.GetMessage().Split('\'')[3]).Order());
        Assert.Empty(await AnalyzeAsync(More + Begin + "void Handle(Orders.Cancel m) { } void Handle(Orders.Batch<int> m) { } void Handle(Orders.Change m) { } } }"));
        Assert.Empty(await AnalyzeAsync(More + Begin + "void Handle(IMessage<IPricing> m) { } } }"));
    }

    [Fact]
    public async Task Messages_OfReferencedAssemblies_AreFound()
    {
        var messages = Compile("Shop.Messages", Protocol, []);
        var reference = messages.ToMetadataReference();
        var node = Compile("pricing", "using ActorIpc.Nodes; class A : ProtocolActor<IPricing> { Quote Handle(GetQuote request) => new(1); }", [reference]);
        Assert.Contains("'Publish'", Assert.Single(await DiagnosticsAsync(node)).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_WithoutTheHandlerBase_IsLeftAlone() => Assert.Empty(await AnalyzeAsync("class A : ReceiveActor { }"));

    private static string Name(Diagnostic diagnostic) => diagnostic.GetMessage().Split('\'')[1];

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string program) => DiagnosticsAsync(Compile("program", Protocol + program, []));

    private static CSharpCompilation Compile(string name, string text, IEnumerable<MetadataReference> more)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll" or "mscorlib.dll"));
        string[] libraries = [typeof(IProtocol).Assembly.Location, typeof(ProtocolActor<>).Assembly.Location, typeof(ActorBase).Assembly.Location];
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(text)],
            [.. framework.Concat(libraries).Select(path => MetadataReference.CreateFromFile(path)), .. more],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    private static Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(CSharpCompilation compilation) =>
        compilation.WithAnalyzers([new ProtocolHandlerAnalyzer()]).GetAnalyzerDiagnosticsAsync();
}
