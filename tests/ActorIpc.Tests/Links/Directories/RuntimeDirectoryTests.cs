using System.Runtime.Versioning;
using ActorIpc.Links;
using ActorIpc.Links.Directories;
using ActorIpc.Links.Interop;

namespace ActorIpc.Tests.Links.Directories;

/// <summary>The directory rule, instance locks and the sweep.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RuntimeDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("aipc-").FullName;

    [Fact]
    public void Resolve_ByRule_TakesTheFirstThatIsGiven()
    {
        var uid = Posix.EffectiveUserId();
        Assert.Equal("/given", RuntimeDirectory.Resolve("/given", _ => "/other"));
        Assert.Equal("/other", RuntimeDirectory.Resolve(null, name => name == RuntimeDirectory.Variable ? "/other" : _root));
        Assert.Equal(Path.Combine(_root, "actoripc"), RuntimeDirectory.Resolve(null, name => name == "XDG_RUNTIME_DIR" ? _root : null));
        Assert.Equal($"/tmp/actoripc-{uid}", RuntimeDirectory.Resolve(null, name => name == "XDG_RUNTIME_DIR" ? "/does/not/exist" : null));
        Assert.Equal($"/tmp/actoripc-{uid}", RuntimeDirectory.Resolve(null, _ => null));
        Assert.Contains("ACTORIPC_RUNTIME_DIR=relative", Bad(() => RuntimeDirectory.Resolve(null, _ => "relative")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Missing_MakesItForTheOwnerAlone()
    {
        var path = Path.Combine(_root, "made");
        Assert.Equal(path, RuntimeDirectory.Open(path));
        Assert.Equal(Posix.OwnerOnly, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Open_OfWhatIsNotOursAlone_IsRefusedWithTheReason()
    {
        var wide = Directory.CreateDirectory(Path.Combine(_root, "wide")).FullName;
        File.SetUnixFileMode(wide, Posix.OwnerOnly | UnixFileMode.GroupRead);
        Assert.Contains("mode=740", Bad(() => RuntimeDirectory.Open(wide)), StringComparison.Ordinal);

        var link = Path.Combine(_root, "link");
        File.CreateSymbolicLink(link, RuntimeDirectory.Open(Path.Combine(_root, "real")));
        Assert.Contains("symbolic link", Bad(() => RuntimeDirectory.Open(link)), StringComparison.Ordinal);

        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        Assert.Contains("must be a directory", Bad(() => RuntimeDirectory.Open(file)), StringComparison.Ordinal);

        var facts = Posix.Facts(Path.Combine(_root, "real"))!.Value;
        Assert.Contains("owner=4242", Bad(() => RuntimeDirectory.Check("/x", "runtime directory", facts with { Uid = 4242 })), StringComparison.Ordinal);
    }

    [Fact]
    public void SocketPath_TooLongForTheKernel_IsRefusedWithTheWayOut()
    {
        var directory = Path.Combine(_root, new string('x', 100));
        Assert.Contains("ACTORIPC_RUNTIME_DIR", Bad(() => Rendezvous.SocketPath(directory, "a")), StringComparison.Ordinal);
        Assert.Equal(16, Rendezvous.NameOf("akka.tcp://system@127.0.0.1:4053").Length);
    }

    [Fact]
    public void InstanceLock_WhileHeld_KeepsTheInstanceAlive()
    {
        using var runtime = new LinkRuntime(new LinkOptions { RuntimeDirectory = _root, SegmentDirectory = _root });
        var other = Guid.NewGuid();
        Assert.Equal(InstanceState.Ended, runtime.StateOf(other));
        using (var held = InstanceLock.Take(_root, other))
        {
            Assert.True(held.Works);
            Assert.Equal(InstanceState.Alive, runtime.StateOf(other));
        }
        Assert.Equal(InstanceState.Ended, runtime.StateOf(other));
        File.WriteAllText(InstanceLock.PathOf(_root, other), "");
        Assert.Equal(InstanceState.Ended, runtime.StateOf(other));
    }

    [Fact]
    public void Sweep_ReclaimsWhatTheDeadLeft_AndNothingElse()
    {
        var (dead, alive) = (Guid.NewGuid(), Guid.NewGuid());
        using var held = InstanceLock.Take(_root, alive);
        using var name = FileLock.TryTake(Rendezvous.LockPath(_root, "alive"))!;
        string[] kept = [Rendezvous.SocketPath(_root, "alive"), Segment(alive), Path.Combine(_root, "unrelated.txt"), Path.Combine(_root, "other.lock")];
        string[] gone =
        [
            InstanceLock.PathOf(_root, dead), Segment(dead), Segment(dead) + "2", Rendezvous.LockPath(_root, "dead"), Rendezvous.SocketPath(_root, "dead"),
            InstanceLock.PathOf(_root, Guid.NewGuid()) + ".0123.tmp",
        ];
        foreach (var path in kept.Concat(gone))
            File.WriteAllText(path, "");

        var report = Sweep.Run(_root, _root);

        Assert.Equal(new SweepReport(1, gone.Length), report);
        Assert.All(kept, path => Assert.True(File.Exists(path), path));
        Assert.All(gone, path => Assert.False(File.Exists(path), path));
        Assert.True(File.Exists(InstanceLock.PathOf(_root, alive)) && File.Exists(name.Path));
        Assert.Equal(default, Sweep.Run(_root, Path.Combine(_root, "missing")));
    }

    [Fact]
    public async Task Lock_ContestedByManySweeps_IsNeverHeldTwice()
    {
        var path = Rendezvous.LockPath(_root, "contested");
        var holders = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                Sweep.Run(_root, _root);
                using var taken = FileLock.TryTake(path);
                if (taken is null)
                    continue;
                most = Math.Max(most, Interlocked.Increment(ref holders));
                Thread.Yield();
                Interlocked.Decrement(ref holders);
            }
        })));

        Assert.Equal(1, most);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Bad(Action action)
    {
        var error = Assert.Throws<LinkException>(action);
        Assert.Equal(LinkFailure.BadDirectory, error.Failure);
        return error.Message;
    }

    private string Segment(Guid instance) => Path.Combine(_root, $"{instance:N}-0123456789abcdef");
}
