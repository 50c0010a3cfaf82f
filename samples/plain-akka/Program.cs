using Akka.Actor;
using Akka.Configuration;
using PlainAkka;

// plain-akka CONFIG serve                    says its address, and answers until standard input ends
// plain-akka CONFIG ask ADDRESS SYMBOL...    asks for each symbol and prints the answers
if (args is not ([_, "serve"] or [_, "ask", _, _, ..]))
{
    Console.Error.WriteLine("usage: plain-akka CONFIG serve | plain-akka CONFIG ask ADDRESS SYMBOL...");
    return 2;
}
var config = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, args[0])));
var system = ActorSystem.Create("shop", config);
if (args[1] == "serve")
{
    system.ActorOf(Props.Create(() => new PricingActor()), "pricing");
    Console.WriteLine($"address {((ExtendedActorSystem)system).Provider.DefaultAddress}");
    await Console.In.ReadToEndAsync();
}
else
{
    var pricing = await system.ActorSelection($"{args[2]}/user/pricing").ResolveOne(TimeSpan.FromSeconds(10));
    foreach (var symbol in args[3..])
        Console.WriteLine(await pricing.Ask<string>(symbol, TimeSpan.FromSeconds(10)));
}
await system.Terminate();
return 0;
