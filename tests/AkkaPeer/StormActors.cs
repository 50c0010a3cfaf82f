using Akka.Actor;

namespace ActorIpc.AkkaPeer;

/// <summary>Takes a storm's messages. Every so many it gives the sender credit.</summary>
internal sealed class StormSink : ReceiveActor
{
    /// <summary>After how many messages of one sender it has credit for as many again.</summary>
    public const int CreditEvery = 100;

    private readonly int[] _since;

    /// <summary>Makes the actor.</summary>
    public StormSink(int index, int count, StormBook book)
    {
        _since = new int[count];
        Receive<byte[]>(bytes =>
        {
            var message = StormMessage.Read(bytes);
            book.Receive(message);
            if (++_since[message.From] < CreditEvery)
                return;
            _since[message.From] = 0;
            Sender.Tell(index);
        });
    }
}

/// <summary>Tells its quota to the others, in bursts from its first turn, which comes from outside, a bounded number ahead of each one's credit; credit that was lost with a process comes again after a second.</summary>
internal sealed class StormSender : ReceiveActor, IWithTimers
{
    private const int Window = 10 * StormSink.CreditEvery;
    private const int Burst = 100;
    private const int MaxSize = 2_000;
    private readonly int[] _ahead;
    private readonly bool[] _heard;

    /// <summary>Makes the actor.</summary>
    public StormSender(int index, uint life, IActorRef[] targets, int quota, int seed, StormBook book)
    {
        var random = new Random(seed + index);
        _ahead = new int[targets.Length];
        _heard = new bool[targets.Length];
        Receive<int>(from =>
        {
            _heard[from] = true;
            _ahead[from] = Math.Max(0, _ahead[from] - StormSink.CreditEvery);
        });
        Receive<Turn>(turn =>
        {
            if (turn == Turn.Second)
            {
                for (var to = 0; to < targets.Length; to++)
                {
                    _ahead[to] = _heard[to] ? _ahead[to] : 0;
                    _heard[to] = false;
                }
                return;
            }
            for (var sent = 0; sent < Burst && quota > 0; sent++)
            {
                var to = random.Next(targets.Length);
                if (to == index || _ahead[to] >= Window)
                    continue;
                _ahead[to]++;
                quota--;
                targets[to].Tell(StormMessage.Make(index, to, life, book.Send(to), random.Next(random.Next(MaxSize) + 1)), Self);
            }
            if (quota == 0)
                book.Finish();
            else
                Self.Tell(Turn.Next);
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer(Turn.Second, Turn.Second, TimeSpan.FromSeconds(1));

    /// <summary>What it tells itself; the first <see cref="Next"/> comes from outside.</summary>
    internal enum Turn
    {
        /// <summary>A burst.</summary>
        Next,

        /// <summary>Looks who gives no credit any more.</summary>
        Second,
    }
}
