namespace ActorIpc.Tests.Channels;

/// <summary>An item without references.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Price">Follows from the number.</param>
/// <param name="Volume">Follows from the number.</param>
public readonly record struct Tick(long Id, double Price, int Volume)
{
    /// <summary>The item of a number.</summary>
    public static Tick Of(long id) => new(id, id * 0.25, (int)(id ^ 0x5555));
}
