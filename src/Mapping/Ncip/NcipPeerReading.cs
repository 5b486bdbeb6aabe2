using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Reads one message of a peer: this file all but what a request asks for.</summary>
internal sealed partial class NcipPeerReading(
    NcipInitiation message, NcipPeerForm form, TimeZoneInfo zone, DateTimeOffset receivedAt)
{
    private readonly LossLog losses = new();
    private readonly Symbol? sender = form.SymbolOf(message.Header?.FromAgencyId?.Value);
    private readonly Symbol? recipient = form.SymbolOf(message.Header?.ToAgencyId?.Value);

    public NcipPeerMeaning Read()
    {
        if (NcipPeerTransaction.Read(NumberOf(message), form) is not { } transaction)
        {
            return new NcipPeerMeaning.NotUnderstood(
                new Problem.Unable(
                    UnableToPerform.Other, [new ElementFault("RequestId.RequestIdentifierValue", "the number is missing")]),
                "The message has no RequestIdentifierValue.", null);
        }

        var (lender, borrower) = (Header(transaction, isFromLender: true), Header(transaction, isFromLender: false));
        return message switch
        {
            RequestItem request => One(Request(request, borrower)),
            CancelRequestItem => Either(
                NcipPeerWords.CancelledByLender, NotSupplied(lender),
                NcipPeerWords.CancelledByBorrower, new IllMessage.Cancel { Header = borrower, Note = Note() }),
            ItemRequestCancelled => One(new IllMessage.CancelReply { Header = lender, Agrees = true, Note = Note() }),
            ItemShipped shipped => Either(
                NcipPeerWords.ShippedByLender, Shipped(shipped, lender),
                NcipPeerWords.ShippedByBorrower, Returned(shipped, borrower)),
            ItemReceived received => Either(
                NcipPeerWords.ReceivedByLender,
                new IllMessage.CheckedIn { Header = lender, Note = Note(), CheckedInOn = DayOrToday(received.DateReceived) },
                NcipPeerWords.ReceivedByBorrower, Received(received, borrower)),
            RenewItem renew => One(new IllMessage.Renew
            {
                Header = borrower, Note = Note(), DesiredDueOn = Day(renew.DesiredDateDue ?? renew.DesiredDateForReturn),
            }),
            ItemRenewed renewed => One(new IllMessage.RenewAnswer
            {
                Header = lender, Note = Note(), Grants = true, Due = Due(renewed.DateDue),
            }),
            RecallItem recall => One(new IllMessage.Recall { Header = lender, Note = Note(), DueOn = Day(recall.DesiredDateDue) }),
            ItemRecalled recalled => One(new IllMessage.Recall { Header = lender, Note = Note(), DueOn = Day(recalled.DateDue) }),
            CirculationStatusUpdated update => One(StatusUpdated(update, lender)),
            _ => NotSupported(borrower),
        };
    }

    /// <summary>The number of the request. Messages about an item have no place for it by their schema, and then name it as
    /// the item.</summary>
    internal static NcipRequestId? NumberOf(NcipInitiation message) =>
        string.IsNullOrWhiteSpace(message.RequestId?.Value) && message is RenewItem or ItemRenewed or RecallItem
            or ItemRecalled or ItemReceived or ItemShipped or CirculationStatusUpdated or CancelRequestItem
            or ItemRequestCancelled && message.ItemId is { } item
            ? new NcipRequestId { AgencyId = message.RequestId?.AgencyId ?? item.AgencyId, Value = item.Value }
            : message.RequestId;

    private NcipPeerMeaning.NotUnderstood NotSupported(MessageHeader header) => new(
        new Problem.General(GeneralProblem.UnrecognizedApdu),
        message is ItemRequested
            ? "ItemRequested is not carried out: the home library makes the request itself."
            : $"{message.Name} is no message between peers.",
        header);

    private MessageHeader Header(TransactionId transaction, bool isFromLender)
    {
        var (from, to) = (PartyOf(sender), PartyOf(recipient));
        return new MessageHeader
        {
            Transaction = transaction,
            At = ServiceTime.From(TimeZoneInfo.ConvertTime(receivedAt, zone)),
            Requester = isFromLender ? to : from,
            Responder = isFromLender ? from : to,
            SenderAliases = Aliases(message.Header?.FromAgencyId, message.Header?.OnBehalfOfAgency),
            RecipientAliases = Aliases(message.Header?.ToAgencyId),
        };
    }

    private static Party? PartyOf(Symbol? symbol) => symbol is null ? null : new Party { Symbol = symbol };

    private Symbol[] Aliases(params NcipCode?[] agencies) =>
    [
        .. agencies.SelectMany((agency, at) => new[]
        {
            at == 0 ? null : form.SymbolOf(agency?.Value), form.InstitutionOf(agency?.Value),
        }).OfType<Symbol>().Distinct().Where(symbol => symbol != sender && symbol != recipient),
    ];

    private NcipPeerMeaning.Understood One(IllMessage read) => new(read, losses.ToReport());

    /// <summary>The two readings of a message, or the one that its sender has marked.</summary>
    private NcipPeerMeaning Either(string lenderMark, IllMessage fromLender, string borrowerMark, IllMessage fromBorrower)
    {
        var mark = NcipCode.Plain(message.Extra(NcipExtra.NoticeContent) ?? "");
        if (mark.Equals(lenderMark, StringComparison.OrdinalIgnoreCase))
            return One(fromLender);
        return mark.Equals(borrowerMark, StringComparison.OrdinalIgnoreCase)
            ? One(fromBorrower)
            : new NcipPeerMeaning.EitherWay(One(fromLender), One(fromBorrower));
    }

    private IllMessage NotSupplied(MessageHeader header)
    {
        var reason = NoteLines().FirstOrDefault(line => line.StartsWith(NcipPeerWords.ReasonLine, StringComparison.Ordinal))
            ?[NcipPeerWords.ReasonLine.Length..].Trim();
        if (reason == NcipPeerWords.Expired)
            return new IllMessage.Expired { Header = header, Note = Note() };
        return new IllMessage.Answer
        {
            Header = header,
            Note = Note(),
            Result = new AnswerResult.Unfilled(
                IsoCode.TryParse<ReasonUnfilled>(reason, out var known) ? known : ReasonUnfilled.Other),
        };
    }

    private IllMessage.Shipped Shipped(ItemShipped shipped, MessageHeader header)
    {
        var shipping = shipped.ShippingInformation;
        var due = shipped.ItemOptionalFields?.DateDue ?? DateIn(shipped.Ext) ?? DateIn(shipped.ItemOptionalFields?.Ext ?? []);
        bool isCopy = due is null
            && (shipping?.Electronic is not null || NoteLines().Contains(NcipPeerWords.NonReturnableLine));
        return new IllMessage.Shipped
        {
            Header = header,
            Note = Note(),
            ServiceType = isCopy ? ServiceType.CopyNonReturnable : ServiceType.Loan,
            Barcode = BarcodeOf(shipped.ItemId),
            ReturnTo = NcipPeerAddresses.Read(shipping?.Physical, message.Header?.FromAgencyId?.Value),
            Supply = new SupplyDetails
            {
                ShippedOn = DayOrToday(shipped.DateShipped),
                Due = Due(due),
                Via = Text(shipping?.Instructions),
                Electronic = NcipPeerAddresses.Read(shipping?.Electronic),
            },
        };
    }

    private IllMessage.Returned Returned(ItemShipped shipped, MessageHeader header) => new()
    {
        Header = header,
        Note = Note(),
        ReturnedOn = DayOrToday(shipped.DateShipped),
        Via = Text(shipped.ShippingInformation?.Instructions),
    };

    private IllMessage.Received Received(ItemReceived received, MessageHeader header) => new()
    {
        Header = header,
        Note = Note(),
        ReceivedOn = DayOrToday(received.DateReceived),
        ServiceType = NoteLines().Contains(NcipPeerWords.NonReturnableLine)
            ? ServiceType.CopyNonReturnable : ServiceType.Loan,
    };

    /// <summary>How a refused renewal is told later, since ItemRenewed only tells of a granted one.</summary>
    private IllMessage StatusUpdated(CirculationStatusUpdated update, MessageHeader header) =>
        update.CirculationStatus?.Is(NcipValues.ItemNotRenewed) == true
            ? new IllMessage.RenewAnswer { Header = header, Grants = false, Note = Note() }
            : new IllMessage.Message
            {
                Header = header,
                Note = string.Join('\n', new[] { $"Circulation status: {update.CirculationStatus?.Value}", Note() }.OfType<string>()),
            };

    /// <summary>The item, where it is one: peers without its number repeat that of the request.</summary>
    private string? BarcodeOf(NcipItemId? item) =>
        item?.Value is not { } value || NcipPeerItems.IsNumberOfRequest(item, message.RequestId) ? null : Text(value);

    /// <summary>The sender's words, without the lines that say something for programs.</summary>
    private string? Note()
    {
        var lines = NoteLines().Where(line => line != NcipPeerWords.NonReturnableLine
            && (message is not CancelRequestItem || !line.StartsWith(NcipPeerWords.ReasonLine, StringComparison.Ordinal)));
        return Text(string.Join('\n', lines));
    }

    private IEnumerable<string> NoteLines()
    {
        var fields = message switch
        {
            RequestItem request => request.ItemOptionalFields,
            ItemShipped shipped => shipped.ItemOptionalFields,
            ItemReceived received => received.ItemOptionalFields,
            _ => null,
        };
        var shipping = message switch
        {
            RequestItem request => request.ShippingInformation,
            ItemShipped shipped => shipped.ShippingInformation,
            _ => null,
        };
        var notes = message.Ext.Concat(fields?.Ext ?? []).Where(extra => extra.Name == NcipExtra.ItemNote)
            .Select(extra => extra.Text).Append(shipping?.Note);
        return notes.OfType<string>().SelectMany(note => note.Split('\n', StringSplitOptions.TrimEntries));
    }

    private static NcipDate? DateIn(IEnumerable<NcipExtra> ext) =>
        ext.FirstOrDefault(extra => extra.Name == "DateDue") is { } found ? NcipDate.Read(found.Text) : null;

    private DateOnly? Day(NcipDate? date) => date is null
        ? null
        : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(date.At(zone), zone).DateTime);

    private DateOnly DayOrToday(NcipDate? date)
    {
        if (Day(date) is { } day)
            return day;
        losses.Add("date", LossKind.Defaulted, "missing; the day on which the message came stands for it");
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(receivedAt, zone).DateTime);
    }

    private DueDate? Due(NcipDate? date) => Day(date) is { } day ? new DueDate(day) : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
