using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.Simulation;

/// <summary>What must fit together in the tables of a store.</summary>
internal static class MemoryVerification
{
    public static VerifyReport Of(MemoryTables tables) => new(
        tables.Journal.Count, tables.Requests.Count,
        [.. Journal(tables), .. Requests(tables), .. History(tables), .. Outbox(tables)]);

    private static IEnumerable<string> Journal(MemoryTables tables)
    {
        var chain = new JournalChain();
        var link = JournalChain.Start.ToArray();
        foreach (var row in tables.Journal)
        {
            MemoryUnit.Link(chain, link, row.Id, row.Entry, link);
            if (!row.Hash.Span.SequenceEqual(link))
            {
                yield return $"The hash chain breaks at journal row {row.Id}.";
            }

            if (row.Entry.Request is { } request && !tables.Requests.ContainsKey(request))
            {
                yield return $"Journal row {row.Id} belongs to a request that does not exist.";
            }

            if (row.Entry.RefersTo is { } other && !IsRow(tables, other))
            {
                yield return $"Journal row {row.Id} refers to a row that does not exist.";
            }
        }
    }

    private static IEnumerable<string> Requests(MemoryTables tables) => tables.Requests.Values
        .Where(state => HashKey.OfTransactions(state)
            .Any(key => !tables.Transactions.GetValueOrDefault(key, []).Contains(state.Number)))
        .Select(state => $"A transaction of request {state.Number} is not known.");

    private static IEnumerable<string> History(MemoryTables tables) => tables.History
        .Where(line => !tables.Requests.ContainsKey(line.Request) || (line.Message is { } id && !IsRow(tables, id)))
        .Select(line => line.Request).Distinct()
        .Select(request => $"The history of request {request} tells of a request or a message that does not exist.");

    private static IEnumerable<string> Outbox(MemoryTables tables)
    {
        foreach (var row in tables.Outbox.Values)
        {
            if (row.Entry.Request is { } request && !tables.Requests.ContainsKey(request))
            {
                yield return $"Outbox row {row.Id} belongs to a request that does not exist.";
            }

            if (row.Message is { } id
                && (!IsRow(tables, id) || tables.Journal[(int)id - 1].Entry.Direction != Direction.Out))
            {
                yield return $"Outbox row {row.Id} refers to bytes that are not in the journal as an outgoing message.";
            }

            if (row.FinishedAt is null != tables.Open.Contains(row.Id))
            {
                yield return $"Outbox row {row.Id} has a state and an end that do not fit.";
            }
        }
    }

    private static bool IsRow(MemoryTables tables, long id) => id >= 1 && id <= tables.Journal.Count;
}
