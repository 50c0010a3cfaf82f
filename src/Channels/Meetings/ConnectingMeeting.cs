using ActorIpc.Channels.Protocol;
using ActorIpc.Links;

namespace ActorIpc.Channels.Meetings;

/// <summary>Meets by connecting to the listener of the channel's name, as often as it takes within the end's time.</summary>
internal sealed class ConnectingMeeting : IMeeting
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public async Task<ChannelLink> MeetAsync(ChannelTerms terms, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = terms.WaitForPeer - TimeProvider.System.GetElapsedTime(start);
            string absent;
            try
            {
                if (await ConnectAsync(terms, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation).ConfigureAwait(false) is { } met)
                    return met;
                absent = "the listener took another peer";
            }
            catch (LinkException e) when (e.Failure is LinkFailure.NoListener or LinkFailure.Busy or LinkFailure.PeerDied or LinkFailure.ShuttingDown or LinkFailure.NotServed)
            {
                absent = e.Message;
            }
            catch (LinkException e)
            {
                throw new ChannelConnectException(
                    e.Failure is LinkFailure.Refused or LinkFailure.VersionMismatch ? ChannelConnectFailure.Mismatch : ChannelConnectFailure.NoLink,
                    $"no channel: channel={terms.Name} as={terms.Role}: {e.Message}", e);
            }
            if (TimeProvider.System.GetElapsedTime(start) >= terms.WaitForPeer)
            {
                throw new ChannelConnectException(
                    ChannelConnectFailure.NoPeer,
                    $"a listener with a free {(terms.Role == ChannelRole.Writer ? "reader" : "writer")} must be there within {terms.WaitForPeer.TotalSeconds:0.###} s: channel={terms.Name}: {absent}");
            }
            await Task.Delay(LookAgain, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Leave()
    {
    }

    private static async Task<ChannelLink?> ConnectAsync(ChannelTerms terms, TimeSpan wait, CancellationToken cancellation)
    {
        var request = new LinkRequest
        {
            To = terms.Address,
            Purpose = LinkPurpose.Channel,
            Data = terms.Greeting.Encode(),
            Tuning = terms.Tuning,
            Media = terms.Media,
            Tcp = terms.Medium == ChannelMedium.Tcp ? terms.Endpoint : null,
            WaitForListener = wait,
        };
        var link = await LinkConnector.ConnectAsync(terms.Links, request, cancellation).ConfigureAwait(false);
        try
        {
            var theirs = ChannelGreeting.Decode(link.Peer.Data.Span);
            if (ChannelGreeting.Difference(terms.Name, terms.Greeting, theirs) is { } difference)
                throw new ChannelConnectException(ChannelConnectFailure.Mismatch, difference);
            var met = new ChannelLink(link, theirs.Peer(link.Peer));
            if (await met.AcceptedAsync().WaitAsync(terms.Links.Options.HandshakeTimeout, cancellation).ConfigureAwait(false))
                return met;
            link.Abort("not accepted");
            return null;
        }
        catch (Exception e)
        {
            link.Abort(e.Message);
            throw e switch
            {
                ChannelProtocolException => new ChannelConnectException(ChannelConnectFailure.Mismatch, $"no channel: channel={terms.Name}: {e.Message}", e),
                TimeoutException => new ChannelConnectException(ChannelConnectFailure.NoLink, $"a listener must accept within {terms.Links.Options.HandshakeTimeout}: channel={terms.Name}", e),
                _ => e,
            };
        }
    }
}
