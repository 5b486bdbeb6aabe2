using System.CommandLine;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>backup</c>: a consistent copy, also while the gateway runs.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("FILE") { Description = "The copy; must not exist yet." };
        var command = new Command("backup", "Writes a consistent copy of the store, also while the gateway runs.") { target };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var store = await parsed.OpenStoreAsync();
            if (store is null)
            {
                return CommandLine.Failed;
            }

            await using (store)
            {
                var file = parsed.GetRequiredValue(target);
                await store.BackupAsync(file, cancellationToken);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    $"Copied to {file}. To go back to it: stop the gateway, put it in place of gateway.db, run verify.");
                return CommandLine.Fine;
            }
        });
        return command;
    }
}
