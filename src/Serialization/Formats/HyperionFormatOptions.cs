using Hyperion;

namespace ActorIpc.Serialization.Formats;

/// <summary>How Hyperion writes messages; both sides must agree.</summary>
public sealed record HyperionFormatOptions
{
    /// <summary>
    /// Write an object that occurs several times in a message once, so that it is one object again for the receiver, and cycles are possible.
    /// Which objects are "the same" is asked of their <c>Equals</c>: two records that are equal become one. Costs a dictionary per message.
    /// </summary>
    public bool PreserveObjectReferences { get; init; }

    /// <summary>Write the names of a type's fields, so that a receiver whose type has other fields notices. Costs their bytes once per type and message.</summary>
    public bool VersionTolerance { get; init; }

    /// <summary>The conversions that stand behind the allow-list's substitutions.</summary>
    public IReadOnlyList<Surrogate> Surrogates { get; init; } = [];
}
