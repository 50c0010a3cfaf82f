using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActorIpc.Hosting.Runs;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc doctor</c>: what is wrong with this machine, or was left on it by dead hosts.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var fix = new Option<bool>("--fix") { Description = "Clear away what dead hosts left: processes they recorded, files, locks." };
        var format = CommonOptions.Format();
        var command = new Command("doctor", "Looks for what is wrong with this machine or left by dead hosts; exit code 1 when something is.") { fix, format };
        command.SetAction(async (parsed, cancellation) =>
        {
            var findings = await Doctor.ExamineAsync(parsed.GetValue(fix), cancellation);
            if (parsed.GetValue(format) == CommonOptions.OutputFormat.Json)
                Console.Out.WriteLine(Json(findings));
            else
                Write(findings);
            return findings.Any(finding => finding.Level == FindingLevel.Problem) ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }

    private static void Write(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Console.Out.WriteLine($"{finding.Level.ToString().ToLowerInvariant(),-8} {finding.Subject}: {finding.Text}");
            if (finding.Fix.Length > 0)
                Console.Out.WriteLine($"{"",-8} {finding.Fix}");
        }
    }

    private static string Json(IReadOnlyList<Finding> findings) => new JsonObject
    {
        ["healthy"] = findings.All(finding => finding.Level != FindingLevel.Problem),
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["level"] = finding.Level.ToString().ToLowerInvariant(),
            ["subject"] = finding.Subject,
            ["text"] = finding.Text,
            ["fix"] = finding.Fix,
        })]),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
