using Akka.Actor;

namespace PlainAkka;

/// <summary>Knows the price of everything: the sum of its letters. Counts how often it was asked.</summary>
public sealed class PricingActor : ReceiveActor
{
    private int _asked;

    /// <summary>Makes the actor.</summary>
    public PricingActor() => Receive<string>(symbol =>
    {
        _asked++;
        Sender.Tell($"{symbol} costs {symbol.Sum(letter => letter)}, question {_asked}");
    });
}
