using System.Globalization;

namespace ActorIpc.Hosting.Processes;

/// <summary>The signals of Linux by name and number (signal(7); the numbers of x86 and ARM).</summary>
public static class SignalNames
{
    /// <summary>SIGKILL, which ends a process and cannot be refused.</summary>
    public const int Kill = ProcessSignals.Kill;

    /// <summary>The largest signal number.</summary>
    public const int Last = 64;

    /// <summary>What shells, and this host, add to a signal's number for the exit code of a process that it ended.</summary>
    internal const int ExitCodeBase = 128;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [18] = "SIGCONT",
        [19] = "SIGSTOP",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>The names there are, in the order of their numbers.</summary>
    public static IEnumerable<string> All => Names.Values;

    /// <summary>A signal's name such as <c>SIGKILL</c>; <c>signal 40</c> when it has none here.</summary>
    /// <param name="number">Its number.</param>
    public static string Of(int number) => Names.TryGetValue(number, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"signal {number}");

    /// <summary>Reads <c>SIGKILL</c>, <c>KILL</c>, <c>kill</c> or <c>9</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number; null when it is no signal.</returns>
    public static int? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number is >= 1 and <= Last ? number : null;
        foreach (var (known, name) in Names)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase) || name.AsSpan(3).Equals(text, StringComparison.OrdinalIgnoreCase))
                return known;
        }
        return null;
    }
}
