using System.Collections.Concurrent;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>
/// Takes the streams of other nodes and gives each message to the actor that serves its protocol, once. That a message has been processed is known from Akka's
/// Identify, which the actor's mailbox takes up behind it: so any actor can be delivered to, and nothing is said of a message before its handler has returned.
/// </summary>
internal sealed class DeliveryReceiver : ReceiveActor
{
    /// <summary>The actor's name, below <c>/user</c>.</summary>
    public const string Name = "actoripc-delivery";

    private readonly ConcurrentDictionary<string, IActorRef> _served;
    private readonly Dictionary<Key, ReceivedStream> _streams = [];

    public DeliveryReceiver(ConcurrentDictionary<string, IActorRef> served)
    {
        _served = served;
        Receive<Deliver>(OnDeliver);
        Receive<ActorIdentity>(OnIdentity);
        Receive<NodeDown>(down =>
        {
            foreach (var key in _streams.Keys.Where(key => key.From == down.Node.Address).ToList())
                _streams.Remove(key);
        });
        Receive<NodeUp>(_ => { });
    }

    public static Props Props(ConcurrentDictionary<string, IActorRef> served) => Akka.Actor.Props.Create(() => new DeliveryReceiver(served));

    protected override void PreStart() => NodeDirectory.Get(Context.System).Subscribe(Self);

    private void OnDeliver(Deliver deliver)
    {
        if (!_served.TryGetValue(deliver.Protocol, out var actor))
            return; // Perhaps it will be served; the sender asks again, less and less often.
        var key = new Key(deliver.From, deliver.Stream);
        if (!_streams.TryGetValue(key, out var stream))
            _streams.Add(key, stream = new ReceivedStream());
        if (stream.Accept(deliver.Sequence, deliver.First))
        {
            actor.Tell(deliver.Message, Sender);
            AskHowFar(key, stream, actor);
        }
        else if (deliver.Sequence == deliver.First)
        {
            Say(key, stream); // It goes through its window again: what it was told last got lost, or the actor is slow.
        }
    }

    private void AskHowFar(Key key, ReceivedStream stream, IActorRef actor)
    {
        if (stream.IsAsking || stream.Accepted <= stream.Processed)
            return;
        stream.IsAsking = true;
        actor.Tell(new Identify(new Mark(key, stream, stream.Accepted, actor)), Self);
    }

    private void OnIdentity(ActorIdentity identity)
    {
        if (identity.MessageId is not Mark mark || _streams.GetValueOrDefault(mark.Key) != mark.Stream)
            return;
        if (identity.Subject is null)
        {
            // The actor has ended, with messages nobody processed: what is sent again goes to the one that takes its place.
            _streams.Remove(mark.Key);
            return;
        }
        mark.Stream.IsAsking = false;
        mark.Stream.Process(mark.Sequence);
        Say(mark.Key, mark.Stream);
        AskHowFar(mark.Key, mark.Stream, mark.Actor);
    }

    private void Say(Key key, ReceivedStream stream) => Context.ActorSelection($"{key.From}/user/{ReliableSender.NameOf(key.Stream)}")
        .Tell(new DeliveryProcessed(stream.Processed), Self);

    /// <summary>Names a stream.</summary>
    private readonly record struct Key(string From, int Stream);

    /// <summary>The actor has processed everything of a stream up to a sequence when it answers to this.</summary>
    private sealed record Mark(Key Key, ReceivedStream Stream, long Sequence, IActorRef Actor);
}
