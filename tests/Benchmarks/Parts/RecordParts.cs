using System.Buffers.Binary;
using ActorIpc.Links.Rings;
using BenchmarkDotNet.Attributes;

namespace ActorIpc.Benchmarks.Parts;

/// <summary>The framing of records alone: headers written one behind the other, and read and taken apart.</summary>
public class RecordParts
{
    private const int Records = 1024;
    private const int Payload = 64;

    private readonly byte[] _bytes = new byte[Records * RecordLayout.Padded(Payload)];

    [GlobalSetup]
    public void Setup() => Write();

    /// <summary>A header written.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Write()
    {
        var at = 0;
        for (var number = 0; number < Records; number++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), RecordLayout.Header(Payload, RecordLayout.KindMessage, RecordLayout.FlagWhole, (ushort)number));
            at += RecordLayout.Padded(Payload);
        }
        return at;
    }

    /// <summary>A header read, its parts looked at, the way to the next one found.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Read()
    {
        var right = 0;
        var at = 0;
        for (var number = 0; number < Records; number++)
        {
            var header = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));
            if (RecordLayout.Kind(header) == RecordLayout.KindMessage && RecordLayout.Flags(header) == RecordLayout.FlagWhole && RecordLayout.Number(header) == (ushort)number)
                right++;
            at += RecordLayout.Padded((int)RecordLayout.Length(header));
        }
        return right == Records ? at : throw new InvalidOperationException($"every header is right: right={right}");
    }
}
