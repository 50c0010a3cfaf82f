using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ActorIpc.AkkaPeer;

/// <summary>
/// One of two plain Akka.Remote programs that tell each other more than either takes: each one's reader is slow, for the mailbox it delivers to is full most of the time and lets
/// it wait. On a line <c>walk</c> it tells one now and then, on <c>flood</c> as fast as it can, on <c>stop</c> nothing any more, on <c>report</c> it says what it has counted; ends when standard input ends.
/// </summary>
internal static class FloodProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="overflow">What becomes of a message that finds everything full: <c>dead-letter</c> or <c>wait</c>.</param>
    /// <param name="index">Which of the two this is: 0 or 1.</param>
    /// <param name="firstPort">The first one's port; the second has the next.</param>
    public static async Task<int> RunAsync(string overflow, int index, int firstPort)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = ERROR
              stdout-loglevel = OFF
              log-dead-letters = off
              remote.shared-memory.port = {{firstPort + index}}
            }
            actoripc {
              lanes { overflow = {{overflow}}, overflow-wait = 100ms, retry-interval = 100ms }
              links { ring = 256KiB, small-ring = 64KiB, spill-limit = 1MiB }
            }
            flood-mailbox {
              mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka"
              mailbox-capacity = {{FloodSink.Mailbox}}
              mailbox-push-timeout-time = 60s
            }
            """);
        var system = ActorSystem.Create("flood", LanesConfig.Default().WithFallback(config).WithFallback(SharedMemoryConfig.WithoutTcp()));
        var provider = ((ExtendedActorSystem)system).Provider;
        using var book = new FloodBook();
        system.ActorOf(Props.Create(() => new FloodSink(book)).WithMailbox("flood-mailbox"), "sink");
        system.EventStream.Subscribe(new FloodUndertaker(provider, book), typeof(DeadLetter));
        var other = provider.ResolveActorRef($"{provider.DefaultAddress.WithPort(firstPort + 1 - index)}/user/sink");
        var sender = system.ActorOf(Props.Create(() => new FloodSender(other, index, book)), "sender");
        Console.WriteLine("running");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "report")
                Console.WriteLine(book.Report());
            else if (Enum.TryParse<FloodSender.Pace>(line, ignoreCase: true, out var pace))
                sender.Tell(pace);
        }
        return 0;
    }
}
