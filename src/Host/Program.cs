using System.CommandLine;
using System.CommandLine.Help;
using ActorIpc.Host;
using ActorIpc.Host.Commands;
using ActorIpc.Host.Completions;

var root = new RootCommand("Starts, supervises and steers nodes: operating-system processes that host actors.")
{
    UpCommand.Create(),
    PsCommand.Create(),
    LogsCommand.Create(),
    EventsCommand.Create(),
    WaitCommand.Create(),
    ApplyCommand.Create(),
    RestartCommand.Create(),
    StopCommand.Create(),
    ScaleCommand.Create(),
    KillCommand.Create(),
    CheckCommand.Create(),
    DoctorCommand.Create(),
    CompletionCommand.Create(),
    BenchCommand.Create(),
    BenchCommand.CreatePeer(),
};
root.TreatUnmatchedTokensAsErrors = true;
// A word that begins with a slash is a path.
foreach (var help in root.Options.OfType<HelpOption>())
{
    help.Aliases.Remove("/?");
    help.Aliases.Remove("/h");
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine($"Try: actoripc {string.Join(' ', parsed.CommandResult.Command == root ? [] : new[] { parsed.CommandResult.Command.Name })} --help");
    return ExitCodes.Usage;
}

// The commands handle signals themselves: a host must stop its nodes in their order, however long that takes.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
