namespace ActorIpc.Messages.Control;

/// <summary>Messages a node's control actor accepts from its host.</summary>
public interface INodeControl : IProtocol;

/// <summary>Messages the host accepts from its nodes.</summary>
public interface IHostControl : IProtocol;

/// <summary>What host and node must agree on before they exchange a message.</summary>
public static class ControlProtocol
{
    /// <summary>The version of launch line and control messages; host and node refuse each other unless it is equal. Raised with every change of either. Version 2: a node says whether it is debugged. Version 3: a node says what its messages look like. Version 4: standbys. Version 5: a launch line can name an actor. Version 6: a launch line says which ports were used. Version 7: a node tells of its lanes with its pulse. Version 8: control messages travel by MemoryPack. Version 9: a launch line names a death mark.</summary>
    public const int Version = 9;

    /// <summary>Name of the host's control actor, a child of its <c>/system</c> guardian.</summary>
    public const string HostActor = "actoripc-host";

    /// <summary>Name of a node's control actor, a child of its <c>/system</c> guardian.</summary>
    public const string NodeActor = "actoripc-node";
}
