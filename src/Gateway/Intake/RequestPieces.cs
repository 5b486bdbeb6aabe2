using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// A request can consist of several items, of which another system tells one by one. It moves with the first that goes out
/// or comes, and ends with the last that goes back; what lies between is kept in its history.
/// </summary>
internal static class RequestPieces
{
    /// <summary>An item of the request goes out (lending) or has come (borrowing).</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="state">The request.</param>
    /// <param name="barcode">The item.</param>
    /// <param name="line">The line of the history, for an item that is not the first.</param>
    /// <returns>The request, and whether others of its items have been told of before: then its status stays.</returns>
    public static (RequestState State, bool IsAmongOthers) Add(
        IUnitOfWork work, RequestState state, string barcode, HistoryEntry line)
    {
        string[] pieces = [.. state.Pieces.Where(piece => !Same(piece, barcode)), barcode];
        return Keep(work, state, pieces, isAmongOthers: pieces.Length > 1, line with
        {
            Text = $"Another item: {barcode}; the request has {pieces.Length} now.",
        });
    }

    /// <summary>An item of the request is back (lending) or goes back (borrowing).</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="state">The request.</param>
    /// <param name="names">The item, by all its names: its barcode has a prefix of ours that the other system may not say.</param>
    /// <param name="line">The line of the history, for an item that is not the last.</param>
    /// <returns>The request, and whether others of its items are still away: then its status stays.</returns>
    public static (RequestState State, bool IsAmongOthers) Remove(
        IUnitOfWork work, RequestState state, IReadOnlyList<string> names, HistoryEntry line)
    {
        // The only one is meant, whatever it was called.
        string[] pieces = state.Pieces.Count == 1
            ? []
            : [.. state.Pieces.Where(piece => !names.Any(name => Same(piece, name)))];
        return Keep(work, state, pieces, isAmongOthers: pieces.Length > 0, line with
        {
            Text = $"{names[0]} went back; {pieces.Length} of the request's items are still away.",
        });
    }

    private static (RequestState State, bool IsAmongOthers) Keep(
        IUnitOfWork work, RequestState state, string[] pieces, bool isAmongOthers, HistoryEntry line)
    {
        if (!isAmongOthers)
        {
            // What moves the request keeps it.
            return (state with { Pieces = pieces }, false);
        }

        var kept = state with { Pieces = pieces, Version = state.Version + 1, UpdatedAt = line.At };
        work.UpdateRequest(kept);
        work.AppendHistory(line);
        return (kept, true);
    }

    private static bool Same(string piece, string barcode) =>
        string.Equals(piece.Trim(), barcode.Trim(), StringComparison.OrdinalIgnoreCase);
}
