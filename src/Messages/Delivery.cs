using System.Globalization;

namespace ActorIpc.Messages;

/// <summary>What becomes of messages to a node that is down. <c>default</c> is <see cref="DropToDeadLetters"/>. Part of a <see cref="NodeRef{TProtocol}"/>, and travels with it.</summary>
/// <param name="Mode">Which of the three.</param>
/// <param name="Capacity">How many messages are kept at most; 0 exactly for <see cref="DropToDeadLetters"/>.</param>
public readonly record struct Delivery(DeliveryMode Mode, int Capacity)
{
    /// <summary>The largest capacity, in messages.</summary>
    public const int MaximumCapacity = 16 * 1024 * 1024;

    /// <summary>How many messages <see cref="Reliable()"/> keeps that have not been processed.</summary>
    public const int DefaultReliableCapacity = 100_000;

    /// <summary>At most once, as Akka: what a node cannot be given now is a dead letter.</summary>
    public static Delivery DropToDeadLetters => default;

    /// <summary>
    /// What is told while the node is known to be down is kept and given in order to its next incarnation; a request that dies with its node is asked again. What is told
    /// between a death and its being known can be lost.
    /// </summary>
    /// <param name="capacity">How many messages are kept at most; further ones are dead letters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not 1 to <see cref="MaximumCapacity"/>.</exception>
    public static Delivery Buffer(int capacity) => Of(DeliveryMode.Buffer, capacity);

    /// <summary>At least once and in order: each message is given to incarnation after incarnation until one has processed it; to none of them twice.</summary>
    public static Delivery Reliable() => Reliable(DefaultReliableCapacity);

    /// <summary>At least once and in order: each message is given to incarnation after incarnation until one has processed it; to none of them twice.</summary>
    /// <param name="capacity">How many messages are kept at most that have not been processed; further ones are dead letters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not 1 to <see cref="MaximumCapacity"/>.</exception>
    public static Delivery Reliable(int capacity) => Of(DeliveryMode.Reliable, capacity);

    /// <inheritdoc/>
    public override string ToString() => Mode == DeliveryMode.DropToDeadLetters ? "drop" : string.Create(CultureInfo.InvariantCulture, $"{Mode.ToString().ToLowerInvariant()}({Capacity})");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="delivery">What it says, when the result is true.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Delivery delivery)
    {
        delivery = default;
        if (text is "drop")
            return true;
        var open = text.IndexOf('(');
        if (open < 0 || text[^1] != ')' || !int.TryParse(text[(open + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var capacity) || capacity is < 1 or > MaximumCapacity)
            return false;
        DeliveryMode? mode = text[..open] switch
        {
            "buffer" => DeliveryMode.Buffer,
            "reliable" => DeliveryMode.Reliable,
            _ => null,
        };
        delivery = new Delivery(mode.GetValueOrDefault(), mode is null ? 0 : capacity);
        return mode is not null;
    }

    private static Delivery Of(DeliveryMode mode, int capacity) => capacity is >= 1 and <= MaximumCapacity
        ? new Delivery(mode, capacity)
        : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"a delivery keeps 1 to {MaximumCapacity} messages");
}
