using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ActorIpc.Nodes;

namespace ActorIpc.TestNode;

/// <summary>The bad things a test node can do, by a word such as <c>exit:3</c>; from its arguments while it starts, or by message.</summary>
internal static class Misbehaviour
{
    private const int SignalKill = 9;
    private const int SignalStop = 19;

    /// <summary>Does it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="how">The word, and after a colon its value.</param>
    public static void Do(Node node, string how)
    {
        var (word, value) = how.Split(':', 2) is [var w, var v] ? (w, v) : (how, "");
        switch (word)
        {
            case "exit":
                Environment.Exit(int.Parse(value, CultureInfo.InvariantCulture));
                break;
            case "throw":
                throw new InvalidOperationException(value);
            case "abort":
                Environment.FailFast(value);
                break;
            case "complete":
                node.Complete();
                break;
            case "fail-job":
                node.FailJob(value);
                break;
            case "block-pool":
                BlockPool();
                break;
            case "refuse-stop":
                Akka.Actor.CoordinatedShutdown.Get(node.System).AddTask(
                    Akka.Actor.CoordinatedShutdown.PhaseBeforeServiceUnbind, "refuse", () => new TaskCompletionSource<Akka.Done>().Task);
                break;
            case "crash-within":
                Later(value, Crash);
                break;
            case "hang-within":
                Later(value, Hang);
                break;
            case "block-within":
                Later(value, BlockPool);
                break;
            case "flood":
                Flood(int.Parse(value, CultureInfo.InvariantCulture));
                break;
            case "say":
                Console.Error.WriteLine(value);
                break;
            case "grandchildren":
                for (var i = 0; i < int.Parse(value, CultureInfo.InvariantCulture); i++)
                    using (Process.Start("sleep", "600"))
                        continue;
                break;
            case "grandchild":
                Grandchild(value);
                break;
            case "escaping-grandchild":
                Grandchild(value, "setsid");
                break;
            case "print":
                for (var i = 0; i < int.Parse(value, CultureInfo.InvariantCulture); i++)
                    Console.Out.WriteLine($"line {i}");
                break;
            case "allocate":
                Allocate(int.Parse(value, CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"unknown misbehaviour: how={how}");
        }
    }

    private static readonly List<byte[]> Kept = [];

    /// <summary>Does something at a random moment, on a thread of its own.</summary>
    /// <param name="within">The longest wait, in seconds: <c>15s</c>.</param>
    /// <param name="action">What to do.</param>
    private static void Later(string within, Action action)
    {
        var wait = TimeSpan.FromSeconds(double.Parse(within.TrimEnd('s'), CultureInfo.InvariantCulture) * Random.Shared.NextDouble());
        new Thread(() =>
        {
            Thread.Sleep(wait);
            action();
        })
        { IsBackground = true }.Start();
    }

    /// <summary>One of the ways in which a process ends too soon.</summary>
    private static void Crash()
    {
        switch (Random.Shared.Next(4))
        {
            case 0:
                Environment.Exit(Random.Shared.Next(1, 64));
                break;
            case 1:
                Environment.FailFast("crashed on purpose");
                break;
            case 2:
                throw new InvalidOperationException("crashed on purpose");
            default:
                Signal(SignalKill);
                break;
        }
    }

    /// <summary>One of the ways in which a process does no more, but is there.</summary>
    private static void Hang()
    {
        if (Random.Shared.Next(2) == 0)
            BlockPool();
        else
            Signal(SignalStop);
    }

    private static void Signal(int number) => _ = SendSignal(Environment.ProcessId, number);

    private static void Flood(int linesPerSecond)
    {
        const int Rounds = 20;
        new Thread(() =>
        {
            for (long line = 0; ; Thread.Sleep(1000 / Rounds))
            {
                for (var i = 0; i < linesPerSecond / Rounds; i++)
                    Console.Out.WriteLine($"flood {line++}");
            }
        })
        { IsBackground = true }.Start();
    }

    private static void Allocate(int megabytes)
    {
        for (var i = 0; i < megabytes; i++)
        {
            var block = new byte[1 << 20];
            Random.Shared.NextBytes(block);
            Kept.Add(block);
        }
    }

    /// <summary>Occupies every thread the pool has and will make for a good while.</summary>
    private static void BlockPool()
    {
        for (var i = 0; i < 4096; i++)
            ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.Sleep(Timeout.Infinite), null);
    }

    /// <summary>Starts a process that outlives its parent unless somebody ends it, and writes its pid into a file.</summary>
    private static void Grandchild(string pidFile, params string[] prefix)
    {
        string[] command = [.. prefix, "sleep", "600"];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        File.AppendAllText(pidFile, process.Id.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
