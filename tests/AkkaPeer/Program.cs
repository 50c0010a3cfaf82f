using ActorIpc.AkkaPeer;

// Programs as a user of plain Akka would write them, which say on standard output what they see.
return args switch
{
    ["cluster", var transport] => await ClusterProgram.RunAsync(transport, seed: null),
    ["cluster", var transport, var seed] => await ClusterProgram.RunAsync(transport, seed),
    ["lanes"] => await LanesProgram.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: akka-peer cluster auto|shm|tcp|lanes [SEED-ADDRESS] | akka-peer lanes");
    return 2;
}
