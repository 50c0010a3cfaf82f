using System.Xml.Linq;

namespace ActorIpc.Tests.Architecture;

/// <summary>The arrows of docs/ARCHITECTURE.md, read from the project files.</summary>
public sealed class ArrowTests
{
    /// <summary>What each library may reference; an arrow that is not here is a decision somebody has to take.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["ActorIpc.Messages"] = ["MemoryPack.Core", "MemoryPack.Generator"],
        ["ActorIpc.Links"] = [],
        ["ActorIpc.Analyzers"] = [],
        ["ActorIpc.Serialization"] = ["ActorIpc.Messages"],
        ["ActorIpc.Channels"] = ["ActorIpc.Links", "ActorIpc.Serialization"],
        ["ActorIpc.Remoting"] = ["ActorIpc.Messages", "ActorIpc.Links", "ActorIpc.Serialization"],
        ["ActorIpc.Remoting.Cluster"] = ["ActorIpc.Remoting"],
        ["ActorIpc.Remoting.Hosting"] = ["ActorIpc.Links", "ActorIpc.Remoting", "ActorIpc.Remoting.Cluster"],
        ["ActorIpc.Nodes"] = ["ActorIpc.Messages", "ActorIpc.Links", "ActorIpc.Channels", "ActorIpc.Serialization", "ActorIpc.Remoting"],
        ["ActorIpc.Hosting"] = ["ActorIpc.Messages", "ActorIpc.Links", "ActorIpc.Serialization", "ActorIpc.Remoting"],
        ["ActorIpc.Benchmarking"] = ["ActorIpc.Messages", "ActorIpc.Links", "ActorIpc.Channels", "ActorIpc.Serialization", "ActorIpc.Remoting", "ActorIpc.Hosting"],
        ["Host"] = ["ActorIpc.Messages", "ActorIpc.Hosting", "ActorIpc.Benchmarking"],
    };

    /// <summary>Which packages the ground may use: a library without Akka stays one.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["ActorIpc.Messages"] = ["MemoryPack.Core", "MemoryPack.Generator"],
        ["ActorIpc.Links"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["ActorIpc.Serialization"] = ["Google.Protobuf", "Hyperion", "MemoryPack.Core"],
        ["ActorIpc.Channels"] = ["Google.Protobuf", "MemoryPack.Core", "Microsoft.Extensions.Logging.Abstractions"],
    };

    [Fact]
    public void Libraries_References_RunDownwardsOnly()
    {
        var projects = Projects().Where(project => Allowed.ContainsKey(project.Name)).ToList();
        Assert.Equal(Allowed.Count, projects.Count);
        foreach (var project in projects)
        {
            var wrong = project.References.Except(Allowed[project.Name]).ToList();
            Assert.True(wrong.Count == 0, $"{project.Name} must not reference {string.Join(", ", wrong)}");
        }
    }

    [Fact]
    public void NodeExecutables_ReferenceMessagesChannelsAndRuntimeOnly()
    {
        var nodes = Projects().Where(project => project.Folder.StartsWith("src/Nodes/", StringComparison.Ordinal)
            && project.Name is not ("ActorIpc.Nodes" or "Bundle")).ToList();
        Assert.NotEmpty(nodes);
        foreach (var node in nodes)
            Assert.Empty(node.References.Except(["ActorIpc.Messages", "ActorIpc.Channels", "ActorIpc.Nodes"]));
    }

    [Fact]
    public void Ground_Packages_AreTheFewItIsAllowed()
    {
        foreach (var project in Projects().Where(project => AllowedPackages.ContainsKey(project.Name)))
            Assert.Empty(project.Packages.Except(AllowedPackages[project.Name]));
    }

    [Fact]
    public void Projects_AllOfThem_AreInTheSolution()
    {
        var solution = File.ReadAllText(Repository.PathOf("ActorIpc.sln"));
        // What the template writes belongs to whoever asks for it.
        foreach (var project in Repository.Sources(".", "*.csproj").Where(path => !path.Contains("/templates/actoripc/", StringComparison.Ordinal)))
            Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal);
    }

    [Fact]
    public void Namespaces_AllOfThem_ArePaths()
    {
        foreach (var path in Repository.Sources("src").Where(path => !path.Contains("/src/Nodes/", StringComparison.Ordinal) && Path.GetFileName(path) != "Program.cs"))
        {
            var folder = Path.GetRelativePath(Repository.PathOf("src"), Path.GetDirectoryName(path)!).Replace('/', '.');
            var declared = File.ReadLines(path).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            if (declared is not null)
                Assert.True(declared == $"namespace ActorIpc.{folder};", $"{path}: {declared}");
        }
    }

    [Fact]
    public void UnsafeAndNativeCode_Stay_WhereTheyBelong()
    {
        string[] native = ["src/Links", "src/Channels/Interop", "src/Nodes/Runtime/Interop", "src/Hosting/Processes", "src/Hosting/Runs", "src/Hosting/ControlSockets", "src/Host/Commands/DetachedHost.cs"];
        foreach (var path in Repository.Sources("src"))
        {
            var relative = Path.GetRelativePath(Repository.Root, path);
            var text = File.ReadAllText(path);
            if (text.Contains("[DllImport", StringComparison.Ordinal) || text.Contains("[LibraryImport", StringComparison.Ordinal))
                Assert.True(native.Any(place => relative.StartsWith(place, StringComparison.Ordinal)), $"native call outside its places: {relative}");
            if (text.Contains("unsafe ", StringComparison.Ordinal))
                Assert.True(relative == "src/Links/Segments/MappedMemory.cs", $"unsafe code outside MappedMemory: {relative}");
        }
    }

    private static IEnumerable<Project> Projects() => Repository.Sources("src", "*.csproj").Select(path =>
    {
        var xml = XDocument.Load(path);
        return new Project(
            Path.GetFileNameWithoutExtension(path),
            Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!),
            [.. xml.Descendants("ProjectReference")
                .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
                .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))],
            [.. xml.Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!)]);
    });

    private sealed record Project(string Name, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages);
}
