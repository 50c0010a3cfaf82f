using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka.Actor;

namespace ActorIpc.Nodes.Directories;

/// <summary>The changes of a directory for code that is no actor.</summary>
internal static class NodeChanges
{
    /// <summary>How many changes may wait to be read; then the sequence ends with an error rather than with a gap.</summary>
    public const int Capacity = 65_536;

    /// <summary>Subscribes when it is enumerated, and until then.</summary>
    public static async IAsyncEnumerable<NodeChange> Of(NodeDirectory directory, ActorSystem system, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var changes = Channel.CreateBounded<NodeChange>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
        var listener = system.ActorOf(Props.Create(() => new Listener(changes.Writer)));
        try
        {
            directory.Subscribe(listener);
            await foreach (var change in changes.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            system.Stop(listener);
        }
    }

    private sealed class Listener : ReceiveActor
    {
        private readonly ChannelWriter<NodeChange> _changes;

        public Listener(ChannelWriter<NodeChange> changes)
        {
            _changes = changes;
            Receive<NodeChange>(change =>
            {
                if (!changes.TryWrite(change))
                    changes.TryComplete(new InvalidOperationException($"changes of the directory are not read: waiting={Capacity}"));
            });
        }

        protected override void PostStop() => _changes.TryComplete();
    }
}
