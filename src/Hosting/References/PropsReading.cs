using System.Reflection;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting.References;

/// <summary>Writes Akka's recipe of an actor so that another process can follow it.</summary>
internal static class PropsReading
{
    /// <summary>The actor.</summary>
    /// <param name="props">The recipe.</param>
    /// <exception cref="ArgumentException">It has something that no other process can be told.</exception>
    public static ActorSpec Read(Props props)
    {
        var type = props.Type;
        if (props.GetType() != typeof(Props) || HasProducer(props))
            throw new ArgumentException($"an actor in another process is made by its constructor, not by a producer: type={type}", nameof(props));
        if (!props.Deploy.Equals(Props.Empty.Deploy) || props.SupervisorStrategy is not null)
        {
            throw new ArgumentException(
                $"dispatcher, mailbox, router, deployment and supervisor strategy of an actor in another process come from its own configuration and code: type={type}", nameof(props));
        }
        if (type.Assembly.Location is not { Length: > 0 } path)
            throw new ArgumentException($"an actor in another process is of an assembly that is a file: type={type} assembly={type.Assembly.GetName().Name}", nameof(props));
        return new ActorSpec
        {
            Type = $"{type.FullName}, {type.Assembly.GetName().Name}",
            AssemblyPath = path,
            Arguments = [.. props.Arguments.Select((argument, index) => Write(type, argument, index))],
        };
    }

    /// <summary>
    /// Whether somebody's own producer makes the actor, such as one that asks for services. Akka tells that nowhere but in a private field, whose value is of a type inside <see cref="Props"/> otherwise;
    /// without such a field it is taken for a constructor, and the node says so when there is none.
    /// </summary>
    private static bool HasProducer(Props props) => Array.Exists(
        typeof(Props).GetFields(BindingFlags.Instance | BindingFlags.NonPublic),
        field => field.FieldType == typeof(IIndirectActorProducer) && field.GetValue(props) is { } producer && producer.GetType().DeclaringType != typeof(Props));

    private static ActorArgument Write(Type type, object? argument, int index)
    {
        try
        {
            return ActorArgument.Of(argument);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(FormattableString.Invariant($"argument {index} of the actor's constructor cannot be written: actor={type}: {e.Message}"), nameof(argument), e);
        }
    }
}
