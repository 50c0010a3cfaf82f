using ActorIpc.AkkaPeer;

// Programs as a user of plain Akka would write them, which say on standard output what they see.
return args switch
{
    ["cluster", var transport] => await ClusterProgram.RunAsync(transport, seed: null),
    ["cluster", var transport, var seed] => await ClusterProgram.RunAsync(transport, seed),
    ["storm", var transport, var index, var count, var port, var quota, var seed] => await StormProgram.RunAsync(transport, Number(index), Number(count), Number(port), Number(quota), Number(seed)),
    ["flood", var overflow, var index, var port] => await FloodProgram.RunAsync(overflow, Number(index), Number(port)),
    ["lanes"] => await LanesProgram.RunAsync(),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("usage: akka-peer cluster auto|shm|tcp|lanes [SEED-ADDRESS] | akka-peer lanes | akka-peer storm lanes|shm|tcp INDEX COUNT FIRST-PORT QUOTA SEED | akka-peer flood dead-letter|wait INDEX FIRST-PORT");
    return 2;
}
