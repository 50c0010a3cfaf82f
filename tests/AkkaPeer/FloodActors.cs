using System.Buffers.Binary;
using Akka.Actor;
using Akka.Event;

namespace ActorIpc.AkkaPeer;

/// <summary>Takes the other's messages, ten a millisecond at the most: then its mailbox is full, the thread that reads the lane waits for it, and the other finds its ring full.</summary>
internal sealed class FloodSink : ReceiveActor
{
    /// <summary>How many messages its mailbox holds.</summary>
    public const int Mailbox = 1_000;

    private const int AtOnce = 10;
    private int _taken;

    /// <summary>Makes the actor.</summary>
    public FloodSink(FloodBook book) => Receive<byte[]>(message =>
    {
        book.Receive(BinaryPrimitives.ReadInt64LittleEndian(message));
        if (++_taken % AtOnce == 0)
            Thread.Sleep(1); // being slow is what it is for
    });
}

/// <summary>Tells the other numbered messages of random sizes, as fast as it is told to.</summary>
internal sealed class FloodSender : ReceiveActor, IWithTimers
{
    /// <summary>The longest message, in bytes.</summary>
    public const int MaxSize = 2_000;

    private const int Burst = 100;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private Pace _pace = Pace.Stop;
    private long _last;

    /// <summary>Makes the actor.</summary>
    public FloodSender(IActorRef other, int seed, FloodBook book)
    {
        var random = new Random(seed);
        Receive<Pace>(pace =>
        {
            _pace = pace;
            Self.Tell(Turn.Next);
        });
        Receive<Turn>(_ =>
        {
            for (var i = 0; i < (_pace switch { Pace.Flood => Burst, Pace.Walk => 1, _ => 0 }); i++)
            {
                var message = new byte[sizeof(long) + random.Next(MaxSize - sizeof(long))];
                BinaryPrimitives.WriteInt64LittleEndian(message, ++_last);
                book.Send(_last);
                other.Tell(message, Self);
            }
            if (_pace == Pace.Flood)
                Self.Tell(Turn.Next);
            else if (_pace == Pace.Walk)
                Timers.StartSingleTimer(Turn.Next, Turn.Next, Step);
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How fast it tells.</summary>
    internal enum Pace
    {
        /// <summary>A message now and then.</summary>
        Walk,

        /// <summary>As fast as it can.</summary>
        Flood,

        /// <summary>Nothing any more.</summary>
        Stop,
    }

    private enum Turn
    {
        Next,
    }
}

/// <summary>Counts the messages that became dead letters in this process, on the thread that made them so.</summary>
/// <param name="provider">The actor system's.</param>
/// <param name="book">Where it counts.</param>
internal sealed class FloodUndertaker(IActorRefProvider provider, FloodBook book) : MinimalActorRef
{
    /// <inheritdoc/>
    public override ActorPath Path { get; } = provider.RootPath / "undertaker";

    /// <inheritdoc/>
    public override IActorRefProvider Provider => provider;

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is DeadLetter { Message: byte[] letter })
            book.Lose(BinaryPrimitives.ReadInt64LittleEndian(letter));
    }
}
