using System.Reflection;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Tests.Serialization;

namespace ActorIpc.Tests.Messages.Control;

public sealed class MessageCheckTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<Type> Messages => [.. typeof(Hello).Assembly.GetTypes().Where(type => typeof(IMessage<IHostControl>).IsAssignableFrom(type)
        || typeof(IMessage<INodeControl>).IsAssignableFrom(type))];

    /// <summary>Every reference of every message that a host takes from a node, or a node from a host, also those that are added tomorrow: at the top, in its parts, and in the elements of its lists.</summary>
    [Theory]
    [MemberData(nameof(Messages))]
    public void Missing_OneReferenceThatMustBeThere_IsNamed(Type type)
    {
        Assert.Null(MessageCheck.Missing(Filler.Make(type)));

        foreach (var spoil in Spoilers(type))
        {
            var message = Filler.Make(type);
            spoil(message);
            Assert.NotNull(MessageCheck.Missing(message));
        }
    }

    private static IEnumerable<Action<object>> Spoilers(Type type)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && !property.PropertyType.IsValueType))
        {
            if (Nullability.Create(property).ReadState == NullabilityState.NotNull)
                yield return holder => property.SetValue(holder, null);
            if (ElementOf(property.PropertyType) is { } element)
            {
                // The lists of a filled message are arrays.
                yield return holder => ((Array)property.GetValue(holder)!).SetValue(null, 1);
                foreach (var spoil in Spoilers(element))
                    yield return holder => spoil(((Array)property.GetValue(holder)!).GetValue(0)!);
            }
            else if (property.PropertyType != typeof(string))
            {
                foreach (var spoil in Spoilers(property.PropertyType))
                    yield return holder => spoil(property.GetValue(holder)!);
            }
        }
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType() : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
