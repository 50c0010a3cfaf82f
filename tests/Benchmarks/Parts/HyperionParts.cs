using ActorIpc.Benchmarking.Actors;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Serialization;
using ActorIpc.Serialization.Formats;
using BenchmarkDotNet.Attributes;

namespace ActorIpc.Benchmarks.Parts;

/// <summary>Messages to bytes and back by the allow-listed Hyperion format, without Akka.</summary>
public class HyperionParts
{
    private readonly HyperionFormat _format = new(
        AllowList.FromAssemblies(ProtocolAssemblies.Reachable([typeof(PriceChanged).Assembly]), null, []), new HyperionFormatOptions());

    private object _message = null!;
    private byte[] _bytes = [];

    /// <summary>The shape of the messages.</summary>
    public enum Shape
    {
        /// <summary>The record that <c>actoripc bench</c> sends.</summary>
        Small,

        /// <summary>The directory of a topology of sixteen nodes.</summary>
        Directory,
    }

    /// <summary>Which message.</summary>
    [Params(Shape.Small, Shape.Directory)]
    public Shape Message { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _message = Message == Shape.Small
            ? new PriceChanged("MSFT", 1_000_000, 417.25, 1_764_000_000_000)
            : new DirectoryChanged(7, [.. Enumerable.Range(1, 16).Select(number => new NodeEntry(new NodeName($"node-{number}"), "node", 1, $"akka.tcp://trial@127.0.0.1:{40_000 + number}", NodeState.Ready))]);
        _bytes = _format.Serialize(_message);
        Console.WriteLine($"// {Message}: {_bytes.Length} bytes");
    }

    /// <summary>Written.</summary>
    [Benchmark]
    public byte[] Serialize() => _format.Serialize(_message);

    /// <summary>Checked and read.</summary>
    [Benchmark]
    public object Deserialize() => _format.Deserialize(_bytes);
}
