namespace ActorIpc.Tests.Links.Doorbells;

/// <summary>A rule of the doorbell, broken.</summary>
public enum DoorbellMutant
{
    /// <summary>None: the protocol as it is.</summary>
    None,

    /// <summary>The tail is stored without a fence before the look at wakeSeq.</summary>
    TailWithoutFence,

    /// <summary>wakeSeq is stored without a fence before the second look at the tail.</summary>
    WakeWithoutFence,

    /// <summary>The reader blocks without a second look at the tail.</summary>
    NoSecondLookAtTail,

    /// <summary>The head is stored without a fence before the look at needHead.</summary>
    HeadWithoutFence,

    /// <summary>needHead is stored without a fence before the second look at the head.</summary>
    NeedHeadWithoutFence,

    /// <summary>The writer waits for space without a second look at the head.</summary>
    NoSecondLookAtHead,

    /// <summary>The bells are read after the rings were looked at.</summary>
    BellsReadLast,

    /// <summary>A wake-up drains but does not flush the spill.</summary>
    NoFlush,

    /// <summary>The consumer does not ring for space.</summary>
    NoSpaceBell,
}
