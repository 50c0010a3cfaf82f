using System.Net.Sockets;

namespace ActorIpc.Links.Readers;

/// <summary>What a reader thread serves: a link, or a listener's socket. Called by that thread only.</summary>
internal interface IReaderClient
{
    /// <summary>True: empty looks are worth repeating before blocking.</summary>
    bool CanSpin { get; }

    /// <summary>Scratch it needs, in bytes.</summary>
    int ScratchBytes { get; }

    /// <summary>The socket to wait for.</summary>
    Socket Socket { get; }

    /// <summary>True: to be served no more.</summary>
    bool IsOver { get; }

    /// <summary>The events to wait for, or <see cref="Media.Medium.NoInterest"/>.</summary>
    short Interest { get; }

    /// <summary>One turn; true when anything moved. Throws nothing.</summary>
    bool Work(byte[] scratch);

    /// <summary>The socket has events.</summary>
    void OnEvents(short events, byte[] scratch);

    /// <summary>Before blocking: asks for bells; false when there is work after all.</summary>
    bool TryArm();

    /// <summary>After blocking: no bells are needed.</summary>
    void Disarm();

    /// <summary>The thread ends.</summary>
    void Abandon(string why);
}
