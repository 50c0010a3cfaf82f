using System.Globalization;

namespace ActorIpc.SystemTests.Support;

/// <summary>The TCP sockets on which a process listens, as the kernel knows them.</summary>
internal static class TcpListeners
{
    private const string Listening = "0A";

    /// <summary>The ports; none when the process is gone.</summary>
    /// <param name="pid">The process.</param>
    public static IReadOnlyList<int> Of(int pid)
    {
        var inodes = Sockets(pid);
        return [.. new[] { "tcp", "tcp6" }.SelectMany(table => Rows(pid, table)).Where(row => inodes.Contains(row.Inode)).Select(row => row.Port)];
    }

    private static HashSet<string> Sockets(int pid)
    {
        try
        {
            return [.. Directory.EnumerateFiles($"/proc/{pid}/fd")
                .Select(path => new FileInfo(path).LinkTarget ?? "")
                .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
                .Select(target => target["socket:[".Length..^1])];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<(int Port, string Inode)> Rows(int pid, string table)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"/proc/{pid}/net/{table}");
        }
        catch (IOException)
        {
            yield break;
        }
        foreach (var line in lines.Skip(1))
        {
            // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[3] == Listening)
                yield return (int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), fields[9]);
        }
    }
}
