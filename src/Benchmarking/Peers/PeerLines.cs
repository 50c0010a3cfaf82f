using System.Text.Json.Serialization;
using ActorIpc.Benchmarking.Meshes;

namespace ActorIpc.Benchmarking.Peers;

/// <summary>One line of JSON on a peer's standard input: what it is to do. Each order is answered with one <see cref="PeerReply"/>.</summary>
/// <param name="Kind">What.</param>
/// <param name="Path">The path to serve, by name; empty unless that is the order.</param>
/// <param name="Mesh">The mesh to be a node of; null unless that is the order.</param>
internal sealed record PeerOrder(PeerOrderKind Kind, string Path = "", MeshOrder? Mesh = null);

/// <summary>What a peer can be told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeerOrderKind>))]
internal enum PeerOrderKind
{
    /// <summary>Say which folder you made for sockets and locks.</summary>
    Greet,

    /// <summary>Be the other side of a path; say what this side needs to find it.</summary>
    Serve,

    /// <summary>Say what your process has used up.</summary>
    Use,

    /// <summary>Collect your garbage.</summary>
    CollectGarbage,

    /// <summary>Be a node of a mesh; say its address.</summary>
    OpenMesh,

    /// <summary>Let the senders of that node begin.</summary>
    BeginMesh,

    /// <summary>Say how that node is.</summary>
    LookAtMesh,
}

/// <summary>One line of JSON on a peer's standard output.</summary>
/// <param name="Problem">Why it was not done; null when it was.</param>
/// <param name="Text">The folder, what finds the other side, or the address of a mesh's node.</param>
/// <param name="ProcessorMicroseconds">Processor time the peer has used, in microseconds.</param>
/// <param name="AllocatedBytes">Managed memory the peer has allocated, in bytes.</param>
/// <param name="Mesh">How the node of a mesh is; null unless asked for.</param>
internal sealed record PeerReply(string? Problem = null, string Text = "", double ProcessorMicroseconds = 0, long AllocatedBytes = 0, MeshLook? Mesh = null);

/// <summary>The format of both.</summary>
[JsonSerializable(typeof(PeerOrder))]
[JsonSerializable(typeof(PeerReply))]
internal sealed partial class PeerJson : JsonSerializerContext;
