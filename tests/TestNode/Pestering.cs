using ActorIpc.Messages;
using ActorIpc.Nodes;

namespace ActorIpc.TestNode;

/// <summary>Constant notes and questions to another node.</summary>
internal static class Pestering
{
    private const int Askers = 4;

    private static readonly CancellationTokenSource Ending = new();

    /// <summary>Ends it.</summary>
    public static void End() => Ending.Cancel();

    /// <summary>Does it.</summary>
    /// <param name="order">Whom, and how.</param>
    public static async Task<Pestered> RunAsync(Pester order)
    {
        var asking = Enumerable.Range(0, Askers).Select(_ => Task.Run(() => AskAsync(order.Other, order.AskTimeout))).ToList();
        var told = await Task.Run(() => TellAsync(order.Other, order.File));
        var asked = await Task.WhenAll(asking);
        return new Pestered(told, asked.Sum(a => a.Asked), asked.Sum(a => a.Failed), asked.Select(a => a.FirstFailure).FirstOrDefault(text => text.Length > 0) ?? "");
    }

    private static async Task<int> TellAsync(NodeRef<ITestNode> other, string file)
    {
        var number = 0;
        while (!Ending.IsCancellationRequested)
        {
            other.Tell(new Note(file, ++number));
            if (number % 8 == 0)
                await Task.Delay(1); // a load, and no flood: the receiver writes each note into a file
        }
        return number;
    }

    private static async Task<(int Asked, int Failed, string FirstFailure)> AskAsync(NodeRef<ITestNode> other, TimeSpan timeout)
    {
        var (asked, failed, first) = (0, 0, "");
        while (!Ending.IsCancellationRequested)
        {
            var text = $"{++asked}";
            try
            {
                var echoed = await other.Ask(new Echo(text), timeout);
                if (echoed.Text != text)
                    throw new InvalidOperationException($"the answer to {text} was {echoed.Text}");
            }
            catch (Exception e)
            {
                failed++;
                first = first.Length > 0 ? first : e.ToString();
            }
            await Task.Delay(1);
        }
        return (asked, failed, first);
    }
}
