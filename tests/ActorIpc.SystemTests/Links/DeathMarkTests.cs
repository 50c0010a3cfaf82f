using System.Globalization;
using ActorIpc.Links.Deaths;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Links;

/// <summary>Marks that the kernel sets when another process dies.</summary>
public sealed class DeathMarkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<IDisposable> _owned = [];

    public void Dispose() => _owned.ForEach(owned => owned.Dispose());

    [Fact]
    public async Task Mark_OfAProcess_IsSetWhenItIsKilled()
    {
        var mark = Take();
        var peer = await HoldAsync(mark);
        Assert.False(mark.IsSet.IsCompleted);
        peer.Kill();
        await mark.IsSet.WaitAsync(Patience);
    }

    [Fact]
    public async Task Mark_OfAStoppedProcess_IsSetWhenItIsKilled()
    {
        var mark = Take();
        var peer = await HoldAsync(mark);
        Signals.Send(peer.Pid, "STOP");
        peer.Kill();
        await mark.IsSet.WaitAsync(Patience);
    }

    [Fact]
    public async Task Mark_OfAProcessThatEndsByItself_IsSetToo()
    {
        var mark = Take();
        var peer = await HoldAsync(mark);
        await peer.FinishAsync();
        await mark.IsSet.WaitAsync(Patience);
    }

    /// <summary>More than the kernel lets one thread wait for; every other process dies, and only those are known to.</summary>
    [Fact]
    public async Task Marks_OfWhichSomeAreSet_AreToldApart()
    {
        const int Idle = 300;
        const int Processes = 6;
        var idle = Enumerable.Range(0, Idle).Select(_ => Take()).ToList();
        Assert.Equal(Idle, idle.Select(mark => (mark.Path, mark.Index)).Distinct().Count());
        var held = new List<(DeathMark Mark, PeerProcess Peer)>();
        for (var i = 0; i < Processes; i++)
        {
            var mark = Take();
            held.Add((mark, await HoldAsync(mark)));
        }
        foreach (var (mark, peer) in held.Where((_, i) => i % 2 == 0))
        {
            peer.Kill();
            await mark.IsSet.WaitAsync(Patience);
        }
        Assert.All(held.Where((_, i) => i % 2 == 1), item => Assert.False(item.Mark.IsSet.IsCompleted));
        Assert.All(idle, mark => Assert.False(mark.IsSet.IsCompleted));
    }

    [Fact]
    public async Task Mark_GivenBack_IsTakenAgainUnset()
    {
        var first = Take();
        var dead = await HoldAsync(first);
        dead.Kill();
        await first.IsSet.WaitAsync(Patience);
        await dead.EndedAsync();
        first.Dispose();

        var second = Take();
        var peer = await HoldAsync(second);
        first.Dispose(); // Once more: it is another's now.
        Assert.False(second.IsSet.IsCompleted);
        peer.Kill();
        await second.IsSet.WaitAsync(Patience);
    }

    [Theory]
    [InlineData("missing", 1)]
    [InlineData("file", 1)]
    [InlineData("mark", 0)]
    [InlineData("mark", -1)]
    [InlineData("mark", 1024)]
    [InlineData("mark", int.MaxValue)]
    public async Task Holder_OfWhatIsNoMark_IsRefused(string what, int index)
    {
        using var scratch = new Scratch();
        var path = what switch
        {
            "missing" => Path.Combine(scratch.Folder, "missing"),
            "file" => Path.Combine(scratch.Folder, "file"),
            _ => Take().Path,
        };
        if (what == "file")
            File.WriteAllBytes(path, new byte[4096]); // It could be cut off under the mapping.
        await Start(path, index).SaysAsync("refused");
    }

    private DeathMark Take()
    {
        var mark = DeathMark.TryTake();
        Assert.NotNull(mark);
        _owned.Add(mark);
        return mark;
    }

    private async Task<PeerProcess> HoldAsync(DeathMark mark)
    {
        var peer = Start(mark.Path, mark.Index);
        await peer.SaysAsync("held");
        return peer;
    }

    private PeerProcess Start(string path, int index)
    {
        var peer = PeerProcess.Start("mark", $"address={path}", string.Create(CultureInfo.InvariantCulture, $"index={index}"));
        _owned.Add(peer);
        return peer;
    }
}
