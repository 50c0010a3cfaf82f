using System.Text.RegularExpressions;
using ActorIpc.Remoting;
using Akka.Configuration.Hocon;

namespace ActorIpc.Tests.Architecture;

/// <summary>Every <c>actoripc.*</c> key is documented in hocon/reference.conf, and every documented one is read.</summary>
public sealed partial class ConfigurationTests
{
    /// <summary>Sections whose keys are the user's own names.</summary>
    private static readonly string[] Open = ["actoripc.run.files", "actoripc.topology.paths", "actoripc.topology.job-files", "actoripc.topology.children"];

    [Fact]
    public void Key_ReadInCode_IsInReferenceConf()
    {
        var reference = RemotingConfig.Reference();
        foreach (var (path, key) in KeysInCode())
        {
            var known = reference.HasPath(key) || Open.Any(open => key.StartsWith(open, StringComparison.Ordinal));
            Assert.True(known, $"{path} reads {key}, which hocon/reference.conf does not document");
        }
    }

    [Fact]
    public void Key_InReferenceConf_IsReadInCode()
    {
        var read = string.Join('\n', Repository.Sources("src").Select(File.ReadAllText));
        foreach (var key in Leaves("actoripc", RemotingConfig.Reference().Root.GetChildObject("actoripc")))
        {
            var name = key[(key.LastIndexOf('.') + 1)..];
            Assert.True(read.Contains(key, StringComparison.Ordinal) || read.Contains($"\"{name}\"", StringComparison.Ordinal), $"nothing reads {key}");
        }
    }

    [Fact]
    public void Key_InReferenceConf_HasAParagraphWithItsUnit()
    {
        var lines = File.ReadAllLines(Repository.PathOf("hocon/reference.conf"));
        for (var i = 0; i < lines.Length; i++)
        {
            if (KeyLine().IsMatch(lines[i]) && !lines[i].TrimStart().StartsWith('#'))
            {
                var above = lines[..i].Reverse().SkipWhile(line => KeyLine().IsMatch(line) && !line.TrimStart().StartsWith('#')).ToList();
                Assert.True(above.Count > 0 && (above[0].TrimStart().StartsWith('#') || above[0].TrimEnd().EndsWith('{')), $"no paragraph above: {lines[i]}");
            }
        }
    }

    /// <summary>Links and channels know no HOCON, and meters neither: the names that look like keys there are those of instruments.</summary>
    private static IEnumerable<(string Path, string Key)> KeysInCode() =>
        from path in Repository.Sources("src")
        where !path.Contains("/src/Links/", StringComparison.Ordinal) && !path.Contains("/src/Channels/", StringComparison.Ordinal)
            && !path.EndsWith("Meter.cs", StringComparison.Ordinal)
        from match in KeyInCode().Matches(File.ReadAllText(path))
        select (Path.GetRelativePath(Repository.Root, path), match.Groups[1].Value);

    private static IEnumerable<string> Leaves(string path, HoconValue? value) => value is not null && value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value))
        : [path];

    [GeneratedRegex("\"(actoripc(?:\\.(?!dll)[a-z][a-z-]*)+)\"")]
    private static partial Regex KeyInCode();

    [GeneratedRegex(@"^\s*[a-z-]+ = ")]
    private static partial Regex KeyLine();
}
