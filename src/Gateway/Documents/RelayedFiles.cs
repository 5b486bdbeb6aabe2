using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Documents;

/// <summary>Files that a supplier has put in for a request that we pass on for another library: they go on to that library as
/// if our staff had shipped them, by a link of ours or as its partner file says. They are documents of both requests; their
/// bytes are kept once.</summary>
internal sealed class RelayedFiles(
    DocumentShelf shelf, FileShipping shipping, StaffDesk desk, IStore store, TimeProvider time)
{
    /// <summary>The alert of a file that did not go on.</summary>
    public const string Alert = "relay-file";

    /// <summary>Passes files on; what cannot be is told at the other library's request. The same again does nothing.</summary>
    /// <param name="borrowing">The request to the supplier.</param>
    /// <param name="files">Its documents.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PassOnAsync(
        RequestState borrowing, IReadOnlyList<StoredDocument> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0 || borrowing.Side != Side.Borrowing || borrowing.Twin is not { } number
            || await store.FindRequestAsync(number, cancellationToken) is not { } lending
            || await CopiesAsync(lending, files, cancellationToken) is not { Count: > 0 } copies)
        {
            return;
        }

        var wish = new FileWish(copies, Zip: copies.Count > 1, Delivery: null);
        var (offer, whyNot) = await shipping.PrepareAsync(
            lending.Id, StaffAction.ShipDigitally, format: null, wish, Relay.By, cancellationToken);
        var result = whyNot ?? await desk.ActAsync(
            lending.Id, StaffAction.ShipDigitally, new ActionFields { Cost = borrowing.Cost },
            Submission.None with { File = offer }, Relay.By, cancellationToken);
        if (TextOf(result) is { } fault)
        {
            await TellAsync(number, $"Not passed on: the file of the supplier, since {fault}", cancellationToken);
        }
    }

    /// <summary>The files that the other request did not have yet.</summary>
    private async Task<IReadOnlyList<long>> CopiesAsync(
        RequestState lending, IReadOnlyList<StoredDocument> files, CancellationToken cancellationToken)
    {
        var copies = new List<long>();
        foreach (var file in files)
        {
            if (shelf.Files.Open(file.Digest) is not { } content)
            {
                continue;
            }

            await using (content)
            {
                var kept = await shelf.PutAsync(
                    new NewDocument(lending.Number, file.Name, file.By, DocumentOrigin.Partner) { Message = file.Message },
                    content, cancellationToken);
                if (kept is ShelfResult.Kept { Document: { ShippedAt: null } copy })
                {
                    copies.Add(copy.Number);
                }
            }
        }

        return copies;
    }

    private static string? TextOf(DeskResult result) => result switch
    {
        DeskResult.Done => null,
        DeskResult.Invalid invalid => invalid.Text,
        DeskResult.NotPossible impossible => impossible.Text,
        _ => "the request is not there any more.",
    };

    private Task<bool> TellAsync(long number, string text, CancellationToken cancellationToken) => store.WriteAsync(
        work =>
        {
            if (work.FindRequest(number) is { } state)
            {
                var at = time.GetLocalNow();
                work.UpdateRequest(TaskRules.Alerted(LetterNotes.Next(state, at), Alert, text, at));
                work.AppendHistory(new HistoryEntry(number, at, Alert, state.Status, state.Status, Relay.By, text, null));
            }

            return true;
        },
        cancellationToken);
}
