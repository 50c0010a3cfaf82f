using System.Diagnostics.Metrics;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ActorIpc.AkkaPeer;

/// <summary>
/// One of several plain Akka.Remote programs with lanes that flood each other with messages of random sizes. Each keeps account of what it told whom, of what became a dead
/// letter, and of what came from whom in which order. Begins on a line <c>go</c>; on a line <c>report</c> it says so; ends when standard input ends.
/// </summary>
internal static class StormProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="index">Which of them this is.</param>
    /// <param name="count">How many there are; the port of each is the first one's and its index.</param>
    /// <param name="firstPort">The first one's port.</param>
    /// <param name="quota">How many messages it sends.</param>
    /// <param name="seed">Of the sizes.</param>
    public static async Task<int> RunAsync(int index, int count, int firstPort, int quota, int seed)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = ERROR
              stdout-loglevel = OFF
              log-dead-letters = off
              remote.shared-memory.port = {{firstPort + index}}
              remote.retry-gate-closed-for = 100ms
            }
            actoripc.lanes.retry-interval = 100ms
            """);
        var system = ActorSystem.Create("storm", LanesConfig.Default().WithFallback(config).WithFallback(SharedMemoryConfig.WithoutTcp()));
        var book = new StormBook(count);
        system.ActorOf(Props.Create(() => new StormSink(index, count, book)), "sink");
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new StormUndertaker(firstPort, book)), "undertaker"), typeof(DeadLetter));
        var targets = Enumerable.Range(0, count).Select(other => system.Provider().ResolveActorRef($"akka.shm://storm@localhost:{firstPort + other}/user/sink")).ToArray();
        var life = (uint)Environment.ProcessId;
        var sender = system.ActorOf(Props.Create(() => new StormSender(index, life, targets, quota, seed, book)), "sender");
        Console.WriteLine("running");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "go")
                sender.Tell(StormSender.Turn.Next);
            else if (line == "report")
                Console.WriteLine($"{book.Report()} lanes={OpenLanes()}");
        }
        return 0;
    }

    /// <summary>What the meter of lanes says.</summary>
    private static long OpenLanes()
    {
        long open = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "actoripc.lanes.open")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => open = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return open;
    }

    private static IActorRefProvider Provider(this ActorSystem system) => ((ExtendedActorSystem)system).Provider;
}
