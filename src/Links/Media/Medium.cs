using System.Net.Sockets;
using ActorIpc.Links.Rings;

namespace ActorIpc.Links.Media;

/// <summary>
/// What carries a link's records. The writing side is called under the link's writer gate, the reading side by its reader thread only; <see cref="IDisposable.Dispose"/>
/// by the reader thread under the gate, so that nobody is inside.
/// </summary>
internal abstract class Medium : IDisposable
{
    /// <summary>Value of <see cref="Interest"/>: the socket has nothing more to say.</summary>
    public const short NoInterest = -1;

    /// <summary>What it is.</summary>
    public abstract LinkMedium Kind { get; }

    /// <summary>The longest payload of one record, in bytes.</summary>
    public abstract int MaxFragment { get; }

    /// <summary>Scratch the reading side needs, in bytes.</summary>
    public abstract int ScratchBytes { get; }

    /// <summary>The socket: served by the reader thread from the first moment, so that death is seen.</summary>
    public abstract Socket Socket { get; }

    /// <summary>True: empty looks are worth repeating before blocking.</summary>
    public abstract bool CanSpin { get; }

    /// <summary>True once the kernel said that the peer's end of the socket is closed.</summary>
    public bool PeerGone { get; protected set; }

    /// <summary>Bells sent, or socket writes.</summary>
    public long BellsSent { get; protected set; }

    /// <summary>Null, or the rule the peer broke, noticed while writing.</summary>
    public abstract string? WriteViolation { get; }

    // ---- writing side, under the gate ----

    /// <summary>Writes one record behind the last, without publishing it; false when there is no room.</summary>
    public abstract bool TryPut(byte flags, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    /// <summary>Room for one whole message in the medium itself; false when there is none in one piece now.</summary>
    public abstract bool TryClaim(int length, out Span<byte> payload);

    /// <summary>Turns the claim into a record, without publishing it.</summary>
    public abstract void CommitClaim(int length);

    /// <summary>Makes everything written visible to the peer.</summary>
    public abstract void Publish();

    /// <summary>Sees to it that the reader thread looks again when a record of that payload fits; true when it fits already.</summary>
    public abstract bool AwaitSpace(int length);

    /// <summary>Nobody waits for room any more.</summary>
    public abstract void ForgetSpace();

    /// <summary>True when the peer will read nothing more.</summary>
    public abstract bool PeerReadsNoMore { get; }

    /// <summary>Says that nothing more will be written, and why; false when there is no room to say so now.</summary>
    public abstract bool TryAnnounceClose(CloseCode code);

    /// <summary>Says that nothing more will be read.</summary>
    public abstract void AnnounceDeaf();

    /// <summary>True when output can go on now: the reader thread publishes again.</summary>
    public abstract bool HasOutput { get; }

    /// <summary>True when everything announced has left this process.</summary>
    public abstract bool IsFlushed { get; }

    /// <summary>True when the peer has taken everything that was published, as far as this side can see: over a socket, when it has left this process.</summary>
    public abstract bool IsDrained { get; }

    /// <summary>The peer's published position, on the scale of <see cref="Delivered"/>.</summary>
    public abstract long Published { get; }

    // ---- reading side, reader thread ----

    /// <summary>Position behind the last record the handler took; any thread.</summary>
    public abstract long Delivered { get; }

    /// <summary>Delivers what is there, up to about the budget.</summary>
    /// <returns>True when anything was taken.</returns>
    /// <exception cref="LinkViolation">The peer's bytes broke a rule.</exception>
    public abstract bool Receive(byte[] scratch, IRecordSink sink, int budget, out LinkFlow flow);

    /// <summary>True when nothing more is there to deliver (a fresh look).</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>What the peer said about its end; meaningful once <see cref="IsEmpty"/>.</summary>
    /// <exception cref="LinkViolation">It said something that has no meaning.</exception>
    public abstract CloseCode PeerClosed { get; }

    /// <summary>The events to wait for, or <see cref="NoInterest"/>.</summary>
    /// <param name="stopped">True: the handler takes nothing now.</param>
    public abstract short Interest(bool stopped);

    /// <summary>The socket has events.</summary>
    public abstract void OnEvents(short events, byte[] scratch);

    /// <summary>Before blocking: asks for bells; false when something came meanwhile.</summary>
    /// <param name="stopped">True: the handler takes nothing now, records that wait are no reason to stay awake.</param>
    public abstract bool TryArm(bool stopped);

    /// <summary>After blocking: no bells are needed.</summary>
    public abstract void Disarm();

    /// <inheritdoc/>
    public abstract void Dispose();
}
