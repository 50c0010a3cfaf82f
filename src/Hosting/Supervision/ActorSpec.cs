using System.Reflection.Metadata;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>An actor of an assembly, for a node that has no program of its own: the node <c>generic</c> hosts it.</summary>
public sealed record ActorSpec
{
    /// <summary>The program that hosts actors, in the folder of nodes.</summary>
    public const string Executable = "generic";

    /// <summary>The actor's type with its assembly: <c>Shop.PricingActor, Shop</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The folder the assembly lies in, or its file (<c>.dll</c>); relative to the topology. Null: the folder of the topology.</summary>
    public string? AssemblyPath { get; init; }

    /// <summary>The arguments of the constructor.</summary>
    public IReadOnlyList<ActorArgument> Arguments { get; init; } = [];

    /// <summary>The actor's name below <c>/user</c>; null: that of its child spec, or of its protocol.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The protocol it serves, with the assembly that declares it, so that a <see cref="Messages.NodeRef{TProtocol}"/> of the node's name reaches it. Null: none.
    /// </summary>
    public string? Protocol { get; init; }

    /// <summary>The simple name of the assembly that has the actor; empty when <see cref="Type"/> names none.</summary>
    public string AssemblyName => TryParse(Type, out var type) ? type.AssemblyName!.Name : "";

    /// <summary>The actor's name below <c>/user</c>.</summary>
    /// <param name="child">The child spec it belongs to.</param>
    public string NameIn(ChildSpec child)
    {
        ArgumentNullException.ThrowIfNull(child);
        return Protocol is { } protocol && TryParse(protocol, out var type) ? ActorLaunch.ServedName(type.FullName) : Name ?? child.Name.Value;
    }

    /// <summary>Reads the name of a type with its assembly.</summary>
    internal static bool TryParse(string name, out TypeName type) =>
        TypeName.TryParse(name, out type!) && type is { AssemblyName.Name.Length: > 0, IsArray: false, IsByRef: false, IsPointer: false };
}
