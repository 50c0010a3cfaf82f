namespace ActorIpc.Messages.Control;

/// <summary>The actor that a generic node hosts, as its launch line names it.</summary>
/// <param name="Type">The actor's type and its assembly: <c>Shop.PricingActor, Shop</c>.</param>
/// <param name="AssemblyPath">The absolute path of that assembly's file.</param>
/// <param name="Arguments">The arguments of the constructor.</param>
/// <param name="Name">The actor's name below <c>/user</c>; that of <see cref="ServedName"/> exactly when it serves a protocol.</param>
/// <param name="Protocol">The protocol it serves and the assembly that declares it; null when it serves none.</param>
public sealed record ActorLaunch(string Type, string AssemblyPath, ActorArgument[] Arguments, string Name, string? Protocol)
{
    /// <summary>The name, below <c>/user</c>, of the actor that serves a protocol.</summary>
    /// <param name="protocol">The full name of the protocol's type, without its assembly.</param>
    public static string ServedName(string protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return protocol.Replace('+', '.');
    }
}
