using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>A format whose bytes do not say their type: the type's name goes beside them, and is looked up among the messages that travel in this format.</summary>
public abstract class NamedFormat : IMessageFormat
{
    private readonly AllowList _allowList;
    private readonly Dictionary<Type, string> _names = [];
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);

    private protected NamedFormat(AllowList allowList, MessageFormat kind)
    {
        _allowList = allowList;
        Kind = kind;
        foreach (var type in allowList.Messages.Where(type => allowList.FormatOf(type) == kind))
        {
            var name = WireName.Of(type);
            _names.Add(type, name);
            _types.Add(name, type);
        }
    }

    /// <inheritdoc/>
    public MessageFormat Kind { get; }

    /// <inheritdoc/>
    /// <exception cref="MessageRefusedException">It may not travel in this format.</exception>
    public string ManifestOf(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _names.TryGetValue(message.GetType(), out var name) ? name : throw _allowList.Refuse(message.GetType(), Kind);
    }

    /// <inheritdoc/>
    public void Write(object message, MessagePlace place, MessageOutput output)
    {
        ArgumentNullException.ThrowIfNull(message);
        var type = message.GetType();
        if (!_names.ContainsKey(type))
            throw _allowList.Refuse(type, Kind);
        try
        {
            WriteBody(message, type, output);
        }
        catch (Exception e) when (e is not (MessageRefusedException or MalformedMessageException or OutOfMemoryException))
        {
            throw new MalformedMessageException($"a message can be written: type={type}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public object Read(ReadOnlySpan<byte> bytes, string manifest, MessagePlace place)
    {
        if (bytes.Length > MessageOutput.MaximumLength)
            throw new MalformedMessageException($"a message has at most {MessageOutput.MaximumLength} bytes: bytes={bytes.Length}");
        if (!_types.TryGetValue(manifest, out var type))
            throw RefuseNamed(manifest);
        try
        {
            return ReadBody(bytes, type) ?? throw new MalformedMessageException($"a message is not null: type={type}");
        }
        catch (Exception e) when (e is not (MessageRefusedException or MalformedMessageException or OutOfMemoryException))
        {
            throw new MalformedMessageException($"the bytes of a message are of its type: type={type} bytes={bytes.Length}: {e.Message}", e);
        }
    }

    /// <summary>Writes a message whose type has been looked at.</summary>
    private protected abstract void WriteBody(object message, Type type, MessageOutput output);

    /// <summary>Reads a message of a type that may stand alone, to the end of the bytes.</summary>
    private protected abstract object? ReadBody(ReadOnlySpan<byte> bytes, Type type);

    private MessageRefusedException RefuseNamed(string manifest)
    {
        var known = _allowList.Messages.FirstOrDefault(type => WireName.Of(type) == manifest);
        return known is null ? AllowList.Refuse(manifest.Length <= 1024 ? manifest : manifest[..1024]) : _allowList.Refuse(known, Kind);
    }
}
