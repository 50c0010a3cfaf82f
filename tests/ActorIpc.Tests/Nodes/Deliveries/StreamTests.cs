using ActorIpc.Nodes.Deliveries;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Nodes.Deliveries;

/// <summary>The two halves of a reliable stream against a network that loses messages, and receivers that die.</summary>
public sealed class StreamTests(ITestOutputHelper output)
{
    [Fact]
    public void TryNext_NothingSettled_StopsAtTheWindow()
    {
        var stream = new SentStream<string>();
        for (var i = 0; i < SentStream<string>.Window + 10; i++)
            stream.Add($"{i}");
        Assert.Equal(SentStream<string>.Window, Send(stream).Count);
        Assert.Equal(5, stream.Settle(5));
        Assert.Equal(5, Send(stream).Count);
    }

    [Fact]
    public void Settle_MoreThanWasSent_SettlesWhatWasSent()
    {
        var stream = new SentStream<string>();
        stream.Add("a");
        stream.Add("b");
        Assert.True(stream.TryNext(out _, out _));
        Assert.Equal(1, stream.Settle(long.MaxValue));
        Assert.Equal(1, stream.Count);
        Assert.Equal(0, stream.Settle(-1));
    }

    [Fact]
    public void Settle_AfterGoingBack_GoesOnBehindWhatIsSettled()
    {
        var stream = new SentStream<string>();
        foreach (var text in new[] { "a", "b", "c" })
            stream.Add(text);
        Send(stream);
        Assert.Equal(3, stream.GoBack());
        stream.Settle(2); // by the life before, late
        Assert.Equal(["c"], Send(stream).Select(sent => sent.Message));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)] // a gap: it comes again
    [InlineData(5, 5, true)] // a new life begins where the sender is
    [InlineData(6, 5, false)]
    public void Accept_OfAnUnknownStream_BeginsAtTheFirstUnsettled(long sequence, long first, bool accepted) =>
        Assert.Equal(accepted, new ReceivedStream().Accept(sequence, first));

    [Fact]
    public void Streams_RandomLossesAndDeaths_ProcessEverythingInOrderAndNothingTwiceInALife()
    {
        var random = Seeded.Random(output);
        for (var round = 0; round < 200; round++)
            RunRound(random, round);
    }

    private static void RunRound(Random random, int round)
    {
        const int Messages = 300;
        var sent = new SentStream<string>();
        var lives = new List<List<string>> { new() };
        var received = new ReceivedStream();
        var told = 0;
        while (told < Messages || sent.Count > 0)
        {
            for (var i = random.Next(20); i > 0 && told < Messages; i--)
                sent.Add($"{told++}");
            while (sent.TryNext(out var sequence, out var message))
            {
                if (random.Next(10) == 0)
                    continue; // lost
                if (received.Accept(sequence, sent.First))
                    lives[^1].Add(message);
                if (random.Next(3) == 0)
                    received.Process(received.Accepted);
                if (random.Next(4) == 0)
                    sent.Settle(received.Processed); // the acknowledgement arrives, this time
            }
            if (random.Next(5) == 0)
            {
                // Dead: what it did not process was never done.
                lives[^1].RemoveRange(lives[^1].Count - (int)Math.Min(lives[^1].Count, received.Accepted - received.Processed), (int)Math.Min(lives[^1].Count, received.Accepted - received.Processed));
                received = new ReceivedStream();
                lives.Add([]);
            }
            else if (random.Next(2) == 0)
            {
                received.Process(received.Accepted);
                sent.Settle(received.Processed);
            }
            sent.GoBack();
        }
        foreach (var life in lives.Where(life => life.Count > 0))
            Assert.True(life.SequenceEqual(Enumerable.Range(int.Parse(life[0]), life.Count).Select(i => $"{i}")), $"round={round}: {string.Join(',', life)}");
        Assert.True(lives.SelectMany(life => life).Distinct().Count() == Messages, $"round={round}: messages were lost");
    }

    private static List<(long Sequence, string Message)> Send(SentStream<string> stream)
    {
        var sent = new List<(long, string)>();
        while (stream.TryNext(out var sequence, out var message))
            sent.Add((sequence, message));
        return sent;
    }
}
