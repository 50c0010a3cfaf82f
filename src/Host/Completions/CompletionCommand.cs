using System.CommandLine;

namespace ActorIpc.Host.Completions;

/// <summary>
/// <c>actoripc completion</c>: prints the script that teaches a shell to complete the command. The scripts ask the program itself (the <c>[suggest]</c> directive
/// of System.CommandLine), so that names of nodes of the running host are completed too.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints the script that teaches a shell to complete this command.") { shell };
        command.SetAction(parsed =>
        {
            var name = $"{parsed.GetRequiredValue(shell)}.txt";
            using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"the resource is missing from actoripc: name={name}");
            using var reader = new StreamReader(stream);
            Console.Out.Write(reader.ReadToEnd());
            return ExitCodes.Ok;
        });
        return command;
    }
}
