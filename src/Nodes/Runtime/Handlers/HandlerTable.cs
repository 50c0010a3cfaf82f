using System.Collections.Concurrent;
using System.Reflection;
using ActorIpc.Messages;
using ActorIpc.Serialization;

namespace ActorIpc.Nodes.Handlers;

/// <summary>The handlers of a class by the type of the message, found once per class and message type.</summary>
internal sealed class HandlerTable
{
    /// <summary>The name of handler methods.</summary>
    public const string MethodName = "Handle";

    private static readonly ConcurrentDictionary<(Type Actor, Type Protocol), HandlerTable> Tables = new();

    private readonly List<Handler> _handlers = []; // of one parameter type the most derived one only
    private readonly ConcurrentDictionary<Type, Handler?> _byMessage = new();

    private HandlerTable(Type actor, Type protocol)
    {
        for (var current = actor; current is not null; current = current.BaseType)
        {
            foreach (var method in current.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (method is { Name: MethodName, IsGenericMethod: false, IsAbstract: false } && method.GetParameters() is [{ ParameterType: var type }]
                    && !_handlers.Exists(known => known.Parameter == type))
                    _handlers.Add(Handler.Of(method));
            }
        }
        var problems = Problems(protocol, ProtocolMessages.Of(protocol, [.. ProtocolAssemblies.OfProgram(), actor.Assembly, protocol.Assembly])).ToList();
        if (problems.Count > 0)
            throw new IncompleteProtocolException($"{actor} does not serve its protocol {protocol}: {string.Join("; ", problems)}");
    }

    /// <summary>The handlers of a class.</summary>
    /// <param name="actor">The class.</param>
    /// <param name="protocol">The protocol it serves.</param>
    /// <exception cref="IncompleteProtocolException">A message has no handler, or a request is not answered.</exception>
    public static HandlerTable For(Type actor, Type protocol) => Tables.GetOrAdd((actor, protocol), key => new HandlerTable(key.Actor, key.Protocol));

    /// <summary>Looks before an actor is started whether it can serve a protocol. Classes that are no <see cref="ProtocolActor{TProtocol}"/> may do as they like.</summary>
    /// <param name="actor">The class.</param>
    /// <param name="protocol">The protocol it is to serve.</param>
    /// <exception cref="IncompleteProtocolException">It cannot.</exception>
    public static void Check(Type actor, Type protocol)
    {
        for (var current = actor; current is not null; current = current.BaseType)
        {
            if (!current.IsGenericType || current.GetGenericTypeDefinition() != typeof(ProtocolActor<>))
                continue;
            if (current.GetGenericArguments()[0] is var own && own != protocol)
                throw new IncompleteProtocolException($"{actor} serves another protocol: served={protocol} own={own}");
            _ = For(actor, protocol);
            return;
        }
    }

    /// <summary>The handler of a message; null when there is none.</summary>
    /// <param name="message">The message's type.</param>
    public Handler? Find(Type message) => _byMessage.TryGetValue(message, out var known) ? known : _byMessage.GetOrAdd(message, Search);

    private Handler? Search(Type message)
    {
        for (var current = message; current is not null; current = current.BaseType)
        {
            if (_handlers.Find(handler => IsFor(handler.Parameter, current)) is { } handler)
                return handler;
        }
        return _handlers.Find(handler => handler.Parameter.IsInterface && handler.Parameter.IsAssignableFrom(message));
    }

    /// <summary>An open generic message is handled by a handler of any closed form: which forms there are only the program knows.</summary>
    private static bool IsFor(Type parameter, Type type) =>
        parameter == type || (type.IsGenericTypeDefinition && parameter.IsGenericType && parameter.GetGenericTypeDefinition() == type);

    private IEnumerable<string> Problems(Type protocol, IReadOnlyList<Type> messages)
    {
        foreach (var message in messages)
        {
            if (Search(message) is not { } handler)
            {
                yield return $"no method {MethodName}({message.Name} message)";
                continue;
            }
            if (handler.Method.IsDefined(typeof(RepliesLaterAttribute)))
                continue;
            var replies = message.GetInterfaces()
                .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequest<,>) && face.GetGenericArguments()[0] == protocol)
                .Select(face => face.GetGenericArguments()[1]);
            foreach (var reply in replies.Where(reply => !reply.ContainsGenericParameters && !reply.IsAssignableFrom(Handler.ReplyOf(handler.Method))))
                yield return $"{MethodName}({message.Name}) returns {handler.Method.ReturnType.Name} and not {reply.Name}";
        }
    }
}
