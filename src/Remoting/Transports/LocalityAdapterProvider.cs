using Akka.Actor;
using Akka.Remote.Transport;

namespace ActorIpc.Remoting.Transports;

/// <summary>
/// Puts shared memory under a TCP transport of Akka.Remote: addresses stay what they are, associations with processes of the same machine and user go over a
/// link, all others over TCP. Enabled by <c>applied-adapters = ["shared-memory"]</c>; see <see cref="SharedMemoryConfig.Default"/>.
/// </summary>
/// <remarks>Not under TLS, unless <c>actoripc.links.under-tls</c> says so: who asked for keys is not to lose them silently.</remarks>
public sealed class LocalityAdapterProvider : ITransportAdapterProvider
{
    /// <inheritdoc/>
    public Transport Create(Transport wrappedTransport, ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(wrappedTransport);
        ArgumentNullException.ThrowIfNull(system);
        return new LocalityTransport(wrappedTransport, system);
    }
}
