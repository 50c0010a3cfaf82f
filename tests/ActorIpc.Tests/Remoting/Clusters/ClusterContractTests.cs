using ActorIpc.Remoting;
using ActorIpc.Remoting.Cluster;

namespace ActorIpc.Tests.Remoting.Clusters;

/// <summary>A cluster over Akka.Remote's own TCP: the reference.</summary>
public sealed class TcpCluster() : TestCluster(RemotingConfig.Reference());

/// <summary>A cluster with lanes, without TCP.</summary>
public sealed class LaneCluster() : TestCluster(ClusterLanesConfig.Default().WithFallback(SharedMemoryConfig.WithoutTcp()));

/// <summary>A cluster with lanes and TCP addresses.</summary>
public sealed class LaneLocalityCluster() : TestCluster(ClusterLanesConfig.Default().WithFallback(SharedMemoryConfig.Default()));

/// <summary>The reference.</summary>
public sealed class TcpClusterContractTests(TcpCluster cluster) : ClusterContract(cluster), IClassFixture<TcpCluster>;

/// <summary>By lane.</summary>
public sealed class LaneClusterContractTests(LaneCluster cluster) : ClusterContract(cluster), IClassFixture<LaneCluster>;

/// <summary>By lane, with TCP addresses.</summary>
public sealed class LaneLocalityClusterContractTests(LaneLocalityCluster cluster) : ClusterContract(cluster), IClassFixture<LaneLocalityCluster>;
