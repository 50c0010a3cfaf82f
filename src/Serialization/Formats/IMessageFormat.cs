using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// How whole messages are written and read, under an allow-list that holds for both. Safe for use by several threads at once; keeps nothing of the memory it is given.
/// </summary>
public interface IMessageFormat
{
    /// <summary>Which format.</summary>
    MessageFormat Kind { get; }

    /// <summary>The text that must be given to <see cref="Read"/> beside the bytes; empty for a format whose bytes say their type.</summary>
    /// <param name="message">A message.</param>
    string ManifestOf(object message);

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="output">Where it is written to, behind what is there; what it holds after an exception means nothing.</param>
    /// <exception cref="MessageRefusedException">Its type may not stand there, or something in it may not travel.</exception>
    /// <exception cref="MalformedMessageException">It cannot be written, or is too large.</exception>
    void Write(object message, MessagePlace place, MessageOutput output);

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">Exactly what <see cref="Write"/> wrote.</param>
    /// <param name="manifest">What <see cref="ManifestOf"/> gave.</param>
    /// <param name="place">Where the message stands.</param>
    /// <exception cref="MessageRefusedException">A type in it may not travel, or not there, or not in this format; no object of it was made.</exception>
    /// <exception cref="MalformedMessageException">The bytes are not what <see cref="Write"/> writes.</exception>
    object Read(ReadOnlySpan<byte> bytes, string manifest, MessagePlace place);
}
