using System.Text;

namespace ActorIpc.Serialization;

/// <summary>
/// The name by which Hyperion writes a type: its assembly-qualified name without version, culture and key, and with the mark
/// <c>,%core%</c> where the runtime's own assembly stands, so that two builds understand each other.
/// </summary>
internal static class WireName
{
    private const string CoreMark = ",%core%";

    private const string Version = ", Version=";

    private static readonly string[] Attributes = [Version, ", Culture=", ", PublicKeyToken="];
    private static readonly string CoreSuffix = FindCoreSuffix();

    /// <summary>The name of a type.</summary>
    public static string Of(Type type)
    {
        var name = type.AssemblyQualifiedName
            ?? throw new ArgumentException($"only a type that is not open can have a name on the wire: type={type}", nameof(type));
        return WithoutAttributes(name.Replace(CoreSuffix, CoreMark, StringComparison.Ordinal));
    }

    private static string FindCoreSuffix()
    {
        var name = typeof(int).AssemblyQualifiedName!;
        return name[name.IndexOf(Version, StringComparison.Ordinal)..];
    }

    private static string WithoutAttributes(string name)
    {
        var result = new StringBuilder(name.Length);
        var at = 0;
        while (at < name.Length)
        {
            var attribute = name[at] == ',' ? Array.Find(Attributes, a => string.CompareOrdinal(name, at, a, 0, a.Length) == 0) : null;
            if (attribute is null)
            {
                result.Append(name[at++]);
                continue;
            }
            at += attribute.Length;
            while (at < name.Length && name[at] is not (',' or ']'))
                at++;
        }
        return result.ToString();
    }
}
