using System.Text.RegularExpressions;

namespace ActorIpc.StartProfile;

/// <summary>
/// Makes lines for the list from what the runtime says that it compiled while a program ran (DOTNET_JitStdOutFile with DOTNET_JitDisasmSummary=1). It says <c>int</c> for every enumeration of
/// that size: such a line is to be corrected by hand.
/// </summary>
internal static partial class JitListing
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["bool"] = "System.Boolean",
        ["char"] = "System.Char",
        ["byte"] = "System.SByte",
        ["ubyte"] = "System.Byte",
        ["short"] = "System.Int16",
        ["ushort"] = "System.UInt16",
        ["int"] = "System.Int32",
        ["uint"] = "System.UInt32",
        ["long"] = "System.Int64",
        ["ulong"] = "System.UInt64",
        ["float"] = "System.Single",
        ["double"] = "System.Double",
    };

    /// <summary>The list's lines for a listing, in order and each once: generic methods, and methods of generic types, that were compiled because there was no code; what is known without a list left out.</summary>
    /// <param name="listing">The runtime's lines.</param>
    public static IEnumerable<string> Read(IEnumerable<string> listing) =>
        listing.Select(ReadLine).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string? ReadLine(string line)
    {
        if (Entry().Match(line) is not { Success: true } entry || entry.Groups["owner"].Value.StartsWith('('))
            return null;
        var name = $"{entry.Groups["owner"]}::{entry.Groups["method"]}";
        if (!name.Contains('[', StringComparison.Ordinal) || IsOwnAsyncMethod(name))
            return null;
        return Argument().Replace(name, match => Names.GetValueOrDefault(match.Value, match.Value));
    }

    private static bool IsOwnAsyncMethod(string name) =>
        name.Contains("AsyncStateMachineBox", StringComparison.Ordinal) && (name.Contains("ActorIpc.", StringComparison.Ordinal) || name.Contains("Program+", StringComparison.Ordinal));

    // The owner ends at the first colon outside of brackets, the method at the parenthesis after it.
    [GeneratedRegex(@"JIT compiled (?<owner>(?:[^\[\]:]|(?<open>\[)|(?<-open>\])|(?(open):|(?!)))+)(?(open)(?!)):(?<method>[^(\[]+(?:\[[^(]*\])?)\(.* \[(?:Instrumented )?Tier-?0")]
    private static partial Regex Entry();

    [GeneratedRegex(@"(?<=[\[,])\w+(?=[\[\],])")]
    private static partial Regex Argument();
}
