namespace ActorIpc.Links;

/// <summary>What a handler answers to a record.</summary>
public enum LinkFlow
{
    /// <summary>The record was taken; the next one may come.</summary>
    More,

    /// <summary>The record was taken; none may come until <see cref="Link.Resume"/>.</summary>
    Stop,

    /// <summary>The record was not taken: the link stops, and the same record comes again after <see cref="Link.Resume"/>.</summary>
    Again,
}
