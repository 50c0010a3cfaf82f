using System.Collections.Concurrent;
using ActorIpc.Messages;
using Hyperion;
using Hyperion.ValueSerializers;
using HyperionSerializer = Hyperion.Serializer;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Messages as Hyperion writes them, under an allow-list that holds for both directions. Safe for use by several threads at once.
/// </summary>
/// <remarks>
/// A collection of a kind the receiver may not know is written as a <see cref="List{T}"/>, a <see cref="HashSet{T}"/> or a
/// <see cref="Dictionary{TKey, TValue}"/>; comparers do not travel.
/// </remarks>
public sealed class HyperionFormat : IMessageFormat
{
    private readonly AllowList _allowList;
    private readonly HyperionFormatOptions _options;
    private readonly HyperionSerializer _serializer;
    private readonly HyperionSessions _sessions;
    private readonly bool _isPlain; // types are announced by their names alone, and objects are not counted
    private readonly ConcurrentDictionary<Type, ValueSerializer> _readers = new();

    /// <summary>Makes the format.</summary>
    /// <param name="allowList">The types that may travel.</param>
    /// <param name="options">How to write them; the receiver's must be equal.</param>
    public HyperionFormat(AllowList allowList, HyperionFormatOptions options)
        : this(allowList, options, MessageFormat.Hyperion)
    {
    }

    /// <summary>Makes the format for messages of another, which have to be written so.</summary>
    internal HyperionFormat(AllowList allowList, HyperionFormatOptions options, MessageFormat kind)
    {
        Kind = kind;
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
        _isPlain = options is { VersionTolerance: false, PreserveObjectReferences: false };
        _sessions = new HyperionSessions(_serializer, reusable: _isPlain);
    }

    /// <inheritdoc/>
    public MessageFormat Kind { get; }

    /// <summary>Nothing: the bytes say their type.</summary>
    /// <param name="message">Any message.</param>
    public string ManifestOf(object message) => "";

    /// <inheritdoc/>
    public void Write(object message, MessagePlace place, MessageOutput output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        var type = message.GetType();
        if (!_allowList.MayStandAt(place, type, Kind) && !(_allowList.CollectionFor(type) is { } collection && _allowList.IsMessage(collection)))
            throw _allowList.Refuse(type, Kind);
        var begin = (int)output.Length;
        var session = _sessions.ToWrite();
        try
        {
            var serializer = _serializer.GetSerializerByType(type);
            // A type that holds nothing but primitive values is not referred to again: announced from here it is not remembered either.
            if (_isPlain && _allowList.ShapeOf(type) is { IsFlat: true } shape)
                output.Write(shape.Announcement);
            else
                serializer.WriteManifest(output, session);
            serializer.WriteValue(output, message, session);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new MalformedMessageException($"values nest at most {HyperionVerifier.MaximumDepth} deep, and without cycles: type={type}", e);
        }
        catch (MalformedMessageException e)
        {
            throw new MalformedMessageException($"{e.Message} type={type}", e);
        }
        catch (Exception e) when (e is not (MessageRefusedException or MalformedMessageException or OutOfMemoryException))
        {
            throw new MalformedMessageException($"a message can be written: type={type}: {e.Message}", e);
        }
        finally
        {
            _sessions.Return(session);
        }
        // The receiver's check, made here: what it would refuse fails where the mistake is.
        HyperionVerifier.Verify(_allowList, _options, place, Kind, output.Written[begin..]);
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
            if (!KnownTypes.Primitives.ContainsKey(type) && !type.IsArray && _allowList.ShapeOf(type) is { } shape)
                ReaderOf(shape);
        }
    }

    /// <inheritdoc/>
    public object Read(ReadOnlySpan<byte> bytes, string manifest, MessagePlace place) => Deserialize(bytes, place);

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">Exactly what <see cref="Write"/> wrote.</param>
    /// <param name="place">Where the message stands.</param>
    /// <exception cref="MessageRefusedException">A type in it may not travel, or not in its place; no object of it was made.</exception>
    /// <exception cref="MalformedMessageException">The bytes are not what <see cref="Write"/> writes.</exception>
    public object Deserialize(ReadOnlySpan<byte> bytes, MessagePlace place = MessagePlace.Alone)
    {
        if (bytes.Length > MessageOutput.MaximumLength)
            throw new MalformedMessageException($"a message has at most {MessageOutput.MaximumLength} bytes: bytes={bytes.Length}");
        var root = HyperionVerifier.Verify(_allowList, _options, place, Kind, bytes);
        var isNamed = _isPlain && root is not null;
        var input = MessageInput.Rent(isNamed ? bytes[root!.Announcement.Length..] : bytes);
        var session = _sessions.ToRead();
        try
        {
            if (!isNamed)
                return _serializer.Deserialize(input, session);
            session.TrackDeserializedType(root!.Type);
            return ReaderOf(root).ReadValue(input, session);
        }
        catch (Exception e) when (e is not (MessageRefusedException or OutOfMemoryException))
        {
            throw new MalformedMessageException($"the values of a message fit its members: {e.Message}", e);
        }
        finally
        {
            _sessions.Return(session);
            input.Return();
        }
    }

    /// <summary>What reads a type's values; found by its name once, where Hyperion would read and look up the name in every message.</summary>
    private ValueSerializer ReaderOf(TypeShape shape)
    {
        if (_readers.TryGetValue(shape.Type, out var reader))
            return reader;
        using var stream = new MemoryStream(shape.Announcement);
        return _readers.GetOrAdd(shape.Type, _serializer.GetDeserializerByManifest(stream, _serializer.GetDeserializerSession()));
    }
}
