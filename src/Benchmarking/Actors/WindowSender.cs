using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>Keeps a number of messages under way to one actor that answers each; every answer is counted and makes room for the next message.</summary>
internal sealed class WindowSender : UntypedActor
{
    private readonly IActorRef _target;
    private readonly object _payload;
    private readonly int _window;
    private readonly MessageCounter _answers;
    private int _underWay;
    private IActorRef? _drainedTo; // null exactly while it sends

    public WindowSender(IActorRef target, object payload, int window, MessageCounter answers)
    {
        _target = target;
        _payload = payload;
        _window = window;
        _answers = answers;
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin:
                _drainedTo = null;
                while (_underWay < _window)
                    Send();
                break;
            case Drain:
                _drainedTo = Sender;
                TellDrained();
                break;
            default:
                _answers.Increment();
                _underWay--;
                if (_drainedTo is null)
                    Send();
                else
                    TellDrained();
                break;
        }
    }

    private void Send()
    {
        _underWay++;
        _target.Tell(_payload, Self);
    }

    private void TellDrained()
    {
        if (_underWay == 0)
            _drainedTo!.Tell(Drained.Instance);
    }

    /// <summary>Send as long as nobody says <see cref="Drain"/>.</summary>
    internal sealed class Begin
    {
        public static readonly Begin Instance = new();
    }

    /// <summary>Send nothing more; answered with <see cref="Drained"/> when all answers are there.</summary>
    internal sealed class Drain
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>Nothing is under way any more.</summary>
    internal sealed class Drained
    {
        public static readonly Drained Instance = new();
    }
}
