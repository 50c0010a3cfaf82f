namespace ActorIpc.Benchmarking.Meshes;

/// <summary>What a peer must know to be a node of a mesh.</summary>
/// <param name="Folder">The folder for sockets and locks, the same for all nodes.</param>
/// <param name="Nodes">How many nodes the mesh has.</param>
/// <param name="Index">Which of them this one is, from 0.</param>
/// <param name="Addresses">The addresses of all, in order; empty while they open.</param>
internal sealed record MeshOrder(string Folder, int Nodes, int Index, IReadOnlyList<string> Addresses);
