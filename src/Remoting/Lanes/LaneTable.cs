using System.Runtime.CompilerServices;
using ActorIpc.Links;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The numbers a lane's writing end has given to paths or to manifests. Read and changed under the link's writer gate only.</summary>
/// <typeparam name="TKey">What has a number.</typeparam>
/// <param name="number">Which table of the receiver.</param>
/// <param name="comparer">When two keys are one.</param>
internal sealed class LaneTable<TKey>(byte number, IEqualityComparer<TKey> comparer)
    where TKey : class
{
    /// <summary>How many keys are found without the dictionary, which costs three times as much and is asked three times for every message; a power of two.</summary>
    private const int Recent = 32;

    private readonly Dictionary<TKey, uint> _ids = new(comparer);
    private readonly (TKey? Key, uint Id)[] _recent = new (TKey?, uint)[Recent];

    /// <summary>The number of a key, if it has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(TKey key, out uint id)
    {
        ref var recent = ref _recent[RuntimeHelpers.GetHashCode(key) & (Recent - 1)];
        if (ReferenceEquals(recent.Key, key))
        {
            id = recent.Id;
            return true;
        }
        return TryFind(key, ref recent, out id);
    }

    /// <summary>Gives a key a number and tells the receiver.</summary>
    /// <returns>False: there is no room in the link.</returns>
    public bool TryDefine(TKey key, string text, in LinkBatch batch, out uint id)
    {
        Span<byte> record = stackalloc byte[LaneRecord.DefineHeader + LaneRecord.MaxText];
        id = (uint)_ids.Count + 1;
        if (!batch.TryAdd(record[..LaneRecord.WriteDefine(record, number, id, text)]))
            return false;
        _ids.Add(key, id);
        return true;
    }

    /// <summary>Empties the table, here and at the receiver, when it has no room for what one message can define.</summary>
    /// <returns>False: there is no room in the link.</returns>
    public bool TryMakeRoom(in LinkBatch batch)
    {
        const int mostOfOneMessage = 2;
        if (_ids.Count <= LaneRecord.TableSize - mostOfOneMessage)
            return true;
        if (!batch.TryAdd([LaneRecord.Reset, number, 0, 0]))
            return false;
        _ids.Clear();
        Array.Clear(_recent);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryFind(TKey key, ref (TKey? Key, uint Id) recent, out uint id)
    {
        if (!_ids.TryGetValue(key, out id))
            return false;
        recent = (key, id);
        return true;
    }
}
