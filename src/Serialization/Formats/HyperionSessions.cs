using System.Runtime.CompilerServices;
using Hyperion;
using HyperionSerializer = Hyperion.Serializer;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// What Hyperion remembers while it writes or reads one message. A thread uses a session again for its next message: Hyperion has no such thing, so the lists of types that a
/// session keeps are emptied by their names (a test notices when another version names them differently).
/// </summary>
/// <param name="serializer">The serializer of the sessions.</param>
/// <param name="reusable">False when sessions remember more than types.</param>
internal sealed class HyperionSessions(HyperionSerializer serializer, bool reusable)
{
    /// <summary>A session whose buffer has grown beyond this is not kept.</summary>
    private const int Kept = 64 * 1024;

    [ThreadStatic]
    private static SerializerSession? _writing;

    [ThreadStatic]
    private static DeserializerSession? _reading;

    /// <summary>A session without a memory, for one message to be written.</summary>
    public SerializerSession ToWrite()
    {
        if (_writing is not { } session || session.Serializer != serializer)
            return serializer.GetSerializerSession();
        _writing = null; // A message that writes another gets another one.
        return session;
    }

    /// <summary>A session without a memory, for one message to be read.</summary>
    public DeserializerSession ToRead()
    {
        if (_reading is not { } session || session.Serializer != serializer)
            return serializer.GetDeserializerSession();
        _reading = null;
        return session;
    }

    /// <summary>A message has been written.</summary>
    public void Return(SerializerSession session)
    {
        if (!reusable || session.GetBuffer(0).Length > Kept)
            return;
        TypesOf(session)?.Clear();
        _writing = session;
    }

    /// <summary>A message has been read.</summary>
    public void Return(DeserializerSession session)
    {
        if (!reusable || session.GetBuffer(0).Length > Kept)
            return;
        TypesOf(session)?.Clear();
        _reading = session;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_trackedTypes")]
    private static extern ref LinkedList<Type>? TypesOf(SerializerSession session);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_identifierToType")]
    private static extern ref List<Type>? TypesOf(DeserializerSession session);
}
