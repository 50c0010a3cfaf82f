using ActorIpc.Links.Interop;
using ActorIpc.Links.Segments;

namespace ActorIpc.Links.Deaths;

/// <summary>The other side of a <see cref="DeathMark"/>, in the process whose death it is to tell.</summary>
public static class DeathMarkHolder
{
    /// <summary>
    /// Holds a mark by the calling thread: the kernel sets it when this thread ends, which it must not before the process does. The memory stays mapped until then. A thread holds one mark,
    /// and no robust mutex of the C library.
    /// </summary>
    /// <param name="path">The mark's <see cref="DeathMark.Path"/>.</param>
    /// <param name="index">The mark's <see cref="DeathMark.Index"/>.</param>
    /// <returns>False when there is no such mark, or the kernel does not allow it: the death will be known by the process's handle, a little later.</returns>
    public static bool TryHold(string path, int index)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Futex.IsSupported || !DeathMarkPage.IsMark(index))
            return false;
        try
        {
            using var file = Posix.OpenExisting(path, followSymlink: true);
            // What can shrink under its mapping ends this process (SIGBUS) when the word is touched.
            if (Posix.Facts(file) is not { IsRegular: true, Size: DeathMarkPage.Bytes } || (Posix.Seals(file) & Posix.SealShrink) == 0 || Posix.Seals(file) < 0)
                return false;
            var memory = MappedMemory.Map(file, DeathMarkPage.Bytes);
            var word = memory.AddressOf(DeathMarkPage.OffsetOf(index));
            memory.ExchangeInt32(DeathMarkPage.OffsetOf(index), Futex.HoldByThisThread(word));
            Futex.Wake(word); // Whoever waits knew it as nobody's.
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
