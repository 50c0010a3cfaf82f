using ActorIpc.Links;

namespace ActorIpc.Tests.Links;

/// <summary>An acceptor that gives every HELLO one answer and keeps the first link.</summary>
/// <param name="decision">The answer.</param>
internal sealed class OneLink(LinkDecision? decision = null) : ILinkAcceptor
{
    private readonly TaskCompletionSource<Link> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Link> Link => _link.Task;

    public LinkHello? Hello { get; private set; }

    public LinkDecision Decide(LinkHello hello)
    {
        Hello = hello;
        return decision ?? LinkDecision.Accept();
    }

    public void OnLink(Link link) => _link.TrySetResult(link);
}
