namespace ActorIpc.Links;

/// <summary>Whom a link is for: a listener hands each new link to the acceptor registered for its purpose.</summary>
public enum LinkPurpose : byte
{
    /// <summary>An association of Akka.Remote.</summary>
    Transport = 1,

    /// <summary>A lane.</summary>
    Lane = 2,

    /// <summary>A typed channel.</summary>
    Channel = 3,
}
