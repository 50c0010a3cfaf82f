using Microsoft.CodeAnalysis;

namespace ActorIpc.Analyzers;

/// <summary>The handlers of a class, inherited ones included: methods named <c>Handle</c> with one parameter, the most derived one of each parameter type.</summary>
internal sealed class HandlerSet
{
    private const string MethodName = "Handle";
    private const string RepliesLater = "ActorIpc.Nodes.RepliesLaterAttribute";

    private readonly Compilation _compilation;
    private readonly List<IMethodSymbol> _handlers = [];

    /// <summary>Collects the handlers of a class.</summary>
    public HandlerSet(INamedTypeSymbol type, Compilation compilation)
    {
        _compilation = compilation;
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var method in current.GetMembers(MethodName).OfType<IMethodSymbol>())
            {
                if (method is { IsStatic: false, IsGenericMethod: false, Parameters.Length: 1 } && _handlers.TrueForAll(known => !TakesSame(known, method)))
                    _handlers.Add(method);
            }
        }
    }

    /// <summary>The handler that gets a message: of several the one whose parameter is nearest to it; null when there is none.</summary>
    public IMethodSymbol? For(INamedTypeSymbol message)
    {
        for (var current = message; current is not null; current = current.BaseType)
        {
            if (_handlers.Find(handler => IsFor(handler, current)) is { } handler)
                return handler;
        }
        return _handlers.Find(handler => handler.Parameters[0].Type.TypeKind == TypeKind.Interface
            && message.AllInterfaces.Contains(handler.Parameters[0].Type, SymbolEqualityComparer.Default));
    }

    /// <summary>Whether a handler answers with a type, at once or when its task completes; or says that it does so elsewhere.</summary>
    public bool Answers(IMethodSymbol handler, ITypeSymbol reply)
    {
        if (handler.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == RepliesLater))
            return true;
        var result = handler.ReturnType;
        if (result is INamedTypeSymbol { IsGenericType: true } task && task.OriginalDefinition.ToDisplayString() == "System.Threading.Tasks.Task<TResult>")
            result = task.TypeArguments[0];
        return result.SpecialType != SpecialType.System_Void && _compilation.ClassifyCommonConversion(result, reply) is { IsImplicit: true, IsUserDefined: false, IsNumeric: false, IsNullable: false };
    }

    /// <summary>An open generic message is handled by a handler of any closed form: which forms there are only the program knows.</summary>
    private static bool IsFor(IMethodSymbol handler, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(handler.Parameters[0].Type, type)
        || (type.IsGenericType && SymbolEqualityComparer.Default.Equals(handler.Parameters[0].Type.OriginalDefinition, type.OriginalDefinition));

    private static bool TakesSame(IMethodSymbol one, IMethodSymbol other) => SymbolEqualityComparer.Default.Equals(one.Parameters[0].Type, other.Parameters[0].Type);
}
