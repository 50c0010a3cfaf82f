namespace ActorIpc.Messages;

/// <summary>The ways in which messages to a node that is down can be treated, see <see cref="Delivery"/>.</summary>
public enum DeliveryMode
{
    /// <summary>They are dead letters.</summary>
    DropToDeadLetters,

    /// <summary>They wait, in a bounded buffer, for its next incarnation.</summary>
    Buffer,

    /// <summary>They are repeated until an incarnation has processed them.</summary>
    Reliable,
}
