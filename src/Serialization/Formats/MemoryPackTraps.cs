namespace ActorIpc.Serialization.Formats;

/// <summary>
/// The bytes that MemoryPack must not be given: <c>any of 0..3, 0, 0, 128</c>. As the length of a text (-2147483648 to -2147483645) they pass its checks and take the process down
/// (1.21.4: the sum with four is negative); the same bytes are also good numbers (-0.0, the least integer).
/// </summary>
internal static class MemoryPackTraps
{
    /// <summary>Whether there is one among some bytes.</summary>
    /// <param name="bytes">What is to be given to MemoryPack.</param>
    public static bool IsIn(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var at = bytes.IndexOf([(byte)0, (byte)0, (byte)128]);
            if (at < 0)
                return false;
            if (at > 0 && bytes[at - 1] <= 3)
                return true;
            // From its second zero on: that is what may stand before the next one.
            bytes = bytes[(at + 1)..];
        }
    }
}
