using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Ncip;

/// <summary>What a library has written down, as the golden files have it.</summary>
internal static class LibraryLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until nothing is under way: one library's message may have made another one's, so all have to be quiet
    /// twice in a row.</summary>
    public static async Task SettleAsync(params IReadOnlyList<TestLibrary> libraries)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (var quiet = 0; quiet < 2;)
        {
            var isQuiet = true;
            foreach (var library in libraries)
            {
                var depths = await library.Store.QueueDepthsAsync(CancellationToken.None);
                isQuiet &= depths.All(depth => depth.Waiting + depth.Sending == 0);
            }

            quiet = isQuiet ? quiet + 1 : 0;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Waits until a request has a status.</summary>
    public static async Task<JsonNode> UntilAsync(TestLibrary library, string id, string status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var request = await library.GetAsync($"/api/v1/requests/{id}");
            if ((string?)request["status"] == status)
            {
                return request;
            }

            if (patience.IsCancellationRequested)
            {
                Assert.Fail($"{library.Code}: {id} is not {status}.\n{await OfAsync(library)}{await MessagesAsync(library)}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Its requests, oldest first, with their histories.</summary>
    public static async Task<string> OfAsync(TestLibrary library)
    {
        var list = await library.GetAsync("/api/v1/requests");
        var log = new StringBuilder();
        foreach (var id in list["items"]!.AsArray().Select(one => (string)one!["id"]!).Order(StringComparer.Ordinal))
        {
            var request = await library.GetAsync($"/api/v1/requests/{id}");
            log.Append(CultureInfo.InvariantCulture, $"{library.Code} {(string?)request["role"]} {(string?)request["status"]}\n");
            foreach (var line in request["history"]!.AsArray())
            {
                log.Append(CultureInfo.InvariantCulture,
                    $"  {(string?)line!["event"],-26} {(string?)line["to"],-22} {(string?)line["text"]}\n");
            }
        }

        return log.ToString();
    }

    /// <summary>Its journal, oldest first, each message with what could not be carried.</summary>
    public static async Task<string> MessagesAsync(TestLibrary library)
    {
        var log = new StringBuilder($"{library.Code} messages\n");
        var page = await library.Store.ListMessagesAsync(null, onlyQuarantined: false, null, 200, CancellationToken.None);
        foreach (var entry in page.Items.Reverse().Select(row => row.Entry))
        {
            var what = entry.Service is { } service ? IsoCode.Name(service) : entry.Detail;
            log.Append($"  {entry.Direction,-3} {entry.Partner,-6} {entry.Protocol,-8} {what} {entry.Outcome}".TrimEnd()).Append('\n');
            foreach (var loss in entry.Losses.Losses)
            {
                log.Append(CultureInfo.InvariantCulture, $"        {IsoCode.Kebab(loss.Kind.ToString())} {loss.Field}: {loss.Detail}\n");
            }
        }

        return log.ToString();
    }

    /// <summary>What its circulation holds: items from elsewhere, and loans.</summary>
    public static async Task<string> CirculationAsync(TestLibrary library)
    {
        var log = new StringBuilder($"{library.Code} circulation\n");
        foreach (var item in await AllAsync<LibraryItem>(library))
        {
            log.Append(CultureInfo.InvariantCulture,
                $"  item {item.Barcode} {(item.Temporary is null ? "ours" : "temporary")} {item.Citation.Title}\n");
        }

        foreach (var loan in await AllAsync<Loan>(library))
        {
            log.Append(CultureInfo.InvariantCulture,
                $"  loan {loan.Barcode} due {loan.DueAt:yyyy-MM-dd} renewed {loan.RenewalCount} {(loan.EndedAt is null ? "open" : "ended")}\n");
        }

        foreach (var hold in await AllAsync<Hold>(library))
        {
            log.Append(CultureInfo.InvariantCulture, $"  hold {hold.Request?.Value} {hold.Status} at {hold.PickupLocation}\n");
        }

        return log.ToString();
    }

    /// <summary>All records of a kind, oldest first.</summary>
    public static async Task<IReadOnlyList<T>> AllAsync<T>(TestLibrary library)
        where T : CirculationRecord =>
        [.. (await library.Store.Circulation.ListAsync<T>(null, 200, CancellationToken.None)).Items.OrderBy(one => one.Number)];

    public static void AssertGolden(string file, string log) =>
        Repository.AssertGolden(Path.Combine(Repository.Root, "tests", "EndToEnd", "Ncip", file), log);
}
