namespace ActorIpc.Messages;

/// <summary>How messages are written between processes.</summary>
public enum MessageFormat
{
    /// <summary>
    /// Each message as its type says: Google's <c>IMessage</c> as <see cref="Protobuf"/>, <c>[MemoryPackable]</c> as <see cref="MemoryPack"/>, everything else as <see cref="Hyperion"/>.
    /// </summary>
    Auto,

    /// <summary>Hyperion: any record or class, without attributes.</summary>
    Hyperion,

    /// <summary>MemoryPack: types with <c>[MemoryPackable]</c>; the smallest and the fastest.</summary>
    MemoryPack,

    /// <summary>Protocol Buffers: types that <c>protoc</c> makes.</summary>
    Protobuf,

    /// <summary>JSON by System.Text.Json: for eyes and for other languages.</summary>
    Json,
}
