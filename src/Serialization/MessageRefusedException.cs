using System.Runtime.Serialization;

namespace ActorIpc.Serialization;

/// <summary>
/// A message, or something inside one, is of a type that may not travel. Thrown by the sender before a byte leaves and by the receiver
/// before an object of the type exists; it costs the message, never the connection.
/// </summary>
public sealed class MessageRefusedException : SerializationException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="typeName">The type that may not travel.</param>
    /// <param name="message">What is wrong and how to allow the type, for a person to read.</param>
    public MessageRefusedException(string typeName, string message)
        : base(message) => TypeName = typeName;

    /// <summary>The type that may not travel, as the refusing side knows it: a name only when the bytes of a peer named it.</summary>
    public string TypeName { get; }
}
