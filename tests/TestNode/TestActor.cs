using ActorIpc.Messages;
using ActorIpc.Nodes;
using Akka.Actor;

namespace ActorIpc.TestNode;

/// <summary>Serves <see cref="ITestNode"/>.</summary>
internal sealed class TestActor(Node node) : ProtocolActor<ITestNode>
{
    public Echoed Handle(Echo echo) => new(echo.Text, node.Name.Value, node.Incarnation, Environment.ProcessId);

    [RepliesLater]
    public void Handle(EchoThrough through) => through.Other.Ask(new Echo(through.Text), TimeSpan.FromSeconds(10)).PipeTo(Sender);

    public void Handle(Note note) => File.AppendAllText(note.File, $"{node.Incarnation} {note.Number}\n");

    [RepliesLater]
    public void Handle(Pester order) => Pestering.RunAsync(order).PipeTo(Sender);

    public void Handle(LetBe _) => Pestering.End();

    public DeliveryCounts Handle(HowMany ask) => ask.Other.DeliveryCounts();

    public DeliveryCounts Handle(TellThrough through)
    {
        through.Other.Tell(through.Note);
        return through.Other.DeliveryCounts();
    }

    [RepliesLater]
    public void Handle(AskAround order) => Streaming.AskAroundAsync(order).PipeTo(Sender);

    [RepliesLater]
    public void Handle(Gush order) => Streaming.GushAsync(node, order).PipeTo(Sender);

    public void Handle(Babble _)
    {
    }

    public void Handle(Misbehave order) => Misbehaviour.Do(node, order.How);
}
