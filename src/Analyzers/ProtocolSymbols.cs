using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ActorIpc.Analyzers;

/// <summary>The types of ActorIpc that a compilation knows, and the messages of its protocols, also those of referenced assemblies.</summary>
internal sealed class ProtocolSymbols
{
    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol _message;
    private readonly INamedTypeSymbol _request;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<INamedTypeSymbol>> _messages = new(SymbolEqualityComparer.Default);

    private ProtocolSymbols(Compilation compilation, INamedTypeSymbol actor, INamedTypeSymbol message, INamedTypeSymbol request)
    {
        _compilation = compilation;
        Actor = actor;
        _message = message;
        _request = request;
    }

    /// <summary>The open class <c>ProtocolActor&lt;TProtocol&gt;</c>.</summary>
    public INamedTypeSymbol Actor { get; }

    /// <summary>The symbols of a compilation; null when it does not use the handler base.</summary>
    public static ProtocolSymbols? Of(Compilation compilation)
    {
        var actor = compilation.GetTypeByMetadataName("ActorIpc.Nodes.ProtocolActor`1");
        var message = compilation.GetTypeByMetadataName("ActorIpc.Messages.IMessage`1");
        var request = compilation.GetTypeByMetadataName("ActorIpc.Messages.IRequest`2");
        return actor is null || message is null || request is null ? null : new ProtocolSymbols(compilation, actor, message, request);
    }

    /// <summary>The messages of a protocol, in the order of their names.</summary>
    public ImmutableArray<INamedTypeSymbol> MessagesOf(ITypeSymbol protocol) => _messages.GetOrAdd(protocol, _ => Find(protocol));

    /// <summary>The types with which a request of a protocol is to be answered; none for what is no request.</summary>
    public ImmutableArray<ITypeSymbol> RepliesOf(INamedTypeSymbol message, ITypeSymbol protocol) =>
        [.. message.AllInterfaces.Where(face => Is(face, _request, protocol)).Select(face => face.TypeArguments[1])];

    private ImmutableArray<INamedTypeSymbol> Find(ITypeSymbol protocol)
    {
        var found = new List<INamedTypeSymbol>();
        var assemblies = _compilation.SourceModule.ReferencedAssemblySymbols.Where(KnowsMessages);
        foreach (var assembly in assemblies.Concat([_compilation.Assembly]))
            Collect(assembly.GlobalNamespace, protocol, found);
        return [.. found.OrderBy(type => type.ToDisplayString())];
    }

    /// <summary>Only assemblies that reference the messages' own can have messages: most of a program's need not be looked through.</summary>
    private bool KnowsMessages(IAssemblySymbol assembly) => SymbolEqualityComparer.Default.Equals(assembly, _message.ContainingAssembly)
        || assembly.Modules.Any(module => module.ReferencedAssemblySymbols.Contains(_message.ContainingAssembly, SymbolEqualityComparer.Default));

    private void Collect(INamespaceOrTypeSymbol container, ITypeSymbol protocol, List<INamedTypeSymbol> found)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false } type && type.AllInterfaces.Any(face => Is(face, _message, protocol)))
                found.Add(type);
            Collect(member, protocol, found);
        }
    }

    private static bool Is(INamedTypeSymbol face, INamedTypeSymbol definition, ITypeSymbol protocol) =>
        SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, definition) && SymbolEqualityComparer.Default.Equals(face.TypeArguments[0], protocol);
}
