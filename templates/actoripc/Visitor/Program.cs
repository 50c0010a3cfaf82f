using ActorIpc.Nodes;
using ActorIpcApp.Messages;

return await NodeProgram.RunAsync(args, async node =>
{
    var greeter = node.Ref<IGreeting>("greeter");
    var greeted = await greeter.Ask(new Greet("world"), TimeSpan.FromSeconds(5));
    Console.WriteLine($"{greeted.Text} (incarnation {greeted.Incarnation})");
    node.Complete();
});
