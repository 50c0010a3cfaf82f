using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// One of Akka.Remote's own serializers (identification, status, system messages, remote deployment), with plain values allowed inside what it
/// writes and reads. A failure whose exception carries something that may not travel, or could not be made again (Akka makes an exception by the
/// constructor of the old serialization, and hands out none at all where there is none), is sent as its type and message: whoever waits for it must learn of it.
/// </summary>
public sealed class EnvelopeSerializer : InnerEnvelopeSerializer
{
    private static readonly ConcurrentDictionary<Type, ConstructorInfo?> Constructors = [];

    /// <summary>Made by Akka from a section of <c>akka.actor.serialization-settings</c>.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="config">The section: <c>inner</c> (class) and <c>identifier</c>.</param>
    public EnvelopeSerializer(ExtendedActorSystem system, Config config)
        : base(system, config)
    {
    }

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        try
        {
            return obj is Status.Failure { Cause: not null } whole && !CanBeMade(whole.Cause)
                ? Write(new Status.Failure(InWords(whole.Cause), whole.State))
                : Write(obj);
        }
        catch (MessageRefusedException) when (obj is Status.Failure { Cause: not null } failure)
        {
            return Write(new Status.Failure(InWords(failure.Cause), failure.State as string));
        }
        catch (MessageRefusedException) when (obj is Akka.Dispatch.SysMsg.Failed failed)
        {
            return Write(new Akka.Dispatch.SysMsg.Failed(failed.Child, InWords(failed.Cause), failed.Uid));
        }
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) =>
        EnvelopeScope.Run((Inner, bytes, manifest), s => s.Inner.FromBinary(s.bytes, s.manifest));

    private byte[] Write(object obj) => EnvelopeScope.Run((Inner, obj), s => s.Inner.ToBinary(s.obj));

    private static bool CanBeMade(Exception cause)
    {
        for (var current = cause; current is not null; current = current.InnerException)
        {
            var constructor = Constructors.GetOrAdd(current.GetType(), type => type.GetConstructor(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [typeof(SerializationInfo), typeof(StreamingContext)]));
            if (constructor is null)
                return false;
        }
        return true;
    }

    private static Exception InWords(Exception cause) => new(cause.InnerException is { } inner
        ? $"{cause.GetType()}: {cause.Message} ---> {inner.GetType()}: {inner.Message}"
        : $"{cause.GetType()}: {cause.Message}");
}
