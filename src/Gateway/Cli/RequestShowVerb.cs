using System.CommandLine;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>requests show</c>: everything about one request.</summary>
internal static class RequestShowVerb
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "Its number, like HOME0000042." };
        var command = new Command("show", """
            Shows what is known about a request: what is wanted, where it stands, what happened.

            Example:  requests show HOME0000042
            """) { id };
        command.SetAction((parsed, cancellationToken) => parsed.WithStoreAsync(async store =>
        {
            var wanted = parsed.GetRequiredValue(id);
            if (await RequestEndpoints.FindAsync(wanted, store, cancellationToken) is not { } state)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(RequestEndpoints.Unknown(wanted).Detail);
                return CommandLine.Failed;
            }

            var history = await store.HistoryAsync(state.Number, cancellationToken);
            await WriteAsync(state, history, parsed.InvocationConfiguration.Output);
            return CommandLine.Fine;
        }));
        return command;
    }

    private static async Task WriteAsync(RequestState state, IReadOnlyList<HistoryEntry> history, TextWriter output)
    {
        await Table.WriteAsync(output, [state.Id, StatusCatalog.Info(state.Side, state.Status).Label],
            Facts(state).Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => new[] { fact.Name, fact.Value! }));
        await SectionAsync("SUPPLIERS", state.Rota.Select(leg =>
            new[] { $"{leg.AskedOn:yyyy-MM-dd}", leg.Partner, $"{IsoCode.Kebab(leg.Outcome.ToString())} {leg.Reason}" }));
        await SectionAsync("TITLES FOUND", state.FoundTitles.Select(title =>
            new[] { title.Id, $"{title.Title}{(title.Years is null ? "" : $" ({title.Years})")}", title.CallNumber ?? "" }));
        await SectionAsync("NOTES", state.Notes.Select(note =>
            new[] { Minute(note.At), note.By, (note.IsActive ? "(active) " : "") + note.Text }));
        await SectionAsync("ALERTS", state.Alerts.Select(alert => new[] { Minute(alert.At), alert.Code, alert.Text }));
        await SectionAsync("HISTORY", history.Select(line => new[] { Minute(line.At), line.By, line.Text }));

        async Task SectionAsync(string head, IEnumerable<string[]> rows)
        {
            var lines = rows.ToArray();
            if (lines.Length > 0)
            {
                await output.WriteLineAsync();
                await Table.WriteAsync(output, [head, "", ""], lines);
            }
        }
    }

    private static IEnumerable<(string Name, string? Value)> Facts(RequestState state)
    {
        var citation = state.Content.Citation;
        return
        [
            ("role", Words.Of(state.Side)), ("status", StatusCatalog.Code(state.Status)), ("partner", state.Partner),
            ("owner", state.Owner),
            ("their number", state.Side == Side.Borrowing ? state.PartnerReference : state.ExternalId),
            ("assigned to", state.AssignedTo), ("title", citation.DisplayTitle), ("in", citation.ArticleTitle is null ? null : citation.Title),
            ("author", citation.ArticleAuthor ?? citation.Author), ("volume", citation.Volume ?? citation.VolumeAndIssue),
            ("pages", citation.Pages), ("isbn", citation.Isbn), ("issn", citation.Issn),
            ("format", Words.Format(state.Content)), ("patron", state.Content.Patron?.Name ?? state.Content.Patron?.Identifier),
            ("barcode", state.Barcode), ("created", Minute(state.CreatedAt)), ("last change", Minute(state.UpdatedAt)),
            ("sent", $"{state.SentOn:yyyy-MM-dd}"), ("shipped", $"{state.ShippedOn:yyyy-MM-dd}"),
            ("received", $"{state.ReceivedOn:yyyy-MM-dd}"), ("due", $"{state.DueOn:yyyy-MM-dd}"),
            ("returned", $"{state.ReturnedOn:yyyy-MM-dd}"), ("needed by", $"{state.Content.NeededBy:yyyy-MM-dd}"),
            ("expires", $"{state.ExpiresOn:yyyy-MM-dd}"), ("unread message", state.HasUnreadMessage ? "yes" : null),
            ("located", state.LocatedTitle?.ToString()),
            ("digitisation", state.Digitisation is { } work
                ? $"{IsoCode.Kebab(work.Stage.ToString())} in {work.Department}{(work.DueBy is { } due ? $", until {due:yyyy-MM-dd}" : "")}"
                : null),
            ("copyright", state.CopyrightStatus),
            ("drift", state.Drift is { } drift ? $"{drift.Text} {drift.Repair.Text}" : null),
        ];
    }

    private static string Minute(DateTimeOffset at) => $"{at:yyyy-MM-dd HH:mm}";
}
