using System.CommandLine;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>backup</c>: a consistent copy, also while the gateway runs.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("FILE") { Description = "The copy; must not exist yet." };
        var command = new Command("backup", "Writes a consistent copy of the store and its documents, also while the gateway runs.") { target };
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
                var output = parsed.InvocationConfiguration.Output;
                await output.WriteLineAsync(
                    $"Copied to {file}. To go back to it: stop the gateway, put it in place of gateway.db, run verify.");
                if (CopyDocuments(parsed, file + ".documents", cancellationToken) is { } copied)
                {
                    await output.WriteLineAsync(
                        $"Copied {copied} documents to {file}.documents; put that in the place of the folder of documents.");
                }

                return CommandLine.Fine;
            }
        });
        return command;
    }

    /// <summary>After the store, so that no row of the copy lacks its bytes. What was purged in between is gone from both as
    /// soon as the copy is used.</summary>
    private static int? CopyDocuments(ParseResult parsed, string target, CancellationToken cancellationToken)
    {
        var options = parsed.GatewayOptions();
        var settings = options.LoadSettings(checkSecrets: false).Snapshot?.Gateway.Documents ?? new DocumentsConfig();
        var folder = DocumentServices.FolderOf(settings, options.DataFolder);
        return Directory.Exists(folder) && new DocumentFolder(folder) is var documents && documents.All().Any()
            ? documents.CopyTo(target, cancellationToken)
            : null;
    }
}
