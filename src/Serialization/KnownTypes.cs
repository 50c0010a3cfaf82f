using System.Collections;
using System.Reflection;
using System.Text;

namespace ActorIpc.Serialization;

/// <summary>
/// The framework's types that may travel inside a message, its generic ones apart, which are <see cref="KnownGenerics"/>. The list is closed on purpose: what the framework keeps in its
/// private fields is no message format.
/// </summary>
internal static class KnownTypes
{
    /// <summary>The types Hyperion has a format of its own for, with the code that announces each. It never asks a type filter for these.</summary>
    public static readonly Dictionary<Type, int> Primitives = new()
    {
        [typeof(object)] = 1,
        [typeof(long)] = 2,
        [typeof(short)] = 3,
        [typeof(byte)] = 4,
        [typeof(DateTime)] = 5,
        [typeof(bool)] = 6,
        [typeof(string)] = 7,
        [typeof(int)] = 8,
        [typeof(byte[])] = 9,
        [typeof(DateTimeOffset)] = 10,
        [typeof(Guid)] = 11,
        [typeof(float)] = 12,
        [typeof(double)] = 13,
        [typeof(decimal)] = 14,
        [typeof(char)] = 15,
        [typeof(ushort)] = 17,
        [typeof(uint)] = 18,
        [typeof(ulong)] = 19,
        [typeof(sbyte)] = 20,
    };

    /// <summary>Plain values, written field by field.</summary>
    private static readonly HashSet<Type> Values =
    [
        typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly), typeof(Half), typeof(Int128), typeof(UInt128), typeof(Rune), typeof(Index), typeof(Range),
        typeof(Version), typeof(DictionaryEntry),
    ];

    /// <summary>Whether a type of the framework is a plain value, written field by field.</summary>
    /// <remarks>The numbers of System.Runtime.Numerics are known by name, so that a program without them need not load it.</remarks>
    public static bool IsValue(Type type) => Values.Contains(type) || type.FullName is "System.Numerics.BigInteger" or "System.Numerics.Complex";

    /// <summary>Whether an assembly belongs to the framework or to a library this project builds on: it holds no protocols, and its types travel only when listed here.</summary>
    public static bool IsLibrary(AssemblyName assembly)
    {
        var name = assembly.Name ?? "";
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return (dot < 0 ? name : name[..dot]) is
            "System" or "Microsoft" or "mscorlib" or "netstandard" or "WindowsBase" or "Akka" or "Hyperion" or "DotNetty" or "Google" or "Newtonsoft";
    }
}
