using ActorIpc.Links;
using ActorIpc.Links.Spills;

namespace ActorIpc.Tests.Links.Spills;

/// <summary>The queue of messages that wait.</summary>
public sealed class SpillQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Messages_TakenPieceByPiece_ComeOutWholeAndInOrder(int seed)
    {
        var random = new Random(seed);
        var budget = new SpillBudget(long.MaxValue / 4);
        var queue = new SpillQueue(long.MaxValue / 4, 0, budget);
        var expected = new Queue<byte[]>();
        var current = new List<byte>();
        for (var round = 0; round < 20_000; round++)
        {
            if (random.Next(2) == 0)
            {
                var message = new byte[random.Next(random.Next(50) == 0 ? 200_000 : 100)];
                random.NextBytes(message);
                var cut = random.Next(message.Length + 1);
                Assert.True(queue.TryAdd(message.AsSpan(0, cut), message.AsSpan(cut), 0, RecordClass.Data));
                expected.Enqueue(message);
            }
            else if (!queue.IsEmpty)
            {
                var rest = queue.Peek(out var begins);
                Assert.Equal(current.Count == 0, begins);
                var take = Math.Min(rest.Length, random.Next(50_000));
                current.AddRange(rest[..take]);
                var last = take == rest.Length;
                queue.Advance(take);
                if (last)
                {
                    Assert.Equal(expected.Dequeue(), current);
                    current.Clear();
                }
            }
        }
        queue.Clear();
        Assert.Equal(0, budget.Used);
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public void Message_ThatHasBegunToLeave_ContinuesWithoutABeginning()
    {
        var queue = new SpillQueue(100, 0, new SpillBudget(1000));
        Assert.True(queue.TryAdd("abc"u8, "defgh"u8, 5, RecordClass.Data));

        Assert.Equal("fgh"u8.ToArray(), queue.Peek(out var begins).ToArray());
        Assert.False(begins);
    }

    [Fact]
    public void Bounds_OfLinkAndProcess_RefuseDataAndLeaveTheReserveToControl()
    {
        var budget = new SpillBudget(100);
        var first = new SpillQueue(60, 50, budget);
        var second = new SpillQueue(60, 50, budget);

        Assert.True(first.TryAdd(new byte[50], default, 0, RecordClass.Data));
        Assert.False(first.TryAdd(new byte[50], default, 0, RecordClass.Data));
        Assert.True(first.TryAdd(new byte[40], default, 0, RecordClass.Control));
        Assert.True(second.TryAdd(new byte[10], default, 0, RecordClass.Data), "an empty queue takes one");
        Assert.False(second.TryAdd(new byte[10], default, 0, RecordClass.Data), "the process's bound is reached");
        Assert.True(second.TryAdd(new byte[10], default, 0, RecordClass.Control));
        Assert.Equal(first.Bytes + second.Bytes, budget.Used);
    }

    [Fact]
    public void EmptyQueue_WithABoundBelowOneMessage_TakesOne()
    {
        var queue = new SpillQueue(0, 0, new SpillBudget(1000));
        Assert.True(queue.TryAdd(new byte[50], default, 0, RecordClass.Data));
        Assert.False(queue.TryAdd(new byte[50], default, 0, RecordClass.Data));
    }
}
