using System.Buffers.Binary;
using Akka.Actor;
using Akka.Event;

namespace ActorIpc.AkkaPeer;

/// <summary>Takes a storm's messages: from u32, life u32, number i64, then as many bytes as there are, each the number's lowest. Every so many it gives the sender credit.</summary>
internal sealed class StormSink : ReceiveActor
{
    /// <summary>A message's head.</summary>
    public const int Head = 16;

    /// <summary>After how many messages of one sender it has credit for as many again.</summary>
    public const int CreditEvery = 500;

    private readonly int[] _since;

    /// <summary>Makes the actor.</summary>
    public StormSink(int index, int count, StormBook book)
    {
        _since = new int[count];
        Receive<string>(_ => { });
        Receive<byte[]>(message =>
        {
            var from = (int)BinaryPrimitives.ReadUInt32LittleEndian(message);
            var number = BinaryPrimitives.ReadInt64LittleEndian(message.AsSpan(8));
            book.Receive(from, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(4)), number, !message.AsSpan(Head).ContainsAnyExcept((byte)number));
            if (++_since[from] < CreditEvery)
                return;
            _since[from] = 0;
            Sender.Tell(index);
        });
    }
}

/// <summary>Counts the storm's messages that became dead letters in the process that told them.</summary>
internal sealed class StormUndertaker : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public StormUndertaker(int firstPort, StormBook book) => Receive<DeadLetter>(letter =>
    {
        if (letter.Message is byte[] && letter.Recipient.Path.Address.Port is { } port && letter.Recipient.Path.Name == "sink")
            book.Lose(port - firstPort);
    });
}

/// <summary>Tells its quota to the others, in bursts, a bounded number ahead of each one's credit; credit that was lost with a process comes again after a second.</summary>
internal sealed class StormSender : ReceiveActor, IWithTimers
{
    private const int Window = 20 * StormSink.CreditEvery;
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
            if (turn == Turn.Warm)
            {
                foreach (var (to, target) in targets.Index())
                {
                    if (to != index)
                        target.Tell("warm");
                }
                return;
            }
            if (turn == Turn.Next)
                Timers.Cancel(Turn.Warm);
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
                var number = book.Send(to);
                var message = new byte[StormSink.Head + random.Next(random.Next(MaxSize) + 1)];
                BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)index);
                BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), life);
                BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(8), number);
                message.AsSpan(StormSink.Head).Fill((byte)number);
                targets[to].Tell(message, Self);
            }
            if (quota > 0)
                Self.Tell(Turn.Next);
            else
                book.Finish();
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Turn.Second, Turn.Second, TimeSpan.FromSeconds(1));
        Timers.StartPeriodicTimer(Turn.Warm, Turn.Warm, TimeSpan.FromMilliseconds(20));
    }

    /// <summary>What it tells itself; the first <see cref="Next"/> comes from outside.</summary>
    internal enum Turn
    {
        /// <summary>Until it begins: something that makes lanes open.</summary>
        Warm,

        /// <summary>A burst.</summary>
        Next,

        /// <summary>Looks who gives no credit any more.</summary>
        Second,
    }
}
