using ActorIpc.Hosting.Processes;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Processes;

/// <summary>Who may start, and when a place is free again.</summary>
public sealed class StartQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StartQueue _queue = new(2);
    private readonly List<int> _started = [];

    [Fact]
    public async Task Starts_MoreThanPlaces_WaitInLine()
    {
        var starts = Enumerable.Range(0, 5).Select(_ => new Start()).ToList();
        var tasks = starts.Select((start, i) => Ask(i, start)).ToList();
        await tasks[1].WaitAsync(Patience);
        Assert.Equal([0, 1], Started);

        starts[1].Presented.SetResult();
        await tasks[2].WaitAsync(Patience);
        starts[0].Process.End(1); // before it presented itself
        await tasks[3].WaitAsync(Patience);
        Assert.Equal([0, 1, 2, 3], Started);
        Assert.False(tasks[4].IsCompleted);
    }

    [Fact]
    public async Task Start_ThatFails_LeavesItsPlace()
    {
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<ProcessStartException>(() => _queue.StartAsync(() => throw new ProcessStartException("missing"), Task.CompletedTask, CancellationToken.None));
        await Ask(0, new Start()).WaitAsync(Patience);
    }

    [Fact]
    public async Task Start_NotWantedAnyMore_LeavesTheLine()
    {
        var starts = Enumerable.Range(0, 4).Select(_ => new Start()).ToList();
        var tasks = starts.Select((start, i) => Ask(i, start)).ToList();
        starts[2].Unwanted.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tasks[2].WaitAsync(Patience));
        starts[0].Presented.SetResult();
        await tasks[3].WaitAsync(Patience);
        Assert.Equal([0, 1, 3], Started);
    }

    /// <summary>A process that waits for something else than a processor must not keep the others from starting.</summary>
    [Fact]
    public async Task Start_ThatTakesLong_LeavesItsPlace()
    {
        var tasks = Enumerable.Range(0, 3).Select(i => Ask(i, new Start())).ToList();
        await tasks[2].WaitAsync(Patience);
    }

    private int[] Started
    {
        get
        {
            lock (_started)
                return [.. _started];
        }
    }

    private Task<INodeProcess> Ask(int number, Start start) => _queue.StartAsync(
        () =>
        {
            lock (_started)
                _started.Add(number);
            return Task.FromResult<INodeProcess>(start.Process);
        },
        start.Presented.Task,
        start.Unwanted.Token);

    private sealed class Start
    {
        public TaskCompletionSource Presented { get; } = new();

        public CancellationTokenSource Unwanted { get; } = new();

        public PlainProcess Process { get; } = new();
    }

    /// <summary>As much of a process as the queue knows.</summary>
    private sealed class PlainProcess : INodeProcess
    {
        private readonly TaskCompletionSource<int> _exited = new();

        public ProcessIdentity Identity => default;

        public Task<int> Exited => _exited.Task;

        public Task<int?> Killed => throw new NotSupportedException();

        public Task<bool> Over => throw new NotSupportedException();

        public void End(int exitCode) => _exited.SetResult(exitCode);

        public IReadOnlyList<string> ErrorTail(int lines) => throw new NotSupportedException();

        public bool Signal(int signal) => throw new NotSupportedException();

        public void Kill() => throw new NotSupportedException();
    }
}
