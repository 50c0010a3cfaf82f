using System.Diagnostics;
using ActorIpc.Benchmarking.Actors;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Statistics;
using ActorIpc.Remoting.Transports;
using Akka.Actor;

namespace ActorIpc.Benchmarking.Meshes;

/// <summary>One node of a mesh, in a peer process: an echo actor for every other node, and a sender to an echo actor of every other. Alone, it has one of each for itself.</summary>
internal sealed class MeshNode
{
    /// <summary>What is sent.</summary>
    public const string Text = "actoripc-message";

    /// <summary>Messages each sender keeps under way.</summary>
    public const int Window = 50;

    private readonly OpenLaneMeter _lanes = new();
    private readonly ExtendedActorSystem _system;
    private readonly int _index;
    private MessageCounter[] _answers = []; // empty before Begin

    /// <summary>Starts the actor system and its echo actors.</summary>
    /// <param name="order">What the node must know; no addresses yet.</param>
    public MeshNode(MeshOrder order)
    {
        _index = order.Index;
        _system = (ExtendedActorSystem)LanePath.SystemIn(order.Folder, "bench-mesh");
        foreach (var from in OthersOf(order))
            _system.ActorOf(Props.Create(() => new EchoActor()), EchoName(from));
    }

    /// <summary>Its address.</summary>
    public string Address => _system.Provider.DefaultAddress.ToString();

    /// <summary>Lets its senders begin. The first messages go the classic way; the lanes open behind them.</summary>
    /// <param name="order">The same node with the addresses of all.</param>
    public void Begin(MeshOrder order)
    {
        var others = OthersOf(order).ToArray();
        _answers = [.. others.Select(_ => new MessageCounter())];
        foreach (var (other, answers) in others.Zip(_answers))
        {
            var echo = _system.Provider.ResolveActorRef($"{order.Addresses[other]}/user/{EchoName(_index)}");
            _system.ActorOf(Props.Create(() => new WindowSender(echo, Text, Window, answers))).Tell(WindowSender.Begin.Instance);
        }
    }

    /// <summary>Looks.</summary>
    public MeshLook Look()
    {
        using var process = Process.GetCurrentProcess();
        return new MeshLook(
            2 * _answers.Sum(answers => answers.Value),
            Stopwatch.GetElapsedTime(0).TotalMicroseconds,
            ProcessUse.OfThisProcess().Processor.TotalMicroseconds,
            _lanes.Count(),
            process.Threads.Count,
            process.WorkingSet64,
            SystemLinks.For(_system).Runtime.SegmentBytes);
    }

    private static IEnumerable<int> OthersOf(MeshOrder order) => order.Nodes == 1 ? [0] : Enumerable.Range(0, order.Nodes).Where(node => node != order.Index);

    private static string EchoName(int from) => $"echo-for-{from}";
}
