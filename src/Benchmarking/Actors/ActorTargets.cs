using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>The actors of the other side, as the senders reach them.</summary>
/// <param name="Echoes">One for each pair.</param>
/// <param name="Deployed">The same, deployed there from this side; none when the other side is this system.</param>
/// <param name="Credit">The receiver of large messages.</param>
internal sealed record ActorTargets(IReadOnlyList<IActorRef> Echoes, IReadOnlyList<IActorRef> Deployed, IActorRef Credit)
{
    /// <summary>The most pairs at once.</summary>
    public const int MostPairs = 10;

    private const string CreditName = "credit";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Starts them.</summary>
    /// <param name="system">The other side's system.</param>
    public static void Start(ActorSystem system)
    {
        for (var pair = 0; pair < MostPairs; pair++)
            system.ActorOf(Props.Create(() => new EchoActor()), EchoName(pair));
        system.ActorOf(Props.Create(() => new CreditActor()), CreditName);
    }

    /// <summary>Finds them, and deploys the others.</summary>
    /// <param name="system">This side's system.</param>
    /// <param name="address">The other side's address; empty when it is this system.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BenchmarkException">They do not answer.</exception>
    public static async Task<ActorTargets> FindAsync(ActorSystem system, string address, CancellationToken cancellation)
    {
        var echoes = new List<IActorRef>();
        for (var pair = 0; pair < MostPairs; pair++)
            echoes.Add(await FindAsync(system, address, EchoName(pair), cancellation).ConfigureAwait(false));
        var deployed = address.Length == 0 ? [] : Enumerable.Range(0, MostPairs).Select(pair => Deploy(system, address, pair)).ToArray();
        return new ActorTargets(echoes, deployed, await FindAsync(system, address, CreditName, cancellation).ConfigureAwait(false));
    }

    /// <summary>As in Akka's own RemotePingPong: a child of this system's guardian, made in the other process.</summary>
    private static IActorRef Deploy(ActorSystem system, string address, int pair) => system.ActorOf(
        Props.Create(() => new EchoActor()).WithDeploy(new Deploy(new RemoteScope(Address.Parse(address)))), $"deployed-{EchoName(pair)}");

    private static async Task<IActorRef> FindAsync(ActorSystem system, string address, string name, CancellationToken cancellation)
    {
        try
        {
            return await system.ActorSelection($"{address}/user/{name}").ResolveOne(Patience, cancellation).ConfigureAwait(false);
        }
        catch (ActorNotFoundException e)
        {
            throw new BenchmarkException($"the other side's actor must answer within {Patience.TotalSeconds:0} s: actor={address}/user/{name}", e);
        }
    }

    private static string EchoName(int pair) => $"echo-{pair}";
}
