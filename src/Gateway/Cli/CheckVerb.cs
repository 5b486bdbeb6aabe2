using System.CommandLine;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>check</c>: is the configuration right? Lists every fault with file, line and column.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var command = new Command("check",
            "Checks the configuration: every fault at once, with file, line and column. Starts nothing.");
        command.SetAction(async (parsed, _) =>
        {
            var result = parsed.GatewayOptions().Load(checkSecrets: true, inAllLanguages: true);
            await SharedOptions.PrintFaultsAsync(result, parsed.InvocationConfiguration.Error);
            if (!result.IsValid)
            {
                return CommandLine.Failed;
            }

            var snapshot = result.Snapshot;
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"The configuration in {snapshot.Directory} is fine: library {snapshot.Gateway.Library.Code}, " +
                $"{snapshot.Partners.Count} partners, {snapshot.Profiles.Count} workflow profiles, {snapshot.Rotas.Count} rotas.");
            return CommandLine.Fine;
        });
        return command;
    }
}
