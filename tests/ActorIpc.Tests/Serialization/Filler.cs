using ActorIpc.Messages;

namespace ActorIpc.Tests.Serialization;

/// <summary>Makes a filled value of any message type from its primary constructor, so that a message that is added tomorrow is tested too.</summary>
internal static class Filler
{
    public static object Make(Type type)
    {
        if (Plain(type) is { } value)
            return value;
        if (type.IsArray || type.IsInterface)
        {
            var element = type.GetElementType() ?? type.GetGenericArguments().Single();
            var array = Array.CreateInstance(element, 2);
            array.SetValue(Make(element), 0);
            array.SetValue(Make(element), 1);
            return array;
        }
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length) ?? throw new ArgumentException($"no public constructor: type={type}");
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType))]);
    }

    private static object? Plain(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Make(underlying);
        if (type == typeof(string))
            return "text";
        if (type == typeof(NodeName))
            return new NodeName("counter-1");
        if (type == typeof(TimeSpan))
            return TimeSpan.FromSeconds(3);
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2000, 2, 29, 12, 30, 0, TimeSpan.FromHours(2));
        if (type.IsEnum)
            return type.GetEnumValues().GetValue(type.GetEnumValues().Length - 1);
        return type.IsPrimitive ? Convert.ChangeType(1, type) : null;
    }
}
