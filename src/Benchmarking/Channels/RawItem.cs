using System.Runtime.CompilerServices;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>An item without references: its number and something that makes it as long as it is to be.</summary>
/// <typeparam name="TRest">What follows the number.</typeparam>
/// <param name="Id">Its number.</param>
/// <param name="Rest">What follows it.</param>
internal readonly record struct RawItem<TRest>(long Id, TRest Rest)
    where TRest : unmanaged;

/// <summary>56 bytes.</summary>
[InlineArray(56)]
internal struct Rest64
{
    private byte _first;
}

/// <summary>1,016 bytes.</summary>
[InlineArray(1016)]
internal struct Rest1K
{
    private byte _first;
}

/// <summary>65,528 bytes.</summary>
[InlineArray(65528)]
internal struct Rest64K
{
    private byte _first;
}
