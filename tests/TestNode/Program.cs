using ActorIpc.Nodes;
using ActorIpc.TestNode;
using Akka.Actor;

return await NodeProgram.RunAsync(args, node =>
{
    foreach (var how in args)
    {
        if (how.Split(':') is ["babble", var other])
            _ = Babbling.RunAsync(node, other);
        else if (!Streaming.TryStart(node, how))
            Misbehaviour.Do(node, how);
    }
    node.Serve<ITestNode>(Props.Create(() => new TestActor(node)));
});
