using System.Globalization;
using System.Text;

namespace ActorIpc.SystemTests.Support;

/// <summary>
/// Every process that a test's programs have started, directly or not: they inherit a variable of their environment that names the test's folder. So what is
/// left of a test is found whatever it is called and whoever its parent is now.
/// </summary>
internal static class MarkedProcesses
{
    /// <summary>The variable.</summary>
    public const string Variable = "ACTORIPC_TEST_FOLDER";

    /// <summary>A living process with the mark.</summary>
    /// <param name="Pid">Its pid.</param>
    /// <param name="Parent">Its parent's pid.</param>
    /// <param name="Group">Its process group.</param>
    /// <param name="Name">Its program, for failures.</param>
    public sealed record Marked(int Pid, int Parent, int Group, string Name);

    /// <summary>The living processes of a test; zombies are left out.</summary>
    /// <param name="scratch">The test's folder.</param>
    public static IReadOnlyList<Marked> Of(Scratch scratch)
    {
        var mark = Encoding.UTF8.GetBytes($"{Variable}={scratch.Folder}\0");
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Has(pid, mark))
            .Select(Look)
            .OfType<Marked>()];
    }

    private static bool Has(int pid, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It ended between two looks, or is somebody else's.
        }
    }

    private static Marked? Look(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X"
                ? null
                : new Marked(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture), name);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
