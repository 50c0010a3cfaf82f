namespace ActorIpc.Channels.Meetings;

/// <summary>Where an end meets its peer, again and again when peers come and go.</summary>
internal interface IMeeting
{
    /// <summary>Waits for a peer with which there can be a channel.</summary>
    /// <param name="terms">The end's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChannelConnectException">There is none.</exception>
    Task<ChannelLink> MeetAsync(ChannelTerms terms, CancellationToken cancellation);

    /// <summary>The end will not meet anybody any more.</summary>
    void Leave();
}
