using ActorIpc.Links;
using ActorIpc.Links.Rings;
using ActorIpc.Links.Segments;
using BenchmarkDotNet.Attributes;

namespace ActorIpc.Benchmarks.Parts;

/// <summary>A record's way through a ring, both ends on one thread: what two processes pay without waiting for each other's cache lines.</summary>
public class RingParts
{
    private const int Capacity = 1024 * 1024;
    private const int Batch = 64;

    private MappedMemory _memory = null!;
    private RingWriter _writer = null!;
    private RingReader _reader = null!;
    private Sink _sink = null!;
    private byte[] _scratch = [];
    private byte[] _payload = [];

    /// <summary>Payload, in bytes.</summary>
    [Params(64, 1024, 16 * 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var layout = new RingLayout(0, RingLayout.ControlBytes, Capacity);
        _memory = MappedMemory.Allocate(RingLayout.ControlBytes + Capacity);
        layout.Initialise(_memory);
        _writer = new RingWriter(_memory, layout);
        _reader = new RingReader(_memory, layout);
        _sink = new Sink();
        _scratch = new byte[RingReader.ScratchBytes(layout)];
        _payload = new byte[Size];
    }

    [GlobalCleanup]
    public void Cleanup() => _memory.Dispose();

    /// <summary>One record written, published, read.</summary>
    [Benchmark]
    public int One()
    {
        Put();
        return PublishAndDrain();
    }

    /// <summary>A record of 64 that are published and read together; the figure is for each.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public int OfSixtyFour()
    {
        // 64 records of 16 KiB are a little more than the ring.
        var atOnce = Math.Min(Batch, Capacity / 2 / RecordLayout.Padded(Size));
        var bytes = 0;
        for (var sent = 0; sent < Batch; sent += atOnce)
        {
            for (var i = sent; i < Math.Min(Batch, sent + atOnce); i++)
                Put();
            bytes += PublishAndDrain();
        }
        return bytes;
    }

    private void Put()
    {
        if (!_writer.TryPut(RecordLayout.FlagWhole, _payload, default))
            throw new InvalidOperationException("the ring has been read empty and has room");
    }

    private int PublishAndDrain()
    {
        _writer.Publish();
        return _reader.Drain(_scratch, _sink, int.MaxValue, out _, out _);
    }

    /// <summary>Takes what comes.</summary>
    private sealed class Sink : IRecordSink
    {
        public LinkFlow OnRecord(byte flags, ReadOnlySpan<byte> payload) => LinkFlow.More;
    }
}
