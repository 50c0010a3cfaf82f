using ActorIpc.Nodes;
using ActorIpc.TestNode;
using Akka.Actor;

return await NodeProgram.RunAsync(args, node =>
{
    foreach (var how in args)
    {
        if (!Streaming.TryStart(node, how))
            Misbehaviour.Do(node, how);
    }
    node.Serve<ITestNode>(Props.Create(() => new TestActor(node)));
});
