using System.Diagnostics;
using System.Globalization;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>
/// What a stranger does with the packages: installs the template and the command from a folder, makes a topology from it in an empty directory, builds, runs and tests it. The packages
/// of this run have a version of their own and go into a folder of the test's own, so that no other version can stand in for them.
/// </summary>
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Packages_InstalledIntoAnEmptyDirectory_MakeATopologyThatRuns()
    {
        var packages = _scratch.PathOf("packages");
        var version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
        await DotnetAsync(BuildOutput.Root, "pack", "ActorIpc.sln", "--no-build", "-c", configuration, "-o", packages, $"-p:PackageVersion={version}");
        foreach (var library in Directory.EnumerateFiles(packages, "ActorIpc.*.nupkg").Where(path => !path.Contains("Templates", StringComparison.Ordinal)))
            Assert.True(File.Exists(Path.ChangeExtension(library, ".snupkg")), $"{library} has symbols");

        _scratch.Write("NuGet.config", $"""
            <configuration>
              <packageSources><add key="trial" value="{packages}" /></packageSources>
              <fallbackPackageFolders><add key="known" value="{GlobalPackages()}" /></fallbackPackageFolders>
            </configuration>
            """);
        await DotnetAsync(_scratch.Folder, "new", "install", Path.Combine(packages, $"ActorIpc.Templates.{version}.nupkg"), "--debug:custom-hive", _scratch.PathOf("hive"));
        await DotnetAsync(_scratch.Folder, "new", "actoripc", "-n", "FarmShop", "--debug:custom-hive", _scratch.PathOf("hive"));

        var shop = _scratch.PathOf("FarmShop");
        await DotnetAsync(shop, "build", "-c", "Release", "-warnaserror");
        await DotnetAsync(shop, "tool", "restore");
        var said = await DotnetAsync(shop, "actoripc", "up", "topology.conf");
        Assert.Contains("Hello, world! (incarnation 1)", said, StringComparison.Ordinal);
        Assert.Contains("farm-shop", said, StringComparison.Ordinal);
        Assert.Contains("Passed!", await DotnetAsync(shop, "test", "-c", "Release", "--no-build"), StringComparison.Ordinal);

        var messages = Path.Combine(shop, "Messages", "Greeting.cs");
        await File.AppendAllTextAsync(messages, "\npublic sealed record Forget(string Name) : IMessage<IGreeting>;\n");
        var (code, problems) = await RunAsync(shop, "build", "Greeter", "-c", "Release");
        Assert.True(code != 0 && problems.Contains("error AIPC001", StringComparison.Ordinal), $"a message without a handler does not compile:\n{problems}");
    }

    /// <summary>The folder that has what this project itself is built from: nothing of it is fetched again.</summary>
    private static string GlobalPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Runs the SDK to its end, which must be a success.</summary>
    /// <returns>What it said.</returns>
    private async Task<string> DotnetAsync(string directory, params string[] arguments)
    {
        var (code, said) = await RunAsync(directory, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)}: exit code {code}\n{said}");
        return said;
    }

    private async Task<(int ExitCode, string Said)> RunAsync(string directory, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["NUGET_PACKAGES"] = _scratch.PathOf("restored");
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        if (directory == BuildOutput.Root)
            info.Environment.Remove("NUGET_PACKAGES");
        // The tests' own host tells MSBuild where it comes from; that is nothing to the SDK started here.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE").ToList())
            info.Environment.Remove(name);
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, $"{await output}\n{await error}");
    }
}
