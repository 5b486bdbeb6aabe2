using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Files that come with letters that say that a file was supplied: they become documents of the borrowing request.
/// The letter itself keeps them, too; one that comes again keeps them once. Of a request that we pass on for another library
/// they go on to that one.</summary>
internal sealed class LetterFiles(DocumentShelf shelf, IStore store, RelayedFiles? relayed = null)
{
    /// <summary>Keeps the files of a letter whose place is known.</summary>
    public async Task KeepAsync(Arrival arrival, Receipt receipt, Network network, CancellationToken cancellationToken)
    {
        if (arrival.Content is not ArrivalContent.Written { Letter: var letter }
            || !letter.Statements.SelectMany(statement => statement.Proposals).Any(one => one.Message is IllMessage.Shipped)
            || await RequestOfAsync(receipt, cancellationToken) is not { Side: Side.Borrowing } state
            || MimeReader.Read(arrival.Raw, LetterSettings.LimitsOf(network)) is not MimeReading.Read { Mail: var mail })
        {
            return;
        }

        var scans = new List<StoredDocument>();
        foreach (var part in MailText.Of(mail).Attachments.Where(part => part.FileName is not null && !part.Content.IsEmpty))
        {
            using var content = new MemoryStream(part.Content.ToArray(), writable: false);
            var result = await shelf.PutAsync(
                new NewDocument(state.Number, part.FileName, state.Partner ?? "letter", DocumentOrigin.Partner)
                {
                    Message = receipt.MessageId,
                },
                content, cancellationToken);
            if (result is ShelfResult.Kept kept && FileTypes.IsScan(kept.Document.MediaType, name: null))
            {
                scans.Add(kept.Document);
            }
        }

        // A letter that staff have to look at first has changed nothing yet.
        if (relayed is not null && state.File is { Document: { IsAttached: true, Number: null } })
        {
            await relayed.PassOnAsync(state, scans, cancellationToken);
        }
    }

    /// <summary>The request of the letter, or of the one that it repeats.</summary>
    private async Task<RequestState?> RequestOfAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        var row = await store.FindMessageAsync(receipt.MessageId, cancellationToken);
        if (row?.Entry is { Request: null, RefersTo: { } first })
        {
            row = await store.FindMessageAsync(first, cancellationToken);
        }

        return row?.Entry.Request is { } number ? await store.FindRequestAsync(number, cancellationToken) : null;
    }
}
