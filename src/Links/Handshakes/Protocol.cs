namespace ActorIpc.Links.Handshakes;

/// <summary>The version of everything two processes must agree on: frames, segment, records.</summary>
internal static class Protocol
{
    public const ulong Magic = 0x4B4E494C43504941; // "AIPCLINK" in memory order
    public const ushort Major = 1;
    public const ushort Minor = 0;

    /// <summary>The oldest major version that is still understood.</summary>
    public const ushort OldestMajor = 1;

    /// <summary>Bits of optional behaviour; none yet.</summary>
    public const ulong Features = 0;
}
