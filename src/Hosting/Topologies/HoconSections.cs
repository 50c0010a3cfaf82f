using Akka.Configuration.Hocon;

namespace ActorIpc.Hosting.Topologies;

/// <summary>Walks HOCON values without the exceptions that a missing key makes.</summary>
internal static class HoconSections
{
    /// <summary>The section below a value; null when it is not there or is no section.</summary>
    /// <param name="value">The value to look in.</param>
    /// <param name="key">The section's key.</param>
    public static HoconObject? GetChildObject(this HoconValue value, string key) =>
        value.IsObject() && value.GetObject().GetKey(key) is { } child && child.IsObject() ? child.GetObject() : null;
}
