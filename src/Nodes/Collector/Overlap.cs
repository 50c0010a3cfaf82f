namespace ActorIpc.Nodes.Collector;

/// <summary>How much of a range is covered.</summary>
internal enum Overlap
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Some of it: two runs of a chunk disagree about its edges, so the content is another.</summary>
    Partial,

    /// <summary>All of it.</summary>
    Whole,
}
