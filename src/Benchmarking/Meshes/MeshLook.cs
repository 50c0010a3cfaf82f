namespace ActorIpc.Benchmarking.Meshes;

/// <summary>One look of a node at itself. What is between two looks of one node is of one interval; the nodes' intervals need not be the same.</summary>
/// <param name="Messages">Messages its senders have exchanged since they began, questions and answers.</param>
/// <param name="Microseconds">The moment, on a clock of the node's own.</param>
/// <param name="ProcessorMicroseconds">Processor time its process has used, user and kernel.</param>
/// <param name="OpenLanes">Lanes that lead from it and carry.</param>
/// <param name="Threads">Threads of its process.</param>
/// <param name="ResidentBytes">Resident memory of its process, in bytes; of shared memory the pages it has touched.</param>
/// <param name="SegmentBytes">Shared memory its links reserve, of those it has made, in bytes.</param>
internal sealed record MeshLook(long Messages, double Microseconds, double ProcessorMicroseconds, int OpenLanes, int Threads, long ResidentBytes, long SegmentBytes);
