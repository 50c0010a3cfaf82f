namespace ActorIpc.Serialization.Formats;

/// <summary>Formats with arrays, for those who keep what they get.</summary>
public static class MessageFormatExtensions
{
    /// <summary>Writes a message into an array of its own.</summary>
    /// <param name="format">The format.</param>
    /// <param name="message">The message.</param>
    /// <param name="place">Where it stands.</param>
    /// <exception cref="MessageRefusedException">Its type may not stand there, or something in it may not travel.</exception>
    /// <exception cref="MalformedMessageException">It cannot be written, or is too large.</exception>
    public static byte[] Serialize(this IMessageFormat format, object message, MessagePlace place = MessagePlace.Alone)
    {
        ArgumentNullException.ThrowIfNull(format);
        var output = MessageOutput.Rent();
        try
        {
            format.Write(message, place, output);
            return output.Written.ToArray();
        }
        finally
        {
            output.Return();
        }
    }
}
