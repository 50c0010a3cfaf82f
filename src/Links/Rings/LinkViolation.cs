namespace ActorIpc.Links.Rings;

/// <summary>The peer's bytes broke a rule: ends the link, and never leaves the library.</summary>
/// <param name="rule">The rule and the offending values.</param>
internal sealed class LinkViolation(string rule) : Exception(rule);
