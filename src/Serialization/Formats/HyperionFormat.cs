using System.Text;
using Hyperion;
using HyperionSerializer = Hyperion.Serializer;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Messages as Hyperion writes them, under an allow-list that holds for both directions. Safe for use by several threads at once.
/// </summary>
/// <remarks>
/// A collection of a kind the receiver may not know is written as a <see cref="List{T}"/>, a <see cref="HashSet{T}"/> or a
/// <see cref="Dictionary{TKey, TValue}"/>; comparers do not travel.
/// </remarks>
public sealed class HyperionFormat
{
    /// <summary>The largest message in bytes, in both directions. What a transport accepts is usually less.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    private readonly AllowList _allowList;
    private readonly HyperionFormatOptions _options;
    private readonly HyperionSerializer _serializer;

    /// <summary>Makes the format.</summary>
    /// <param name="allowList">The types that may travel.</param>
    /// <param name="options">How to write them; the receiver's must be equal.</param>
    public HyperionFormat(AllowList allowList, HyperionFormatOptions options)
    {
        _allowList = allowList;
        _options = options;
        _serializer = new HyperionSerializer(new SerializerOptions(
            versionTolerance: options.VersionTolerance,
            preserveObjectReferences: options.PreserveObjectReferences,
            surrogates: options.Surrogates,
            serializerFactories: [new AllowListGuard(allowList, options.Surrogates)],
            knownTypes: null,
            ignoreISerializable: true,
            packageNameOverrides: null,
            disallowUnsafeTypes: true,
            typeFilter: new AllowListFilter(allowList)));
    }

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="place">Where it stands.</param>
    /// <exception cref="MessageRefusedException">Its type may not stand alone, or something in it may not travel.</exception>
    /// <exception cref="MalformedMessageException">It is too deep, cyclic or too large, or a value in it is one its type does not admit.</exception>
    public byte[] Serialize(object message, MessagePlace place = MessagePlace.Alone)
    {
        var type = message.GetType();
        if (!_allowList.MayStandAt(place, type) && !(_allowList.CollectionFor(type) is { } collection && _allowList.IsMessage(collection)))
            throw _allowList.Refuse(type, alone: true);
        using var output = new MessageOutput();
        try
        {
            var session = _serializer.GetSerializerSession();
            var serializer = _serializer.GetSerializerByType(type);
            serializer.WriteManifest(output, session);
            serializer.WriteValue(output, message, session);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new MalformedMessageException($"values nest at most {HyperionVerifier.MaximumDepth} deep, and without cycles: type={type}", e);
        }
        catch (Exception e) when (e is not (MessageRefusedException or MalformedMessageException or OutOfMemoryException))
        {
            throw new MalformedMessageException($"a message can be written: type={type}: {e.Message}", e);
        }
        // The receiver's check, made here: what it would refuse fails where the mistake is.
        HyperionVerifier.Verify(_allowList, _options, place, output.Written);
        return output.Written.ToArray();
    }

    /// <summary>
    /// Has Hyperion build its code for some types now, which it otherwise does when it meets each for the first time (some milliseconds a type).
    /// Meant for a thread that has nothing better to do while a program starts.
    /// </summary>
    /// <param name="types">Allowed types.</param>
    public void Prepare(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            _serializer.GetSerializerByType(type);
            if (KnownTypes.Primitives.ContainsKey(type) || type.IsArray)
                continue;
            var name = Encoding.UTF8.GetBytes(WireName.Of(type));
            using var stream = new MemoryStream([HyperionManifest.FullType, .. BitConverter.GetBytes(name.Length), .. name]);
            _serializer.GetDeserializerByManifest(stream, _serializer.GetDeserializerSession());
        }
    }

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">Exactly what <see cref="Serialize"/> wrote.</param>
    /// <param name="place">Where the message stands.</param>
    /// <exception cref="MessageRefusedException">A type in it may not travel, or not in its place; no object of it was made.</exception>
    /// <exception cref="MalformedMessageException">The bytes are not what <see cref="Serialize"/> writes.</exception>
    public object Deserialize(byte[] bytes, MessagePlace place = MessagePlace.Alone)
    {
        if (bytes.Length > MaximumLength)
            throw new MalformedMessageException($"a message has at most {MaximumLength} bytes: bytes={bytes.Length}");
        HyperionVerifier.Verify(_allowList, _options, place, bytes);
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            return _serializer.Deserialize(stream, _serializer.GetDeserializerSession());
        }
        catch (Exception e) when (e is not (MessageRefusedException or OutOfMemoryException))
        {
            throw new MalformedMessageException($"the values of a message fit its members: {e.Message}", e);
        }
    }
}
