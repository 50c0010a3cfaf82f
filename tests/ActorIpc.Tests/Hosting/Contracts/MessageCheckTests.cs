using System.Reflection;
using ActorIpc.Hosting.Contracts;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Tests.Serialization;

namespace ActorIpc.Tests.Hosting.Contracts;

public sealed class MessageCheckTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<Type> FromNodes => [.. typeof(Hello).Assembly.GetTypes().Where(type => typeof(IMessage<IHostControl>).IsAssignableFrom(type))];

    /// <summary>Every reference of every message that a host takes from a node, also those that are added tomorrow: at the top, in its parts, and in the elements of its lists.</summary>
    [Theory]
    [MemberData(nameof(FromNodes))]
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
            if (property.PropertyType.IsArray)
            {
                yield return holder => ((Array)property.GetValue(holder)!).SetValue(null, 1);
                foreach (var spoil in Spoilers(property.PropertyType.GetElementType()!))
                    yield return holder => spoil(((Array)property.GetValue(holder)!).GetValue(0)!);
            }
            else if (property.PropertyType != typeof(string))
            {
                foreach (var spoil in Spoilers(property.PropertyType))
                    yield return holder => spoil(property.GetValue(holder)!);
            }
        }
    }
}
