using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Writes one message to a peer: this file all but what a request asks for.</summary>
internal sealed partial class NcipPeerWriting(IllMessage message, NcipPeerForm form, IllRequest? about)
{
    private const string NoService = "Peers have no message for it in NCIP";

    private readonly LossLog losses = new();
    private readonly List<string> lines = [];

    public NcipPeerWritten Write() => message switch
    {
        IllMessage.Request request => Express(id => Request(request, id), isFromLender: false),
        IllMessage.Cancel => Express(Cancel, isFromLender: false, NcipPeerWords.CancelledByBorrower),
        IllMessage.Received received => Express(id => Received(received, id), false, NcipPeerWords.ReceivedByBorrower),
        IllMessage.Returned returned => Express(id => Returned(returned, id), false, NcipPeerWords.ShippedByBorrower),
        IllMessage.Renew renew => Express(
            id => new RenewItem
            {
                UserId = UserOf(null), ItemId = NcipPeerItems.OfRequest(id), DesiredDateDue = Date(renew.DesiredDueOn),
            },
            isFromLender: false),
        IllMessage.Answer answer => Answer(answer),
        IllMessage.Expired => Express(
            id => NotSupplied(id, $"{NcipPeerWords.ReasonLine}{NcipPeerWords.Expired}"), true, NcipPeerWords.CancelledByLender),
        IllMessage.CancelReply { Agrees: true } when form.Dialect == NcipPeerDialect.Nncipp =>
            No("The Norwegian profile has no message for it: the answer to the cancellation itself has told."),
        IllMessage.CancelReply { Agrees: true } => Express(Cancelled, isFromLender: true),
        IllMessage.CancelReply =>
            No("NCIP has no message for it: where it was known at once, the answer to the cancellation has told."),
        IllMessage.Shipped shipped => Express(id => Shipped(shipped, id), true, NcipPeerWords.ShippedByLender),
        IllMessage.CheckedIn checkedIn => Express(
            id => new ItemReceived
            {
                RequestId = id, ItemId = NcipPeerItems.OfRequest(id), DateReceived = Date(checkedIn.CheckedInOn),
            },
            true, NcipPeerWords.ReceivedByLender),
        IllMessage.RenewAnswer answer => RenewAnswer(answer),
        IllMessage.Recall recall => Express(
            id => new RecallItem { ItemId = NcipPeerItems.OfRequest(id), DesiredDateDue = Date(recall.DueOn) }, true),
        IllMessage.StatusOrErrorReport => No("The partner was answered on its own connection."),
        IllMessage.StatusQuery or IllMessage.Message or IllMessage.ConditionalReply or IllMessage.Overdue or IllMessage.Lost
            or IllMessage.Damaged or IllMessage.ForwardNotification => No($"{NoService}; write to the partner."),
        _ => No($"{NoService}."),
    };

    private static NcipPeerWritten.NotExpressible No(string reason) => new(reason);

    /// <summary>Puts what all messages have around one: header, note, the mark of the role.</summary>
    private NcipPeerWritten Express(Func<NcipRequestId, NcipInitiation> write, bool isFromLender, string? mark = null)
    {
        var id = NcipPeerTransaction.Write(message.Header.Transaction, form, losses);
        var body = write(id);
        return new NcipPeerWritten.Expressed(
            body with { Header = Header(isFromLender), Ext = Ext(form.Dialect == NcipPeerDialect.Nncipp ? mark : null) },
            losses.ToReport());
    }

    private NcipHeader Header(bool isFromLender)
    {
        var (requester, responder) = (AgencyOf(message.Header.Requester), AgencyOf(message.Header.Responder));
        return new NcipHeader
        {
            FromSystemId = form.SystemId,
            FromAgencyId = isFromLender ? responder : requester,
            ToAgencyId = isFromLender ? requester : responder,
            OnBehalfOfAgency = form.Dialect == NcipPeerDialect.AlmaP2p ? requester : null,
            ApplicationProfileType = form.ApplicationProfileType is { } type ? new NcipCode(type) : null,
        };
    }

    private NcipCode? AgencyOf(Party? party) => party?.Symbol is { } symbol ? new NcipCode(form.AgencyOf(symbol)) : null;

    private WireList<NcipExtra> Ext(string? mark)
    {
        var note = string.Join('\n', new[] { message.Note?.Trim() }.Concat(lines).Where(line => !string.IsNullOrEmpty(line)));
        List<NcipExtra> ext = [];
        if (mark is not null)
            ext.Add(new NcipExtra(NcipExtra.NoticeContent, mark));
        if (note.Length > 0)
            ext.Add(new NcipExtra(NcipExtra.ItemNote, note));
        return [.. ext];
    }

    /// <summary>The patron where it may be told; else the library that borrows, since most messages must name a
    /// user.</summary>
    private NcipUserId UserOf(Patron? patron) => patron?.Identifier is { Length: > 0 } identifier && form.SendPatron
        ? new NcipUserId { IdentifierType = form.UserIdType is { } type ? new NcipCode(type) : null, Value = identifier }
        : new NcipUserId { Value = AgencyOf(message.Header.Requester)?.Value ?? "unknown" };

    private CancelRequestItem Cancel(NcipRequestId id) => new()
    {
        UserId = UserOf(null), RequestId = id, RequestType = TypeOf(about), RequestScopeType = Scope,
    };

    private CancelRequestItem NotSupplied(NcipRequestId id, string reason)
    {
        lines.Add(reason);
        return Cancel(id);
    }

    private ItemRequestCancelled Cancelled(NcipRequestId id) => new()
    {
        UserId = UserOf(null), RequestId = id, RequestType = TypeOf(about), RequestScopeType = Scope,
    };

    private ItemReceived Received(IllMessage.Received received, NcipRequestId id)
    {
        if (received.ServiceType == ServiceType.CopyNonReturnable)
            lines.Add(NcipPeerWords.NonReturnableLine);
        LoseIf(received.Supplier is not null, "supplier");
        return new ItemReceived
        {
            RequestId = id, ItemId = NcipPeerItems.OfRequest(id), DateReceived = Date(received.ReceivedOn),
        };
    }

    private ItemShipped Returned(IllMessage.Returned returned, NcipRequestId id)
    {
        LoseIf(returned.InsuredFor is not null, "insured for");
        return new ItemShipped
        {
            RequestId = id,
            ItemId = NcipPeerItems.OfRequest(id),
            DateShipped = Date(returned.ReturnedOn),
            ShippingInformation = Shipping(null, null, returned.Via, message.Header.Requester),
        };
    }

    private ItemShipped Shipped(IllMessage.Shipped shipped, NcipRequestId id)
    {
        var supply = shipped.Supply;
        LoseIf(shipped.Supplier is not null, "supplier");
        LoseIf(shipped.Messages is not null, "responder messages");
        LoseIf(supply.ChargeableUnits is not null, "chargeable units");
        LoseIf(supply.InsuredFor is not null, "insured for");
        LoseIf(supply.Units.Count > 0, "units");
        LoseIf(supply.Due is { Renewable: false }, "renewable");
        LoseIf(supply.Electronic is not null && shipped.ReturnTo is not null, "return to");
        if (supply.ShippedOn is null)
            losses.Add("shipped on", LossKind.Defaulted, "the day of the message");
        if (supply.Condition is { } condition)
            MoveToNote("condition", $"Condition of use: {IsoCode.Words(condition)}");
        if (supply.Cost is { } cost)
            MoveToNote("cost", $"Cost: {cost.Amount.ToString(CultureInfo.InvariantCulture)} {cost.Currency}".Trim());
        if (supply.ReturnInsurance is { } insurance)
            MoveToNote("return insurance", string.Create(
                CultureInfo.InvariantCulture, $"Insure for its way back: {insurance.Amount} {insurance.Currency}"));
        if (shipped.ServiceType == ServiceType.CopyNonReturnable && supply.Due is null && supply.Electronic is null)
            lines.Add(NcipPeerWords.NonReturnableLine);
        else
            LoseIf(shipped.ServiceType != (supply.Due is null && supply.Electronic is not null
                ? ServiceType.CopyNonReturnable : ServiceType.Loan), "service type");
        return new ItemShipped
        {
            RequestId = id,
            ItemId = string.IsNullOrWhiteSpace(shipped.Barcode)
                ? NcipPeerItems.OfRequest(id)
                : new NcipItemId { IdentifierType = NcipValues.Barcode, Value = shipped.Barcode },
            DateShipped = Date(supply.ShippedOn ?? message.Header.At.Date),
            ShippingInformation = Shipping(shipped.ReturnTo, supply.Electronic, supply.Via, message.Header.Responder),
            ItemOptionalFields = supply.Due is { } due ? new NcipItemOptionalFields { DateDue = NcipDate.Of(due.On) } : null,
        };
    }

    /// <summary>A shipment has to have an address by the schema: where none is known, the agency of its sender stands
    /// there.</summary>
    private NcipShippingInformation Shipping(PostalAddress? to, ElectronicAddress? file, string? via, Party? sender) => new()
    {
        Instructions = string.IsNullOrWhiteSpace(via) ? null : via,
        Electronic = string.IsNullOrWhiteSpace(file?.Address) ? null : Electronic(file),
        Physical = !string.IsNullOrWhiteSpace(file?.Address) ? null
            : to is not null && to.Lines().Any() ? Physical(to, "return to")
            : NcipPeerAddresses.InLines(AgencyOf(sender)?.Value ?? "unknown"),
    };

    private NcipElectronicAddress Electronic(ElectronicAddress address)
    {
        if (string.IsNullOrWhiteSpace(address.Service))
            losses.Add("electronic service", LossKind.Defaulted, $"sent as {NcipPeerAddresses.UnknownService}");
        return NcipPeerAddresses.Write(address);
    }

    private NcipPhysicalAddress Physical(PostalAddress address, string field)
    {
        var written = NcipPeerAddresses.Write(address);
        if (written.Unstructured is not null)
            losses.Add(field, LossKind.Defaulted, "sent as lines, since it names neither a street nor a box");
        return written;
    }

    private NcipPeerWritten Answer(IllMessage.Answer answer)
    {
        var (reason, more) = answer.Result switch
        {
            AnswerResult.Unfilled unfilled => (unfilled.Reason, null),
            AnswerResult.Retry retry => (
                retry.Reason ?? ReasonUnfilled.Other,
                retry.On is { } on ? $"Ask again from {on:yyyy-MM-dd}." : "Ask again later."),
            AnswerResult.LocationsProvided locations => (
                locations.Reason ?? ReasonUnfilled.Other,
                "Other libraries: " + string.Join("; ", locations.Locations.Select(one => one.Library.ToString()))),
            _ => ((ReasonUnfilled?)null, (string?)null),
        };
        if (reason is not { } known)
            return No($"{NoService}: peers tell of a shipment or of a refusal only; write to the partner.");
        return Express(
            id =>
            {
                LoseIf(answer.Messages is not null, "responder messages");
                LoseIf(answer.Result is AnswerResult.Unfilled { Locations.Count: > 0 }, "locations");
                if (more is not null)
                    MoveToNote("result", more);
                return NotSupplied(id, $"{NcipPeerWords.ReasonLine}{IsoCode.Name(known)}");
            },
            isFromLender: true, NcipPeerWords.CancelledByLender);
    }

    private NcipPeerWritten RenewAnswer(IllMessage.RenewAnswer answer)
    {
        if (answer is { Grants: true, Due: null })
            return No($"{NoService} without a date: name the new due date.");
        return Express(
            id =>
            {
                LoseIf(answer.Due is { Renewable: false }, "renewable");
                LoseIf(!answer.Grants && answer.Due is not null, "due");
                return answer is { Grants: true, Due: { } due }
                    ? new ItemRenewed
                    {
                        UserId = UserOf(null), ItemId = NcipPeerItems.OfRequest(id), DateDue = NcipDate.Of(due.On),
                    }
                    : new CirculationStatusUpdated
                    {
                        ItemId = NcipPeerItems.OfRequest(id), CirculationStatus = NcipValues.ItemNotRenewed,
                    };
            },
            isFromLender: true);
    }

    private static NcipDate? Date(DateOnly? day) => day is { } known ? NcipDate.Of(known) : null;

    private void LoseIf(bool isLost, string field)
    {
        if (isLost)
            losses.Add(field, LossKind.Dropped, "there is no place for it");
    }

    private void MoveToNote(string field, string line)
    {
        losses.Add(field, LossKind.MovedToNote, line);
        lines.Add(line);
    }
}
