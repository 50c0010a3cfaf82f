namespace ActorIpc.Messages;

/// <summary>
/// Chooses the format in which the messages of a protocol travel, and the replies its requests name. Both sides see it, for both know the protocol; the configuration
/// (<c>actoripc.serialization.formats</c>) wins over it.
/// </summary>
/// <example><code>[TravelsAs(MessageFormat.Json)] public interface IPricing : IProtocol;</code></example>
/// <param name="format">The format.</param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class TravelsAsAttribute(MessageFormat format) : Attribute
{
    /// <summary>The format.</summary>
    public MessageFormat Format { get; } = format;
}
