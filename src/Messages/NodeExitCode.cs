namespace ActorIpc.Messages;

/// <summary>The exit codes with which a node's process tells its host why it ended. Codes above 128 mean 128 + the number of a signal.</summary>
public static class NodeExitCode
{
    /// <summary>The node finished its work, or it was asked to stop and did.</summary>
    public const int Normal = 0;

    /// <summary>The program was started by hand, without a host (EX_USAGE of sysexits.h).</summary>
    public const int StartedByHand = 64;

    /// <summary>The job itself cannot succeed (EX_DATAERR of sysexits.h): the node is never restarted and the tree stops.</summary>
    public const int JobFailed = 65;

    /// <summary>The host refused the handshake, or did not answer it in time.</summary>
    public const int HandshakeFailed = 66;

    /// <summary>The host is gone: the lifeline ended and the node stopped by itself.</summary>
    public const int LifelineLost = 67;

    /// <summary>Host and node, or this node and others, do not mean the same by a message: somebody has to be built anew.</summary>
    public const int ContractMismatch = 68;

    /// <summary>The node cannot start until a person changes something (EX_UNAVAILABLE of sysexits.h): what it is to run is not there. It is not tried again by itself.</summary>
    public const int CannotStart = 69;

    /// <summary>An exception reached the top of the program (EX_SOFTWARE of sysexits.h).</summary>
    public const int Crashed = 70;
}
