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

    public ControlServerTests()
    {
        _path = Path.Combine(_folder, "trial.sock");
        _server = ControlServer.Start(
            _path,
            (request, _) => request.Command == "throw"
                ? throw new InvalidOperationException("on purpose")
                : Task.FromResult(new ControlReply(ControlRequest.CurrentVersion, 0, request.Command)),
            NullLogger.Instance);
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
    [InlineData("""{"version":1,"command":"hello","nodes":[]}""", "\"error\":\"hello")]
    [InlineData("""{"version":99,"command":"ps","nodes":[]}""", "different versions of the control protocol: command=99 host=1")]
    [InlineData("""{"version":1,"command":"throw","nodes":[]}""", "on purpose")]
    [InlineData("hello", "no JSON this host understands")]
    [InlineData("null", "no JSON this host understands")]
    [InlineData("""{"version":1,"command":null,"nodes":[]}""", "no JSON this host understands")]
    public async Task Request_OfAnyKind_IsAnswered(string request, string expected) =>
        Assert.Contains(expected, await AskAsync(request + "\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Request_TooLong_EndsThatConnectionOnly()
    {
        Assert.Equal("", await AskAsync(new string('x', ControlRequest.MaximumRequest + 5000)));
        Assert.Contains("hello", await AskAsync("""{"version":1,"command":"hello","nodes":[]}""" + "\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_BrokenOff_EndsThatConnectionOnly()
    {
        Assert.Equal("", await AskAsync("{\"version\":1"));
        Assert.Contains("hello", await AskAsync("""{"version":1,"command":"hello","nodes":[]}""" + "\n"), StringComparison.Ordinal);
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
