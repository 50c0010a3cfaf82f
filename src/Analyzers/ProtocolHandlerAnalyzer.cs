using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ActorIpc.Analyzers;

/// <summary>Reports a message of a protocol for which its handler class has no handler, and a request whose handler does not answer it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProtocolHandlerAnalyzer : DiagnosticAnalyzer
{
    private const string Category = "Protocol";

    /// <summary>A message of the protocol has no handler.</summary>
    public static readonly DiagnosticDescriptor Missing = new(
        "AIPC001", "A message of the protocol has no handler", "'{0}' has no handler for '{1}', a message of its protocol '{2}': add a method 'Handle({1} message)'",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>A request is not answered.</summary>
    public static readonly DiagnosticDescriptor Unanswered = new(
        "AIPC002", "A request is not answered", "'{0}' does not answer '{1}' with '{2}': its handler must return '{2}' or 'Task<{2}>', or say [RepliesLater]",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Missing, Unanswered];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ProtocolSymbols.Of(start.Compilation) is { } symbols)
                start.RegisterSymbolAction(symbol => Analyze(symbol, symbols), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ProtocolSymbols symbols)
    {
        // An abstract class may leave handlers to those that derive from it; each of them is looked at as a whole.
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || ProtocolOf(type, symbols) is not { TypeKind: TypeKind.Interface } protocol)
            return;
        var handlers = new HandlerSet(type, context.Compilation);
        foreach (var message in symbols.MessagesOf(protocol))
        {
            if (handlers.For(message) is not { } handler)
            {
                context.ReportDiagnostic(Diagnostic.Create(Missing, type.Locations[0], Name(type), Name(message), Name(protocol)));
                continue;
            }
            foreach (var reply in symbols.RepliesOf(message, protocol).Where(reply => !handlers.Answers(handler, reply) && reply.TypeKind != TypeKind.TypeParameter))
            {
                var place = SymbolEqualityComparer.Default.Equals(handler.ContainingType, type) ? handler.Locations[0] : type.Locations[0];
                context.ReportDiagnostic(Diagnostic.Create(Unanswered, place, Name(type), Name(message), Name(reply)));
            }
        }
    }

    private static ITypeSymbol? ProtocolOf(INamedTypeSymbol type, ProtocolSymbols symbols)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, symbols.Actor))
                return current.TypeArguments[0];
        }
        return null;
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}
