using System.Reflection;
using Akka.Actor;
using Akka.Dispatch;

namespace ActorIpc.Nodes.Handlers;

/// <summary>One handler method, called without reflection.</summary>
/// <param name="method">The method.</param>
internal abstract class Handler(MethodInfo method)
{
    /// <summary>The method.</summary>
    public MethodInfo Method => method;

    /// <summary>The type of the messages it takes.</summary>
    public Type Parameter => method.GetParameters()[0].ParameterType;

    /// <summary>Handles a message, and answers it when the method returns an answer.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="message">A message of the parameter's type.</param>
    /// <param name="sender">Who gets the answer.</param>
    /// <param name="self">Who the actor is.</param>
    public abstract void Invoke(UntypedActor actor, object message, IActorRef sender, IActorRef self);

    /// <summary>Makes the handler of a method.</summary>
    public static Handler Of(MethodInfo method)
    {
        var result = method.ReturnType;
        var actor = method.DeclaringType!;
        var message = method.GetParameters()[0].ParameterType;
        var type = result == typeof(void) ? typeof(Telling<,>).MakeGenericType(actor, message)
            : result == typeof(Task) ? typeof(TellingLater<,>).MakeGenericType(actor, message)
            : ReplyOf(method) is var reply && result != reply ? typeof(AnsweringLater<,,>).MakeGenericType(actor, message, reply)
            : typeof(Answering<,,>).MakeGenericType(actor, message, result);
        return (Handler)Activator.CreateInstance(type, method)!;
    }

    /// <summary>What a method answers with, at once or when its task completes; <c>void</c> when with nothing.</summary>
    public static Type ReplyOf(MethodInfo method) => method.ReturnType switch
    {
        var task when task == typeof(Task) => typeof(void),
        { IsGenericType: true } task when task.GetGenericTypeDefinition() == typeof(Task<>) => task.GetGenericArguments()[0],
        var type => type,
    };

    private static void Fail(IActorRef sender, Exception error)
    {
        if (!sender.IsNobody())
            sender.Tell(new Status.Failure(error), ActorRefs.NoSender);
    }

    private sealed class Telling<TActor, TMessage>(MethodInfo method) : Handler(method)
    {
        private readonly Action<TActor, TMessage> _call = method.CreateDelegate<Action<TActor, TMessage>>();

        public override void Invoke(UntypedActor actor, object message, IActorRef sender, IActorRef self) => _call((TActor)(object)actor, (TMessage)message);
    }

    private sealed class TellingLater<TActor, TMessage>(MethodInfo method) : Handler(method)
    {
        private readonly Func<TActor, TMessage, Task> _call = method.CreateDelegate<Func<TActor, TMessage, Task>>();

        public override void Invoke(UntypedActor actor, object message, IActorRef sender, IActorRef self) =>
            ActorTaskScheduler.RunTask(() => _call((TActor)(object)actor, (TMessage)message));
    }

    private sealed class Answering<TActor, TMessage, TReply>(MethodInfo method) : Handler(method)
    {
        private readonly Func<TActor, TMessage, TReply> _call = method.CreateDelegate<Func<TActor, TMessage, TReply>>();

        public override void Invoke(UntypedActor actor, object message, IActorRef sender, IActorRef self)
        {
            TReply reply;
            try
            {
                reply = _call((TActor)(object)actor, (TMessage)message);
            }
            catch (Exception e)
            {
                Fail(sender, e);
                throw;
            }
            sender.Tell(reply, self);
        }
    }

    private sealed class AnsweringLater<TActor, TMessage, TReply>(MethodInfo method) : Handler(method)
    {
        private readonly Func<TActor, TMessage, Task<TReply>> _call = method.CreateDelegate<Func<TActor, TMessage, Task<TReply>>>();

        public override void Invoke(UntypedActor actor, object message, IActorRef sender, IActorRef self)
        {
            ActorTaskScheduler.RunTask(async () =>
            {
                TReply reply;
                try
                {
                    reply = await _call((TActor)(object)actor, (TMessage)message);
                }
                catch (Exception e)
                {
                    Fail(sender, e);
                    throw;
                }
                sender.Tell(reply, self);
            });
        }
    }
}
