using System.Reflection;
using Hyperion;
using Hyperion.ValueSerializers;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Writes a collection that only this process knows (what a collection expression or a query makes, a frozen or a read-only one) as a collection
/// of the allow-list. The receiver sees that one: a member declared as an interface cannot tell the difference.
/// </summary>
internal sealed class ConvertedCollection(Type target) : ValueSerializer
{
    private readonly Func<object, object> _convert = ConverterTo(target);

    /// <inheritdoc/>
    public override void WriteManifest(Stream stream, SerializerSession session)
    {
        // The target's announcement, which needs the converted value at hand, is written with it.
    }

    /// <inheritdoc/>
    public override void WriteValue(Stream stream, object value, SerializerSession session)
    {
        var serializer = session.Serializer.GetSerializerByType(target);
        serializer.WriteManifest(stream, session);
        serializer.WriteValue(stream, _convert(value), session);
    }

    /// <inheritdoc/>
    public override object ReadValue(Stream stream, DeserializerSession session) => throw new NotSupportedException("a converted collection is never announced");

    /// <inheritdoc/>
    public override Type GetElementType() => target;

    private static Func<object, object> ConverterTo(Type target)
    {
        if (target.IsArray)
            return items => ToArray((Array)items, target.GetElementType()!);
        var definition = target.GetGenericTypeDefinition();
        var name = definition == typeof(Dictionary<,>) ? nameof(ToDictionary) : definition == typeof(HashSet<>) ? nameof(ToHashSet) : nameof(ToList);
        return typeof(ConvertedCollection).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(target.GetGenericArguments()).CreateDelegate<Func<object, object>>();
    }

    private static Array ToArray(Array items, Type element)
    {
        var array = Array.CreateInstance(element, items.Length);
        items.CopyTo(array, 0);
        return array;
    }

    private static object ToList<T>(object items) => ((IEnumerable<T>)items).ToList();

    private static object ToHashSet<T>(object items) => ((IEnumerable<T>)items).ToHashSet();

    private static object ToDictionary<TKey, TValue>(object items)
        where TKey : notnull => new Dictionary<TKey, TValue>((IEnumerable<KeyValuePair<TKey, TValue>>)items);
}
