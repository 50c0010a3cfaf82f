namespace ActorIpc.Tests.Links.Doorbells;

/// <summary>
/// The doorbell as a state machine over store buffers (x86-TSO), searched exhaustively. Process A writes <see cref="MessagesAb"/> messages into a ring of one and spills
/// what does not fit; process B writes <see cref="MessagesBa"/> into a ring that is never full, and its reader thread drains A's. Data bells of B and space bells for A share
/// one socket that holds one bell. A state in which nobody can take a step must have everything delivered, or a wake-up was lost.
/// </summary>
/// <param name="mutant">The rule that is broken.</param>
internal sealed class DoorbellModel(DoorbellMutant mutant)
{
    public const int MessagesAb = 3;
    public const int MessagesBa = 2;
    private const int Capacity = 1;
    private const int SocketCapacity = 1;

    private readonly HashSet<ModelState> _seen = [];
    private readonly Stack<ModelState> _open = new();

    /// <summary>States looked at.</summary>
    public int States => _seen.Count;

    /// <summary>Searches everything; null, or a state in which the two sides wait for ever.</summary>
    public ModelState? FindDeadlock()
    {
        Visit(ModelState.Start());
        while (_open.TryPop(out var state))
        {
            var any = false;
            for (var thread = 0; thread < ModelState.Threads; thread++)
            {
                if (state.Buffered(thread) > 0)
                {
                    any = true;
                    var drained = state;
                    drained.DrainOne(thread);
                    Visit(drained);
                }
                var next = state;
                if (Step(ref next, thread))
                {
                    any = true;
                    Visit(next);
                }
            }
            if (!any && !(state[F.DeliveredAb] == MessagesAb && state[F.DeliveredBa] == MessagesBa))
                return state;
        }
        return null;
    }

    private void Visit(ModelState state)
    {
        if (_seen.Add(state))
            _open.Push(state);
    }

    private bool Step(ref ModelState s, int thread) => thread switch
    {
        T.WriterA => StepWriterA(ref s),
        T.ReaderA => StepReaderA(ref s),
        T.WriterB => StepWriterB(ref s),
        _ => StepReaderB(ref s),
    };

    private bool StepWriterA(ref ModelState s)
    {
        switch (s[F.PcWriterA])
        {
            case 0:
                if (s[F.WrittenA] == MessagesAb)
                    return false;
                return TryLock(ref s, T.WriterA, F.PcWriterA, 1);
            case 1: // under the gate: join the spill, or put, or spill and wait for space
                s[F.WrittenA]++;
                if (s.Load(T.WriterA, M.Spill) == 0 && HasRoom(ref s, T.WriterA))
                {
                    s[F.TailP]++;
                    s[F.PcWriterA] = 2;
                    return true;
                }
                var wasEmpty = s.Load(T.WriterA, M.Spill) == 0;
                s.Store(T.WriterA, M.Spill, (byte)(s.Load(T.WriterA, M.Spill) + 1));
                s[F.PcWriterA] = (byte)(wasEmpty ? Flush0 : Unlock);
                return true;
            case 2:
            case 3:
            case 4:
                return StepPublish(ref s, T.WriterA, F.PcWriterA, 2, s.Load(T.WriterA, M.Spill) > 0 ? Flush0 : Unlock);
            case Unlock:
                s.Store(T.WriterA, M.Lock, 0);
                s[F.PcWriterA] = 0;
                return true;
            default:
                return StepFlush(ref s, T.WriterA, F.PcWriterA, Unlock);
        }
    }

    private const int Flush0 = 8;
    private const int Unlock = 15;

    // Flush, under the gate: 8 put or wait for space, 9..10 ask and look again, 11..13 publish.
    private bool StepFlush(ref ModelState s, int thread, int pc, byte then)
    {
        switch (s[pc])
        {
            case Flush0:
                if (s.Load(thread, M.Spill) == 0)
                {
                    if (s.Load(thread, M.NeedHead) != 0)
                        s.Store(thread, M.NeedHead, 0);
                    s[pc] = then;
                }
                else if (HasRoom(ref s, thread))
                {
                    s.Store(thread, M.Spill, (byte)(s.Load(thread, M.Spill) - 1));
                    s[F.TailP]++;
                    s[pc] = 11;
                }
                else
                {
                    s[pc] = 9;
                }
                return true;
            case 9: // needHead := tail - capacity + 1, stored one higher: 0 is nobody
                if (mutant == DoorbellMutant.NeedHeadWithoutFence)
                    s.Store(thread, M.NeedHead, (byte)(s[F.TailP] - Capacity + 1 + 1));
                else if (!s.Exchange(thread, M.NeedHead, (byte)(s[F.TailP] - Capacity + 1 + 1)))
                    return false;
                s[pc] = 10;
                return true;
            case 10:
                s[pc] = mutant != DoorbellMutant.NoSecondLookAtHead && HasRoom(ref s, thread) ? (byte)Flush0 : then;
                return true;
            default:
                return StepPublish(ref s, thread, pc, 11, Flush0);
        }
    }

    // Publish, under the gate: exchange the tail, look at wakeSeq, ring.
    private bool StepPublish(ref ModelState s, int thread, int pc, int first, int then)
    {
        switch (s[pc] - first)
        {
            case 0:
                if (mutant == DoorbellMutant.TailWithoutFence)
                    s.Store(thread, M.TailAb, s[F.TailP]);
                else if (!s.Exchange(thread, M.TailAb, s[F.TailP]))
                    return false;
                s[pc]++;
                return true;
            case 1:
                var asleep = s.Load(thread, M.WakeAb) - 1;
                s[pc] = (byte)(asleep >= s[F.TailP] - 1 && asleep < s[F.TailP] ? first + 2 : then);
                return true;
            default:
                s[F.SocketAb] = (byte)Math.Min(s[F.SocketAb] + 1, SocketCapacity);
                s[pc] = (byte)then;
                return true;
        }
    }

    private bool StepReaderA(ref ModelState s)
    {
        const int pc = F.PcReaderA;
        switch (s[pc])
        {
            case 0: // woken: awake, bells read and forgotten, then the rings
                s.Store(T.ReaderA, M.WakeBa, 0);
                if (mutant != DoorbellMutant.BellsReadLast)
                    s[F.SocketBa] = 0;
                s[pc] = 1;
                return true;
            case 1:
                s[F.DeliveredBa] = s.Load(T.ReaderA, M.TailBa);
                s[pc] = (byte)(s.Load(T.ReaderA, M.Spill) > 0 && mutant != DoorbellMutant.NoFlush ? 2 : 4);
                return true;
            case 2:
                return TryLock(ref s, T.ReaderA, pc, Flush0);
            case Unlock:
                s.Store(T.ReaderA, M.Lock, 0);
                s[pc] = 4;
                return true;
            case 4:
                if (!Arm(ref s, T.ReaderA, M.WakeBa, s[F.DeliveredBa]))
                    return false;
                s[pc] = 5;
                return true;
            case 5:
                s[pc] = (byte)(mutant != DoorbellMutant.NoSecondLookAtTail && s.Load(T.ReaderA, M.TailBa) != s[F.DeliveredBa] ? 0 : 6);
                return true;
            case 6:
                if (mutant == DoorbellMutant.BellsReadLast)
                    s[F.SocketBa] = 0;
                s[pc] = 7;
                return true;
            case 7: // poll
                if (s[F.SocketBa] == 0)
                    return false;
                s[pc] = 0;
                return true;
            default:
                return StepFlush(ref s, T.ReaderA, pc, Unlock);
        }
    }

    private bool StepWriterB(ref ModelState s)
    {
        const int pc = F.PcWriterB;
        switch (s[pc])
        {
            case 0:
                if (s[F.WrittenB] == MessagesBa)
                    return false;
                if (mutant == DoorbellMutant.TailWithoutFence)
                    s.Store(T.WriterB, M.TailBa, (byte)(s[F.WrittenB] + 1));
                else if (!s.Exchange(T.WriterB, M.TailBa, (byte)(s[F.WrittenB] + 1)))
                    return false;
                s[F.WrittenB]++;
                s[pc] = 1;
                return true;
            case 1:
                var asleep = s.Load(T.WriterB, M.WakeBa) - 1;
                s[pc] = (byte)(asleep == s[F.WrittenB] - 1 ? 2 : 0);
                return true;
            default:
                s[F.SocketBa] = (byte)Math.Min(s[F.SocketBa] + 1, SocketCapacity);
                s[pc] = 0;
                return true;
        }
    }

    private bool StepReaderB(ref ModelState s)
    {
        const int pc = F.PcReaderB;
        switch (s[pc])
        {
            case 0:
                s.Store(T.ReaderB, M.WakeAb, 0);
                if (mutant != DoorbellMutant.BellsReadLast)
                    s[F.SocketAb] = 0;
                s[pc] = 1;
                return true;
            case 1:
                s[F.OldHead] = s[F.DeliveredAb];
                s[F.DeliveredAb] = s.Load(T.ReaderB, M.TailAb);
                s[pc] = (byte)(s[F.OldHead] == s[F.DeliveredAb] ? 4 : 2);
                return true;
            case 2:
                if (mutant == DoorbellMutant.HeadWithoutFence)
                    s.Store(T.ReaderB, M.HeadAb, s[F.DeliveredAb]);
                else if (!s.Exchange(T.ReaderB, M.HeadAb, s[F.DeliveredAb]))
                    return false;
                s[pc] = 3;
                return true;
            case 3:
                var need = s.Load(T.ReaderB, M.NeedHead) - 1;
                if (s[F.OldHead] < need && need <= s[F.DeliveredAb] && mutant != DoorbellMutant.NoSpaceBell)
                    s[F.SocketBa] = (byte)Math.Min(s[F.SocketBa] + 1, SocketCapacity);
                s[pc] = 4;
                return true;
            case 4:
                if (!Arm(ref s, T.ReaderB, M.WakeAb, s[F.DeliveredAb]))
                    return false;
                s[pc] = 5;
                return true;
            case 5:
                s[pc] = (byte)(mutant != DoorbellMutant.NoSecondLookAtTail && s.Load(T.ReaderB, M.TailAb) != s[F.DeliveredAb] ? 0 : 6);
                return true;
            case 6:
                if (mutant == DoorbellMutant.BellsReadLast)
                    s[F.SocketAb] = 0;
                s[pc] = 7;
                return true;
            default: // poll
                if (s[F.SocketAb] == 0)
                    return false;
                s[pc] = 0;
                return true;
        }
    }

    private bool Arm(ref ModelState s, int thread, int cell, byte head)
    {
        // wakeSeq, stored one higher: 0 is awake.
        if (mutant != DoorbellMutant.WakeWithoutFence)
            return s.Exchange(thread, cell, (byte)(head + 1));
        s.Store(thread, cell, (byte)(head + 1));
        return true;
    }

    private static bool HasRoom(ref ModelState s, int thread) => s[F.TailP] + 1 - s.Load(thread, M.HeadAb) <= Capacity;

    private static bool TryLock(ref ModelState s, int thread, int pc, int then)
    {
        if (s.Load(thread, M.Lock) != 0 || !s.Exchange(thread, M.Lock, 1))
            return false;
        s[pc] = (byte)then;
        return true;
    }
}
