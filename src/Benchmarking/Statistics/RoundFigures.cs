namespace ActorIpc.Benchmarking.Statistics;

/// <summary>What one measurement found in one round; what it does not measure is null.</summary>
internal sealed record RoundFigures
{
    /// <summary>Messages (or records, items) a second.</summary>
    public required double MessagesPerSecond { get; init; }

    /// <summary>Bytes of payload a second.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>Median round trip, in microseconds.</summary>
    public double? P50Microseconds { get; init; }

    /// <summary>99th percentile, in microseconds.</summary>
    public double? P99Microseconds { get; init; }

    /// <summary>99.9th percentile, in microseconds.</summary>
    public double? P999Microseconds { get; init; }

    /// <summary>Processor time of both processes per message, in microseconds.</summary>
    public required double ProcessorMicrosecondsPerMessage { get; init; }

    /// <summary>Managed memory that both processes allocated per message, in bytes.</summary>
    public required double AllocatedBytesPerMessage { get; init; }

    /// <summary>The figures of an interval.</summary>
    /// <param name="messages">Messages carried in it.</param>
    /// <param name="elapsed">Its length.</param>
    /// <param name="use">What both processes used up in it.</param>
    /// <exception cref="BenchmarkException">Nothing was carried.</exception>
    public static RoundFigures Of(long messages, TimeSpan elapsed, ProcessUse use)
    {
        if (messages <= 0 || elapsed <= TimeSpan.Zero)
            throw new BenchmarkException($"messages must arrive while they are counted: messages={messages} milliseconds={elapsed.TotalMilliseconds:0}");
        return new RoundFigures
        {
            MessagesPerSecond = messages / elapsed.TotalSeconds,
            ProcessorMicrosecondsPerMessage = use.Processor.TotalMicroseconds / messages,
            AllocatedBytesPerMessage = (double)use.AllocatedBytes / messages,
        };
    }

    /// <summary>The same with round trips.</summary>
    /// <param name="roundTrips">Each round trip's length, in microseconds.</param>
    public RoundFigures WithRoundTrips(IReadOnlyCollection<double> roundTrips) => this with
    {
        P50Microseconds = Samples.Percentile(roundTrips, 0.5),
        P99Microseconds = Samples.Percentile(roundTrips, 0.99),
        P999Microseconds = Samples.Percentile(roundTrips, 0.999),
    };
}
