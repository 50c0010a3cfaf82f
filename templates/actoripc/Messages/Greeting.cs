using ActorIpc.Messages;

namespace ActorIpcApp.Messages;

/// <summary>What a greeter accepts.</summary>
public interface IGreeting : IProtocol;

/// <summary>Asks for a greeting.</summary>
/// <param name="Name">Whom to greet.</param>
public sealed record Greet(string Name) : IRequest<IGreeting, Greeted>;

/// <summary>The greeting.</summary>
/// <param name="Text">The greeting.</param>
/// <param name="Incarnation">Which life of the greeter it comes from: 1, 2, 3 ...</param>
public sealed record Greeted(string Text, int Incarnation);
