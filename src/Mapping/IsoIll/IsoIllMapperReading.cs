using System.Diagnostics;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Reads one APDU: this file the header and the twenty kinds, the others what lies deeper.</summary>
internal sealed partial class IsoIllMapperReading(Apdu apdu)
{
    private const string ThisService = "service-date-time.date-time-of-this-service";
    private const string OriginalService = "service-date-time.date-time-of-original-service";

    private readonly LossLog losses = new();
    private readonly string root = IsoIllModule.Find(apdu.ApduType).PathName;
    private IsoIllReadResult.Refused? refused;

    public IsoIllReadResult Read()
    {
        if (ReadDate(apdu.ServiceDateTime.DateTimeOfThisService.Date) is not { } date)
            Refuse($"{ThisService}.date", "not a date (YYYYMMDD)");
        else if (Message(Header(new ServiceTime(date, null))) is { } message && refused is null)
            return Understood(message);
        return refused!;
    }

    private IsoIllReadResult.Understood Understood(IllMessage message)
    {
        LoseUnusedExtensions();
        return new IsoIllReadResult.Understood(message, losses.ToReport());
    }

    /// <summary>The header. The time is given where the message must have one, and stands in where
    /// not.</summary>
    public MessageHeader Header(ServiceTime standIn)
    {
        var service = apdu.ServiceDateTime;
        var original = service.DateTimeOfOriginalService;
        var references = Take<InternalReference>(ReferencesOid);
        var delivery = Take<ApduDeliveryInfo>(DeliveryInfoOid);
        return new MessageHeader
        {
            Transaction = Transaction(),
            At = Time(service.DateTimeOfThisService, ThisService) ?? standIn,
            OriginallyAt = original is null ? null : Time(original, OriginalService),
            Requester = PartyOf(apdu.RequesterId, "requester-id"),
            Responder = PartyOf(apdu.ResponderId, "responder-id"),
            RequesterReference = Reference(references?.RequesterReference, "requester-reference"),
            ResponderReference = Reference(references?.ResponderReference, "responder-reference"),
            SenderAliases = Aliases(delivery?.SenderInfo, "sender-info"),
            RecipientAliases = Aliases(delivery?.RecipientInfo, "recipient-info"),
        };
    }

    private IllMessage? Message(MessageHeader header) => apdu switch
    {
        IllRequestApdu request => new IllMessage.Request
        { Header = header, Content = Request(request), Note = ReadText(request.RequesterNote) },
        ForwardNotificationApdu forward => Forwarded(header, forward),
        ShippedApdu shipped => Shipped(header, shipped),
        IllAnswerApdu answer => Answer(header, answer),
        ConditionalReplyApdu reply => new IllMessage.ConditionalReply
        { Header = header, Accepts = reply.Answer, Note = ReadText(reply.RequesterNote) },
        CancelApdu cancel => new IllMessage.Cancel { Header = header, Note = ReadText(cancel.RequesterNote) },
        CancelReplyApdu reply => new IllMessage.CancelReply
        { Header = header, Agrees = reply.Answer, Note = ReadText(reply.ResponderNote) },
        ReceivedApdu received => Received(header, received),
        RecallApdu recall => Recall(header, recall),
        ReturnedApdu returned => Returned(header, returned),
        CheckedInApdu checkedIn => CheckedIn(header, checkedIn),
        OverdueApdu overdue => Overdue(header, overdue),
        RenewApdu renew => new IllMessage.Renew
        {
            Header = header,
            DesiredDueOn = Date(renew.DesiredDueDate, "desired-due-date"),
            Note = ReadText(renew.RequesterNote),
        },
        RenewAnswerApdu answer => new IllMessage.RenewAnswer
        {
            Header = header,
            Grants = answer.Answer,
            Due = Due(answer.DateDue, "date-due"),
            Note = ReadText(answer.ResponderNote),
        },
        LostApdu lost => new IllMessage.Lost { Header = header, Note = ReadText(lost.Note) },
        DamagedApdu damaged => Damaged(header, damaged),
        MessageApdu message => new IllMessage.Message { Header = header, Note = ReadText(message.Note) },
        StatusQueryApdu query => new IllMessage.StatusQuery { Header = header, Note = ReadText(query.Note) },
        StatusOrErrorReportApdu report => new IllMessage.StatusOrErrorReport
        { Header = header, Report = Report(report, header), Note = ReadText(report.Note) },
        ExpiredApdu => new IllMessage.Expired { Header = header },
        _ => throw new UnreachableException(),
    };

    private IllMessage.ForwardNotification Forwarded(MessageHeader header, ForwardNotificationApdu wire) => new()
    {
        Header = header,
        Intermediary = RequiredParty(wire.IntermediaryId, "intermediary-id"),
        ResponderAddress = Address(wire.ResponderAddress),
        Note = ReadText(wire.NotificationNote),
    };

    private IllMessage.Received? Received(MessageHeader header, ReceivedApdu wire)
    {
        LoseAny(wire.SupplementalItemDescription, "supplemental-item-description");
        return MandatoryDate(wire.DateReceived, "date-received") is not { } on ? null : new IllMessage.Received
        {
            Header = header,
            ReceivedOn = on,
            ServiceType = (ServiceType)(int)wire.ShippedServiceType,
            Supplier = PartyOf(wire.SupplierId, "supplier-id"),
            Note = ReadText(wire.RequesterNote),
        };
    }

    private static IllMessage.Recall Recall(MessageHeader header, RecallApdu wire)
    {
        var note = ReadText(wire.ResponderNote);
        var (due, rest) = TakeLine(note, DueLine);
        var on = due is null ? null : ReadDate(due);
        return new IllMessage.Recall { Header = header, DueOn = on, Note = on is null ? note : rest };
    }

    private IllMessage.Returned? Returned(MessageHeader header, ReturnedApdu wire)
    {
        LoseAny(wire.SupplementalItemDescription, "supplemental-item-description");
        return MandatoryDate(wire.DateReturned, "date-returned") is not { } on ? null : new IllMessage.Returned
        {
            Header = header,
            ReturnedOn = on,
            Via = ReadText(wire.ReturnedVia),
            InsuredFor = MoneyOf(wire.InsuredFor, "insured-for"),
            Note = ReadText(wire.RequesterNote),
        };
    }

    private IllMessage.CheckedIn? CheckedIn(MessageHeader header, CheckedInApdu wire) =>
        MandatoryDate(wire.DateCheckedIn, "date-checked-in") is not { } on ? null : new IllMessage.CheckedIn
        { Header = header, CheckedInOn = on, Note = ReadText(wire.ResponderNote) };

    private IllMessage.Overdue? Overdue(MessageHeader header, OverdueApdu wire) =>
        MandatoryDate(wire.DateDue.DateDueField, "date-due.date-due-field") is not { } on ? null
        : new IllMessage.Overdue
        {
            Header = header,
            Due = new DueDate(on, wire.DateDue.Renewable),
            Note = ReadText(wire.ResponderNote),
        };

    private IllMessage.Damaged Damaged(MessageHeader header, DamagedApdu wire)
    {
        var details = wire.DamagedDetails;
        if (details?.DocumentTypeId is { } type)
            Lose("damaged-details.document-type-id", LossKind.Dropped, $"no place for the document type {type}");
        if (details?.DamagedPortion is DamagedPortion.CompleteDocument)
        {
            Lose("damaged-details.complete-document", LossKind.Defaulted,
                "no damaged units are named, which also stands for the whole item");
        }

        var units = (details?.DamagedPortion as DamagedPortion.SpecificUnits)?.Value ?? [];
        return new IllMessage.Damaged
        {
            Header = header,
            Units = [.. units.Select((unit, i) => Number(unit, $"damaged-details.specific-units[{i}]"))
                .OfType<int>()],
            Note = ReadText(wire.Note),
        };
    }

    private Canonical.TransactionId Transaction()
    {
        var wire = apdu.TransactionId;
        var initial = PartyOf(wire.InitialRequesterId, "transaction-id.initial-requester-id");
        if (initial is { Name: not null } or { IsPerson: true })
        {
            Lose("transaction-id.initial-requester-id", LossKind.Dropped,
                "of the initial requester only the symbol is kept");
        }

        return new Canonical.TransactionId
        {
            InitialRequester = initial?.Symbol,
            GroupQualifier = Qualifier(wire.TransactionGroupQualifier, "transaction-group-qualifier") ?? "",
            Qualifier = Qualifier(wire.TransactionQualifier, "transaction-qualifier") ?? "",
            SubQualifier = Qualifier(wire.SubTransactionQualifier, "sub-transaction-qualifier"),
        };
    }

    /// <summary>Qualifiers are compared exactly, so nothing but the blanks around them may change.</summary>
    private string? Qualifier(IllString? wire, string name)
    {
        var trimmed = wire?.Text.Trim();
        if (trimmed?.Length != wire?.Text.Length)
            Lose($"transaction-id.{name}", LossKind.Defaulted, "blanks around the qualifier removed");
        return trimmed;
    }

    private string? Reference(InternalReferenceType? wire, string name)
    {
        if (ReadText(wire?.ReferenceAuthority) is { } authority)
        {
            LoseExtension(
                ReferencesOid, $"{name}.reference-authority", LossKind.Dropped, $"no place for {authority}");
        }

        return ReadText(wire?.InternalReference);
    }

    private Symbol[] Aliases(WireList<ApduDeliveryParameters>? wire, string name)
    {
        var all = (wire ?? []).SelectMany(way => way.Aliases ?? []).ToArray();
        var symbols = all.Select(id => PartyOf(id, $"extensions[{DeliveryInfoOid}].{name}.aliases")?.Symbol);
        return [.. symbols.OfType<Symbol>().Distinct()];
    }
}
