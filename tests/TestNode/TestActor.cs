using ActorIpc.Nodes;
using Akka.Actor;

namespace ActorIpc.TestNode;

/// <summary>Serves <see cref="ITestNode"/>.</summary>
internal sealed class TestActor : ReceiveActor
{
    public TestActor(Node node)
    {
        Receive<Echo>(echo => Sender.Tell(new Echoed(echo.Text, node.Name.Value, node.Incarnation, Environment.ProcessId)));
        Receive<EchoThrough>(through => through.Other.Ask(new Echo(through.Text), TimeSpan.FromSeconds(10)).PipeTo(Sender));
        Receive<Note>(note => File.AppendAllText(note.File, $"{node.Incarnation} {note.Number}\n"));
        Receive<Pester>(order => Pestering.RunAsync(order).PipeTo(Sender));
        Receive<LetBe>(_ => Pestering.End());
        Receive<HowMany>(ask => Sender.Tell(ask.Other.DeliveryCounts()));
        Receive<TellThrough>(through =>
        {
            through.Other.Tell(through.Note);
            Sender.Tell(through.Other.DeliveryCounts());
        });
        Receive<AskAround>(order => Streaming.AskAroundAsync(order).PipeTo(Sender));
        Receive<Gush>(order => Streaming.GushAsync(node, order).PipeTo(Sender));
        Receive<Misbehave>(order => Misbehaviour.Do(node, order.How));
    }
}
