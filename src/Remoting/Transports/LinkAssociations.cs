using System.Collections.Concurrent;
using ActorIpc.Links;
using Akka.Actor;
using Akka.Event;

namespace ActorIpc.Remoting.Transports;

/// <summary>The associations of one transport that go over links: made in both directions, closed together.</summary>
/// <param name="links">The links of the actor system.</param>
/// <param name="log">Where they tell what is wrong.</param>
internal sealed class LinkAssociations(SystemLinks links, ILoggingAdapter log)
{
    /// <summary>What Akka's protocol and its handshake add to a payload, generously: the limit a user sets is that of the payload alone.</summary>
    private const int Envelope = 4096;

    private readonly ConcurrentDictionary<LinkAssociation, byte> _open = new();
    private volatile bool _closed;

    /// <summary>How a link for payloads of that length differs from others.</summary>
    /// <param name="maximumPayload">The longest payload, in bytes.</param>
    public static LinkTuning Tuning(long maximumPayload) => new() { MaxMessage = (int)Math.Min(maximumPayload + Envelope, 1024 * 1024 * 1024) };

    /// <summary>How long a transport waits at its end for what was written to leave.</summary>
    /// <param name="system">The actor system.</param>
    public static TimeSpan FlushWait(ActorSystem system) => system.Settings.Config.GetTimeSpan("akka.remote.flush-wait-on-shutdown", TimeSpan.FromSeconds(2));

    /// <summary>Associates with a system of this machine.</summary>
    /// <param name="local">This side's address, of the transport's scheme.</param>
    /// <param name="remote">The peer's.</param>
    /// <param name="rendezvous">The name of its link listener.</param>
    /// <param name="maximumPayload">The longest payload, in bytes.</param>
    /// <exception cref="LinkException">There is no link; it says why.</exception>
    public async Task<LinkAssociation> AssociateAsync(Address local, Address remote, string rendezvous, long maximumPayload)
    {
        var link = await LinkConnector.ConnectAsync(links.Runtime, new LinkRequest
        {
            To = rendezvous,
            From = LinkAddress.Full(local),
            Purpose = LinkPurpose.Transport,
            SystemUid = links.SystemUid,
            Tuning = Tuning(maximumPayload),
        }).ConfigureAwait(false);
        return Add(local, remote, link) ?? throw new LinkException(LinkFailure.ShuttingDown, $"the transport is closed: local={local}");
    }

    /// <summary>Makes an association of an open link; null when the transport is closed, and the link is cut.</summary>
    /// <param name="local">This side's address, of the transport's scheme.</param>
    /// <param name="remote">The peer's.</param>
    /// <param name="link">The link.</param>
    public LinkAssociation? Add(Address local, Address remote, Link link)
    {
        var association = new LinkAssociation(local, remote, link, links, log);
        _open[association] = 0;
        link.Closed.ContinueWith(_ => _open.TryRemove(association, out byte _), TaskScheduler.Default);
        if (!_closed)
            return association;
        link.Abort("the transport is closed");
        return null;
    }

    /// <summary>Closes all of them: what was written is delivered, at most until the deadline. May be called again.</summary>
    /// <param name="deadline">How long a peer may take.</param>
    public Task CloseAsync(TimeSpan deadline)
    {
        _closed = true;
        return Task.WhenAll(_open.Keys.Select(association => association.Link.CloseAsync(deadline)));
    }
}
