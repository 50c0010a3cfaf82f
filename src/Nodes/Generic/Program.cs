using ActorIpc.Nodes;
using ActorIpc.Nodes.Generic;

return await NodeProgram.RunPreparedAsync(args, launch =>
{
    var actor = launch.Actor ?? throw new CannotStartException("a generic node hosts an actor, and its child spec names none: actor=");
    var hosted = HostedActor.Load(actor);
    return new PreparedNode(hosted.Allow(launch), hosted.StartAsync);
});
