using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// One of Akka.Remote's own serializers (identification, status, system messages, remote deployment), with plain values allowed inside what it
/// writes and reads. A failure whose exception carries something that may not travel is sent as its type and message instead of not at all:
/// whoever waits for it must learn of it.
/// </summary>
public sealed class EnvelopeSerializer : InnerEnvelopeSerializer
{
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
            return Write(obj);
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

    private static Exception InWords(Exception cause) => new($"{cause.GetType()}: {cause.Message}");
}
