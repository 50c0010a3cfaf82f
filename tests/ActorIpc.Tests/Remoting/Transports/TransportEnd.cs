using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Remote.Transport;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>One transport of a test as Akka.Remote would use it, with all it is told.</summary>
internal sealed class TransportEnd : IAssociationEventListener
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly TaskCompletionSource<IAssociationEventListener> _registration;

    private TransportEnd(Transport transport, Address address, TaskCompletionSource<IAssociationEventListener> registration)
    {
        Transport = transport;
        Address = address;
        _registration = registration;
    }

    /// <summary>The transport.</summary>
    public Transport Transport { get; }

    /// <summary>Where it listens.</summary>
    public Address Address { get; }

    /// <summary>The associations that came in, in their order.</summary>
    public ConcurrentQueue<AssociationHandle> Inbound { get; } = new();

    /// <summary>Listens.</summary>
    public static async Task<TransportEnd> ListenAsync(Transport transport, bool register = true)
    {
        var (address, registration) = await transport.Listen().WaitAsync(Wait);
        var end = new TransportEnd(transport, address, registration);
        if (register)
            end.Register();
        return end;
    }

    /// <summary>Tells the transport who takes associations, as Akka.Remote does some time after Listen.</summary>
    public void Register() => _registration.SetResult(this);

    /// <summary>Associates with another end.</summary>
    public Task<AssociationHandle> AssociateAsync(TransportEnd peer) => Transport.Associate(peer.Address).WaitAsync(Wait);

    /// <summary>The next association that comes in.</summary>
    public async Task<AssociationHandle> NextInboundAsync()
    {
        await Eventually.True(() => !Inbound.IsEmpty, Wait, $"an association comes in at {Address}");
        Assert.True(Inbound.TryDequeue(out var handle));
        return handle;
    }

    /// <inheritdoc/>
    public void Notify(IAssociationEvent ev) => Inbound.Enqueue(Assert.IsType<InboundAssociation>(ev).Association);
}
