using System.Net.Sockets;
using System.Text;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>The host under a service manager and as the first process of a container: a real notification socket, a real pid namespace.</summary>
public sealed class ServiceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Up_UnderAServiceManager_SaysReadyAliveAndStopping()
    {
        var topology = TestTopology.Write(_scratch, "steady { executable = $TESTNODE }");
        using var manager = new NotificationSocket(_scratch.PathOf("notify.sock"));
        using var up = ActoripcProcess.Start(
            _scratch, [new("NOTIFY_SOCKET", manager.Path), new("WATCHDOG_USEC", "400000")], BuildOutput.Actoripc, "up", topology);
        await manager.HearsAsync("READY=1");
        await manager.HearsAsync("STATUS=1 of 1 nodes ready");
        var alive = manager.Count("WATCHDOG=1");
        await Eventually.True(() => manager.Count("WATCHDOG=1") > alive + 1, Patience, "two further signs of life");

        var node = File.ReadAllText($"/proc/{up.PidOf("steady")}/environ");
        Assert.DoesNotContain("NOTIFY_SOCKET", node, StringComparison.Ordinal);
        Assert.DoesNotContain("WATCHDOG_USEC", node, StringComparison.Ordinal);

        up.Signal("TERM");
        await manager.HearsAsync("STOPPING=1");
        Assert.Equal(143, await up.ExitAsync(Patience));
    }

    [Fact]
    public async Task Up_WhoseWatchdogIsAnotherProcess_GivesNoSignOfLife()
    {
        var topology = TestTopology.Write(_scratch, "steady { executable = $TESTNODE }");
        using var manager = new NotificationSocket(_scratch.PathOf("notify.sock"));
        using var up = ActoripcProcess.Start(
            _scratch, [new("NOTIFY_SOCKET", manager.Path), new("WATCHDOG_USEC", "400000"), new("WATCHDOG_PID", "1")], BuildOutput.Actoripc, "up", topology);
        await manager.HearsAsync("READY=1");
        Assert.Equal(0, manager.Count("WATCHDOG=1"));
        up.Signal("TERM");
        await up.ExitAsync(Patience);
    }

    [RootFact]
    public async Task Up_AsProcessOne_ReapsWhatNobodyElseDoesAndEndsWithTheRightCode()
    {
        var topology = TestTopology.Write(_scratch, """
            parent { executable = $TESTNODE, arguments = ["grandchildren:3"] }
            """);
        using var up = ActoripcProcess.Start(_scratch, [], "unshare", "--fork", "--pid", "--mount-proc", "--kill-child", BuildOutput.Actoripc, "up", topology);
        await up.ReadyAsync();
        var one = Children(up.Pid).Single();
        var node = Children(one).Single();
        var grandchildren = Children(node);
        Assert.Equal(3, grandchildren.Count);

        Signals.Send(node, "KILL");
        await up.SaysAsync(@"parent#2 ready", Patience);
        await Eventually.True(() => !grandchildren.Exists(pid => Directory.Exists($"/proc/{pid}")), Patience, "the grandchildren are dead and reaped");

        Signals.Send(one, "TERM");
        Assert.Equal(143, await up.ExitAsync(Patience));
    }

    /// <summary>The children of a process; the kernel lists them by the thread that started each.</summary>
    private static List<int> Children(int pid) => [.. Directory.EnumerateDirectories($"/proc/{pid}/task")
        .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(int.Parse)];

    /// <summary>The socket on which a service manager hears (sd_notify(3)).</summary>
    private sealed class NotificationSocket : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly Lock _gate = new();
        private readonly List<string> _heard = [];

        public NotificationSocket(string path)
        {
            Path = path;
            _socket.Bind(new UnixDomainSocketEndPoint(path));
            new Thread(Hear) { IsBackground = true }.Start();
        }

        public string Path { get; }

        public int Count(string words)
        {
            lock (_gate)
                return _heard.Count(word => word == words);
        }

        public Task HearsAsync(string words) => Eventually.True(() => Count(words) > 0, Patience, words);

        public void Dispose() => _socket.Dispose();

        private void Hear()
        {
            var buffer = new byte[4096];
            try
            {
                while (true)
                {
                    var length = _socket.Receive(buffer);
                    lock (_gate)
                        _heard.AddRange(Encoding.UTF8.GetString(buffer, 0, length).Split('\n'));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
