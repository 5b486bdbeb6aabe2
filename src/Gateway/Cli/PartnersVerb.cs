using System.CommandLine;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>partners</c>: with whom do we work, and how?</summary>
internal static class PartnersVerb
{
    public static Command Create()
    {
        var command = new Command("partners", "Lists the partners of the configuration.");
        command.SetAction(async (parsed, _) =>
        {
            if (await parsed.LoadAsync() is not { } snapshot)
            {
                return CommandLine.Failed;
            }

            await Table.WriteAsync(parsed.InvocationConfiguration.Output,
                ["CODE", "CHANNEL", "STATUS", "WE BORROW", "WE LEND", "SYMBOLS", "NAME"],
                snapshot.Partners.Values.OrderBy(partner => partner.Code, StringComparer.Ordinal).Select(partner => new[]
                {
                    partner.Code, partner.Channel.Type, partner.Status.ToString().ToLowerInvariant(),
                    partner.Borrowing.Supported ? partner.Borrowing.Workflow ?? "yes" : "no",
                    partner.Lending.Supported ? partner.Lending.Workflow ?? "yes" : "no",
                    string.Join(", ", partner.Symbols), partner.Name,
                }));
            return CommandLine.Fine;
        });
        return command;
    }
}
