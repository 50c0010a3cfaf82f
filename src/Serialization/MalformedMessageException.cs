using System.Runtime.Serialization;

namespace ActorIpc.Serialization;

/// <summary>The bytes of a message are not what the format writes: cut off, corrupt, hostile, or written by another version of the message's type.</summary>
public sealed class MalformedMessageException : SerializationException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The rule that is broken, with the offending values.</param>
    /// <param name="cause">The exception of the format's library, when it was the one to notice.</param>
    public MalformedMessageException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
