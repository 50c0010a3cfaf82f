namespace ActorIpc.Serialization;

/// <summary>Where a value stands when it is written by itself.</summary>
public enum MessagePlace
{
    /// <summary>It is what one actor sends to another: messages of a protocol and their replies only.</summary>
    Alone,

    /// <summary>
    /// It is part of an envelope that the actor library sends for its own purposes, such as the id of an <c>Identify</c>, the file name inside an
    /// exception, or an argument of an actor that is deployed on another node: plain values (numbers, texts, times, bytes) may stand here too.
    /// </summary>
    InEnvelope,
}
