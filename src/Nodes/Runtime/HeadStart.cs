using System.Linq.Expressions;
using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Configuration;
using DotNetty.Common.Internal.Logging;
using DotNetty.Transport.Channels;
using DotNetty.Transport.Channels.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorIpc.Nodes;

/// <summary>
/// What is slow the first time a process does it, and which every actor system does while it starts, done on another thread meanwhile: code that is generated while the program runs
/// (expressions, the expression by which HOCON knows durations), libraries of the system that are loaded. An actor system starts on one core otherwise, and waits for each in turn.
/// </summary>
internal static class HeadStart
{
    /// <summary>Begins; whoever needs the same earlier waits for it, or does it.</summary>
    public static void Begin() => new Thread(Run) { IsBackground = true, Name = "actoripc-head-start" }.Start();

    private static void Run()
    {
        try
        {
            _ = ConfigurationFactory.ParseString("a = 1s").GetTimeSpan("a");
            _ = RandomNumberGenerator.GetInt32(2);
            var value = 1;
            _ = Expression.Lambda<Func<object>>(Expression.Convert(((Expression<Func<int>>)(() => value)).Body, typeof(object))).Compile()();
            Listen();
        }
        catch (Exception e) when (e is SocketException or CryptographicException or ChannelException)
        {
            // Whoever needs it meets the same, and it is theirs to handle.
        }
    }

    /// <summary>A listening socket of DotNetty, as Akka.Remote opens one; on no thread of its own, so it never listens.</summary>
    private static void Listen()
    {
        // Akka logs what happens to associations. DotNetty's own log is an event source by default, which nobody listens to, and whose making takes as long as the socket's.
        InternalLoggerFactory.DefaultFactory = NullLoggerFactory.Instance;
        var server = new TcpServerSocketChannel(AddressFamily.InterNetwork);
        server.Configuration.SetOption(ChannelOption.SoReuseaddr, true);
        server.Configuration.SetOption(ChannelOption.SoBacklog, 1);
        server.Unsafe.CloseForcibly();
    }
}
