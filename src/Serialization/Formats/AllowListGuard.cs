using System.Collections.Concurrent;
using Hyperion;
using Hyperion.SerializerFactories;
using Hyperion.ValueSerializers;
using HyperionSerializer = Hyperion.Serializer;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Stands before Hyperion's own factories, which are asked once for each type they meet: refuses types that may not travel wherever in a message
/// they occur (Hyperion itself asks its filter about the outermost object only when it writes), and has collections of other kinds written as one that may.
/// </summary>
/// <remarks>It never throws for a type that a member declares: an exception while Hyperion builds a type's code would leave that type unusable for good.</remarks>
internal sealed class AllowListGuard(AllowList allowList, IReadOnlyList<Surrogate> surrogates) : ValueSerializerFactory
{
    /// <inheritdoc/>
    public override bool CanSerialize(HyperionSerializer serializer, Type type)
    {
        if (allowList.Contains(type) || allowList.IsDeclared(type) || type.IsInterface || type.IsAbstract)
            return false;
        return allowList.CollectionFor(type) is not null ? true : throw allowList.Refuse(type, alone: false);
    }

    /// <inheritdoc/>
    public override bool CanDeserialize(HyperionSerializer serializer, Type type)
    {
        if (!allowList.Contains(type))
            throw allowList.Refuse(type, alone: false);
        foreach (var surrogate in surrogates)
        {
            if (surrogate.To.IsAssignableFrom(type))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>An allowed type is read by the code that was built to write it, which does both; Hyperion by itself would build it twice.</remarks>
    public override ValueSerializer BuildSerializer(HyperionSerializer serializer, Type type, ConcurrentDictionary<Type, ValueSerializer> typeMapping) =>
        typeMapping.GetOrAdd(type, allowList.Contains(type) ? serializer.GetSerializerByType(type) : new ConvertedCollection(allowList.CollectionFor(type)!));
}
