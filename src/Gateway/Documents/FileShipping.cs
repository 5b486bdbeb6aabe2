using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Documents;

/// <summary>Which files staff want to go along with a shipment.</summary>
/// <param name="Documents">Numbers of documents; empty for all that were not shipped yet.</param>
/// <param name="Zip">True to pack several into one archive.</param>
/// <param name="Delivery">How; null for what the rules say.</param>
internal sealed record FileWish(IReadOnlyList<long> Documents, bool Zip, FileDelivery? Delivery)
{
    /// <summary>Nothing said: the one file that is there goes along.</summary>
    public static FileWish None { get; } = new([], false, null);
}

/// <summary>The one file that goes along, ready to be written into the message.</summary>
internal sealed record FileOffer(StoredDocument Document, FileDelivery Delivery, FileLinks Links, PageWords Words)
{
    /// <summary>True when it goes to our own patron, in a letter that has a place for everything.</summary>
    public bool IsForPatron { get; init; }

    /// <summary>Whether the file goes along with what was decided. What was received goes on to our patron as a file only, by
    /// a letter that the library sends, and where a delivery rule allows it; the history says when none does.</summary>
    public bool GoesAlong(IUnitOfWork work, RequestState after, RequestEvent.Staff @event, Network network)
    {
        if (@event.Action != StaffAction.Receive)
        {
            return true;
        }

        var letter = Delivery == FileDelivery.Attachment
            ? PatronLetterCode.FulDigitizationNotificationItemLetter
            : PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter;
        if (after.Status is not (Status.ReceivedDigitally or Status.RequestCompleted)
            || !network.Snapshot.Gateway.PatronLetters.Sends(letter))
        {
            return false;
        }

        if (network.WhyNotDeliver(after) is not { } forbidden)
        {
            return true;
        }

        PatronNotices.Withhold(work, after, forbidden, @event);
        return false;
    }

    /// <summary>Why it cannot go along any more; null when it can. Between its choice and the unit of work it can have been
    /// taken away, or its approval refused.</summary>
    public string? WhyNot(IUnitOfWork work) => work.Documents.Find(Document.Number) is { PurgedAt: null }
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"Document {Document.Number} was taken away or deleted in the meantime.");

    /// <summary>Says with an action which file goes along; makes its link.</summary>
    public ActionFields Into(
        IUnitOfWork work, RequestState state, ActionFields fields, DateTimeOffset at, Network network)
    {
        work.Documents.Update(Document with { ShippedAt = at });
        if (Delivery == FileDelivery.Attachment)
        {
            var name = FileNames.Leaving(state.ExternalId, Document.MediaType);
            return fields with { File = new OfferedFile(FileLinks.Described(Document, name) with { IsAttached = true }, null) };
        }

        var file = Links.Make(
            work, Document, state.ExternalId, IsForPatron ? null : state.Partner, at, state.Digitisation?.MaxViews);
        return IsForPatron
            ? fields with { File = file }
            : fields with { File = file, Note = Note(fields.Note, file, state, network) };
    }

    /// <summary>Every protocol has a note, and few a place for a password.</summary>
    private string? Note(string? note, OfferedFile file, RequestState state, Network network)
    {
        if (file.Document.SealedPassword is null)
        {
            return note;
        }

        var language = network.Find(state.Partner)?.Config.Language ?? network.Snapshot.Gateway.Library.Language;
        var line = Words.Of(network, language).Say("file.note-password", ("password", FileLinks.MaskedPassword));
        return string.IsNullOrWhiteSpace(note) ? line : $"{note}\n{line}";
    }
}

/// <summary>Chooses the file of a shipment: exactly one, or none when it went another way. Several are packed into one where
/// staff want that. Source: seed 002.</summary>
internal sealed class FileShipping
{
    private readonly DocumentShelf _shelf;
    private readonly FileLinks _links;
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly PageWords _words;

    public FileShipping(DocumentShelf shelf, FileLinks links, IStore store, NetworkSource network, PageWords words)
    {
        _shelf = shelf;
        _links = links;
        _store = store;
        _network = network;
        _words = words;
    }

    /// <summary>Finds the file that goes along; packs it where there are several. What is shipped is what staff have put to
    /// the request; what is received, what the supplier has sent, which then goes on to our patron.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="action">Ship-digitally, or receive.</param>
    /// <param name="format">Receive: as what it came, where staff say so.</param>
    /// <param name="wish">What staff say of the file.</param>
    /// <param name="user">Who.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The file, or null for none; or why it is not possible.</returns>
    public async Task<(FileOffer? Offer, DeskResult.Invalid? Fault)> PrepareAsync(
        string id, StaffAction action, ServiceType? format, FileWish wish, string user, CancellationToken cancellationToken)
    {
        var isReceived = action == StaffAction.Receive;
        var state = await RequestEndpoints.FindAsync(id, _store, cancellationToken);
        if (state is null || (isReceived && !IsForOurPatron(state, format)))
        {
            return (null, null);
        }

        var there = (await _store.Documents.OfRequestAsync(state.Number, cancellationToken))
            .Where(document => document.PurgedAt is null).ToArray();
        if (wish.Documents.FirstOrDefault(number => there.All(one => one.Number != number)) is > 0 and var unknown)
        {
            return (null, new DeskResult.Invalid(
                "documents", $"The request has no document {unknown}. It has: {Numbers(there, "none")}."));
        }

        var chosen = wish.Documents.Count > 0
            ? there.Where(one => wish.Documents.Contains(one.Number)).ToArray()
            : there.Where(one => one.ShippedAt is null && one.Origin != DocumentOrigin.Packed
                && (one.Origin == DocumentOrigin.Partner) == isReceived).ToArray();
        return chosen.Length switch
        {
            0 when wish == FileWish.None => (null, null),
            0 => (null, new DeskResult.Invalid("documents", "There is no document to ship. Put the file to the request first.")),
            1 => Offer(chosen[0], wish, state),
            _ when !wish.Zip => (null, new DeskResult.Invalid("documents",
                $"A shipment carries exactly one file, and there are {chosen.Length}: {Numbers(chosen, "")}. Send \"zip\": true to "
                + $"pack them into one, or name the one: \"documents\": [{chosen[0].Number}].")),
            _ => await PackAsync(chosen, state, user, cancellationToken) is { } packed
                ? Offer(packed, wish, state)
                : (null, new DeskResult.Invalid("zip", "The request has too many documents already; remove some first.")),
        };
    }

    /// <summary>A copy that came for a patron of ours, and that the supplier does not hand out by a link of its own.</summary>
    private static bool IsForOurPatron(RequestState state, ServiceType? format) =>
        state is { Side: Side.Borrowing, Content.Patron: not null } && PatronLetters.LinkOf(state.File) is null
        && (format ?? state.SuppliedAs ?? state.Content.Services.FirstOrDefault(ServiceType.Loan)) == ServiceType.CopyNonReturnable;

    private static string Numbers(IEnumerable<StoredDocument> documents, string none)
    {
        var names = string.Join(", ", documents.Select(one => $"{one.Number} ({one.Name})"));
        return names.Length == 0 ? none : names;
    }

    private (FileOffer? Offer, DeskResult.Invalid? Fault) Offer(StoredDocument document, FileWish wish, RequestState state)
    {
        var network = _network.Current;
        var gateway = network.Snapshot.Gateway;
        var isForPatron = state.Side == Side.Borrowing;
        var whyNotAttached = (isForPatron ? null : WhyNotAttached(network.Find(state.Partner)))
            ?? WhyNotAttached(document, gateway.Documents);
        if (wish.Delivery == FileDelivery.Attachment && whyNotAttached is not null)
        {
            return (null, new DeskResult.Invalid("delivery", whyNotAttached));
        }

        var isAttached = whyNotAttached is null && (wish.Delivery == FileDelivery.Attachment || (wish.Delivery is null
            && document.Octets <= gateway.Documents.LinkAboveOctets && IsAttachedByRule(state)));
        return !isAttached && FileLinks.PublicAddress(gateway) is null
            ? (null, new DeskResult.Invalid("documents",
                "No link can be made, since nobody outside would reach it: say in listeners.http.publicUrl where we are."))
            : (new FileOffer(document, isAttached ? FileDelivery.Attachment : FileDelivery.Link, _links, _words)
            {
                IsForPatron = isForPatron,
            }, null);
    }

    /// <summary>What the rule of the digitisation says; without one a partner's file decides, and our patron gets a link.</summary>
    private static bool IsAttachedByRule(RequestState state) => state.Digitisation?.Target switch
    {
        null => state.Side == Side.Lending,
        DigitisationTarget.Attachment => true,
        DigitisationTarget.Link => false,
        var other => throw new InvalidOperationException($"No such target: {other}"),
    };

    private static string? WhyNotAttached(Partner? partner) =>
        partner?.Config.Documents.Delivery != FileDelivery.Attachment
            ? $"{partner?.Code} does not take attachments: its file says nothing of documents.delivery: attachment."
            : !partner.Config.Channel.Settings.CarriesFiles ? $"Messages to {partner.Code} cannot carry a file; only letters can."
            : null;

    private static string? WhyNotAttached(StoredDocument document, DocumentsConfig settings) =>
        document.MediaType != FileTypes.MediaTypeOf(FileType.Pdf) ? "Only a PDF can be attached."
            : document.Octets > settings.AttachmentMaxOctets
                ? $"The file has {document.Octets} octets; attached are at most {settings.AttachmentMaxOctets}."
                : null;

    /// <summary>Packs without compressing: scans do not become smaller, and nothing has to be unpacked to be looked at. The
    /// archive goes to the shelf while it is made.</summary>
    private async Task<StoredDocument?> PackAsync(
        IReadOnlyList<StoredDocument> documents, RequestState state, string user, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var packing = PackAsync(documents, pipe.Writer, cancellationToken);
        var name = FileNames.Leaving(state.ExternalId, FileTypes.MediaTypeOf(FileType.Zip));
        try
        {
            await using var archive = pipe.Reader.AsStream();
            var result = await _shelf.PutAsync(
                new NewDocument(state.Number, name, user, DocumentOrigin.Packed), archive, cancellationToken);
            return result is ShelfResult.Kept kept ? kept.Document : null;
        }
        finally
        {
            await packing;
        }
    }

    private async Task PackAsync(
        IReadOnlyList<StoredDocument> documents, PipeWriter to, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await using var stream = to.AsStream(leaveOpen: true);
            await using var archive = await ZipArchive.CreateAsync(
                stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            foreach (var (index, document) in documents.Index())
            {
                var entry = archive.CreateEntry(
                    string.Create(CultureInfo.InvariantCulture, $"{index + 1:00}-{FileNames.Clean(document.Name)}"),
                    CompressionLevel.NoCompression);
                entry.LastWriteTime = document.At;
                await using var from = _shelf.Files.Open(document.Digest)
                    ?? throw new IOException($"The bytes of document {document.Number} are missing.");
                await using var into = await entry.OpenAsync(cancellationToken);
                await from.CopyToAsync(into, DocumentLimits.BufferOctets, cancellationToken);
            }
        }
#pragma warning disable CA1031 // Whatever went wrong goes to the reader of the pipe, who throws it where it is seen.
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            fault = wrong;
        }

        await to.CompleteAsync(fault);
    }
}
