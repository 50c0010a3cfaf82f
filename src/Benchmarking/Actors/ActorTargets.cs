using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>The actors of the other side, as the senders reach them.</summary>
/// <param name="Echoes">One for each pair.</param>
/// <param name="Credit">The receiver of large messages.</param>
internal sealed record ActorTargets(IReadOnlyList<IActorRef> Echoes, IActorRef Credit)
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

    /// <summary>Finds them.</summary>
    /// <param name="system">This side's system.</param>
    /// <param name="address">The other side's address; empty when it is this system.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BenchmarkException">They do not answer.</exception>
    public static async Task<ActorTargets> FindAsync(ActorSystem system, string address, CancellationToken cancellation)
    {
        var echoes = new List<IActorRef>();
        for (var pair = 0; pair < MostPairs; pair++)
            echoes.Add(await FindAsync(system, address, EchoName(pair), cancellation).ConfigureAwait(false));
        return new ActorTargets(echoes, await FindAsync(system, address, CreditName, cancellation).ConfigureAwait(false));
    }

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
