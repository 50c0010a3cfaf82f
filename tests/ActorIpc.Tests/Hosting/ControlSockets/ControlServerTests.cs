using System.Net.Sockets;
using System.Text;
using ActorIpc.Hosting.ControlSockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorIpc.Tests.Hosting.ControlSockets;

/// <summary>What a control socket answers to requests nobody's command would send; the real socket.</summary>
public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actoripc-control-").FullName;
    private readonly string _path;
    private readonly ControlServer _server;
    private readonly TaskCompletionSource _lasting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _flooded;

    public ControlServerTests()
    {
        _path = Path.Combine(_folder, "trial.sock");
        _server = ControlServer.Start(
            _path,
            AnswerAsync,
            NullLogger.Instance);
    }

    /// <summary>The commands of this test: <c>count</c> answers in several lines, <c>stop</c> lasts until its command is gone.</summary>
    private async Task<ControlReply> AnswerAsync(ControlRequest request, Func<ControlReply, Task> say, CancellationToken cancellation)
    {
        switch (request.Command)
        {
            case "throw":
                throw new InvalidOperationException("on purpose");
            case "count":
                for (var i = 0; i < request.Lines; i++)
                    await say(ControlReply.Part with { Waiting = [$"part {i}"] });
                return ControlReply.Done;
            case "flood":
                for (var line = new string('x', 1 << 20); ; await say(ControlReply.Part with { Waiting = [line] }))
                    _flooded++;
            case ControlRequest.Stop:
                _lasting.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => _gone.SetResult(), TaskScheduler.Default);
                return ControlReply.Done;
            default:
                return new ControlReply(ControlRequest.CurrentVersion, 0, request.Command);
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Socket_IsOpenToItsOwnerAlone()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Theory]
    [InlineData("""{"version":4,"command":"hello","nodes":[]}""", "\"error\":\"hello")]
    [InlineData("""{"version":99,"command":"ps","nodes":[]}""", "different versions of the control protocol: command=99 host=4")]
    [InlineData("""{"version":4,"command":"throw","nodes":[]}""", "on purpose")]
    [InlineData("""{"version":1,"command":"ps","nodes":[]}""", "different versions of the control protocol: command=1 host=4")]
    [InlineData("hello", "no JSON this host understands")]
    [InlineData("null", "no JSON this host understands")]
    [InlineData("""{"version":4,"command":null,"nodes":[]}""", "no JSON this host understands")]
    public async Task Request_OfAnyKind_IsAnswered(string request, string expected) =>
        Assert.Contains(expected, await AskAsync(request + "\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Answer_OfSeveralLines_HasMoreInAllButTheLast()
    {
        var lines = (await AskAsync("""{"version":4,"command":"count","nodes":[],"lines":3}""" + "\n")).Trim().Split('\n');
        Assert.Equal(4, lines.Length);
        for (var i = 0; i < 3; i++)
            Assert.Contains($"part {i}", lines[i], StringComparison.Ordinal);
        Assert.All(lines[..3], line => Assert.Contains("\"more\":true", line, StringComparison.Ordinal));
        Assert.Contains("\"more\":false", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ThatLasts_EndsWithItsCommand()
    {
        using (var socket = await SendAsync("""{"version":4,"command":"stop","nodes":[]}""" + "\n"))
            await _lasting.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await _gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Command_ThatTakesNothing_HoldsUpItsOwnAnswerAlone()
    {
        using var stopped = await SendAsync("""{"version":4,"command":"flood","nodes":[]}""" + "\n");
        await Eventually.True(() => Interlocked.Read(ref _flooded) > 0, TimeSpan.FromSeconds(10), "the flood has begun");
        Assert.Contains("hello", await AskAsync("""{"version":4,"command":"hello","nodes":[]}""" + "\n"), StringComparison.Ordinal);
        Assert.InRange(Interlocked.Read(ref _flooded), 1, 16); // what the socket takes, and not more
    }

    [Fact]
    public async Task Request_TooLong_EndsThatConnectionOnly()
    {
        Assert.Equal("", await AskAsync(new string('x', ControlRequest.MaximumRequest + 5000)));
        Assert.Contains("hello", await AskAsync("""{"version":4,"command":"hello","nodes":[]}""" + "\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_BrokenOff_EndsThatConnectionOnly()
    {
        Assert.Equal("", await AskAsync("{\"version\":4"));
        Assert.Contains("hello", await AskAsync("""{"version":4,"command":"hello","nodes":[]}""" + "\n"), StringComparison.Ordinal);
    }

    /// <summary>Sends bytes and keeps the connection.</summary>
    private async Task<Socket> SendAsync(string request)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path));
        await socket.SendAsync(Encoding.UTF8.GetBytes(request));
        return socket;
    }

    /// <summary>Sends bytes, says that no more follow, and reads all that comes back; nothing when the connection was broken off.</summary>
    private async Task<string> AskAsync(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path));
        var answer = new MemoryStream();
        await using var stream = new NetworkStream(socket);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(request));
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has answered and gone before all was sent.
        }
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Broken off by the server: what came until then is the answer.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
