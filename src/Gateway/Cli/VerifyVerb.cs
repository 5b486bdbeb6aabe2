using System.CommandLine;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>verify</c>: is the store sound?</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var command = new Command("verify",
            "Reads the whole store: the database itself, the hash chain of the journal, requests, transactions, outbox.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var store = await parsed.OpenStoreAsync();
            if (store is null)
            {
                return CommandLine.Failed;
            }

            await using (store)
            {
                var error = parsed.InvocationConfiguration.Error;
                var progress = new LineProgress(error);
                var report = await store.VerifyAsync(progress, cancellationToken);
                foreach (var fault in report.Faults)
                {
                    await error.WriteLineAsync(fault);
                }

                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    $"{report.Messages} messages and {report.Requests} requests read, {report.Faults.Count} fault(s).");
                return report.Faults.Count == 0 ? CommandLine.Fine : CommandLine.Failed;
            }
        });
        return command;
    }

    private sealed class LineProgress(TextWriter writer) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value > 0 && value % 100_000 == 0)
            {
                writer.WriteLine($"{value} messages read ...");
            }
        }
    }
}
