using Hyperion;

namespace ActorIpc.Serialization.Formats;

/// <summary>Hyperion's question before it loads a type by a name: both of the forms in which it asks are known, and nothing else is a type to us.</summary>
internal sealed class AllowListFilter(AllowList allowList) : ITypeFilter
{
    /// <inheritdoc/>
    public bool IsAllowed(string typeName) => allowList.ContainsName(typeName);
}
