using System.CommandLine;
using System.Globalization;
using ActorIpc.Host.Completions;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc scale</c>: changes how many nodes a child has.</summary>
internal static class ScaleCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var target = new Argument<Scaling>("node=number")
        {
            HelpName = "node=number",
            Description = "A child declared with instances, and how many of it there shall be; the highest numbers go.",
            CustomParser = result =>
            {
                var given = result.Tokens is [var token] ? token.Value : "";
                if (given.Split('=') is [{ Length: > 0 } child, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                    return new Scaling(child, number);
                result.AddError($"scale takes NODE=N, N at least 1: given={given}");
                return null;
            },
        };
        var host = CommonOptions.Host();
        target.CompletionSources.Add(context => CommonOptions.Items(Candidates.Nodes(context.ParseResult.GetValue(host)).Select(name => name + "=")));
        var command = new Command("scale", "Changes the number of a child's nodes; returns when that has begun.") { target, host };
        command.SetAction((parsed, cancellation) =>
        {
            var (child, instances) = parsed.GetRequiredValue(target);
            return RunningHost.AskAsync(
                parsed.GetValue(host),
                ControlRequest.Of(ControlRequest.Scale, child) with { Instances = instances },
                (_, _) => Console.Error.WriteLine($"scaling {child} to {instances}"),
                cancellation);
        });
        return command;
    }

    /// <summary>What the command line asked for.</summary>
    private sealed record Scaling(string Child, int Instances);
}
