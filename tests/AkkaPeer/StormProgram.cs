using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ActorIpc.AkkaPeer;

/// <summary>
/// One of several plain Akka.Remote programs that flood each other with messages of random sizes. Each keeps account of what it told whom, of what became a dead letter, and of
/// what came from whom in which order. It begins on a line <c>flood</c>; on a line <c>report</c> it says so, on <c>details</c> what was wrong; ends when standard input ends.
/// </summary>
internal static class StormProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="transport"><c>lanes</c>, or, to compare, <c>shm</c> or <c>tcp</c> without lanes.</param>
    /// <param name="index">Which of them this is.</param>
    /// <param name="count">How many there are; the port of each is the first one's and its index.</param>
    /// <param name="firstPort">The first one's port.</param>
    /// <param name="quota">How many messages it sends.</param>
    /// <param name="seed">Of the sizes.</param>
    public static async Task<int> RunAsync(string transport, int index, int count, int firstPort, int quota, int seed)
    {
        var port = firstPort + index;
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = ERROR
              stdout-loglevel = OFF
              log-dead-letters = off
              remote.shared-memory.port = {{port}}
              remote.dot-netty.tcp { hostname = localhost, port = {{port}} }
              remote.retry-gate-closed-for = 100ms
            }
            actoripc.lanes.retry-interval = 100ms
            storm-mailbox.mailbox-type = "{{typeof(StormMailbox).AssemblyQualifiedName}}"
            """);
        var system = ActorSystem.Create("storm", transport switch
        {
            "tcp" => ConfigurationFactory.ParseString("akka.actor.provider = remote").WithFallback(config),
            "shm" => ConfigurationFactory.ParseString("akka.actor.provider = remote").WithFallback(config).WithFallback(SharedMemoryConfig.WithoutTcp()),
            _ => LanesConfig.Default().WithFallback(config).WithFallback(SharedMemoryConfig.WithoutTcp()),
        });
        var provider = ((ExtendedActorSystem)system).Provider;
        var book = new StormBook(count);
        system.ActorOf(Props.Create(() => new StormSink(index, count, book)).WithMailbox("storm-mailbox"), "sink");
        system.EventStream.Subscribe(new StormUndertaker(provider, book), typeof(DeadLetter));
        var targets = Enumerable.Range(0, count).Select(other => provider.ResolveActorRef($"{provider.DefaultAddress.WithPort(firstPort + other)}/user/sink")).ToArray();
        var life = (uint)Environment.ProcessId;
        var sender = system.ActorOf(Props.Create(() => new StormSender(index, life, targets, quota, seed, book)), "sender");
        Console.WriteLine("running");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "flood")
                sender.Tell(StormSender.Turn.Next);
            else if (line == "report")
                Console.WriteLine(book.Report());
            else if (line == "details")
                Console.WriteLine(string.Join(Environment.NewLine, book.Details().Append("details end")));
        }
        return 0;
    }
}
