using System.Buffers;

namespace ActorIpc.Channels.Formats;

/// <summary>How an item of a channel becomes bytes and comes back. One object may serve several channels, from several threads at once.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public abstract class ItemFormat<T>
{
    /// <summary>Its name, with everything the two sides must agree on; compared at the handshake. At most 200 letters.</summary>
    public abstract string Name { get; }

    /// <summary>The bytes of every item, when all have the same number; 0: they differ, and each goes with its length.</summary>
    public virtual int ItemBytes => 0;

    /// <summary>Writes an item. What it throws, the writing program gets, and the channel is as before.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="item">The item.</param>
    public abstract void Write(IBufferWriter<byte> output, T item);

    /// <summary>Reads an item. The bytes come from another process and may be anything: what it throws ends the channel, and what it reserves must be bounded by their number.</summary>
    /// <param name="bytes">Exactly what <see cref="Write"/> wrote; valid during the call.</param>
    public abstract T Read(ReadOnlySpan<byte> bytes);

    /// <summary>Looks at items that lie one behind the other, for what <see cref="Read"/> looks for in each.</summary>
    /// <param name="items">The items, with what stands between them.</param>
    /// <returns>True: there is nothing, and <see cref="ReadHarmless"/> will do for each of them.</returns>
    internal virtual bool IsHarmless(ReadOnlySpan<byte> items) => false;

    /// <summary><see cref="Read"/> for an item among others that <see cref="IsHarmless"/>.</summary>
    /// <param name="bytes">As there.</param>
    internal virtual T ReadHarmless(ReadOnlySpan<byte> bytes) => Read(bytes);
}
