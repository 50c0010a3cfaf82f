namespace ActorIpc.Serialization;

/// <summary>A type that travels as another one: an actor reference, for example, as the text of its path.</summary>
/// <param name="Member">The type as messages declare it; every type assignable to it is meant.</param>
/// <param name="OnTheWire">The type that is written in its place.</param>
public sealed record TypeSubstitution(Type Member, Type OnTheWire);
