using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Makes a message of a command.</summary>
internal sealed class NcipCommandWriting(NcipMapping mapping, NcipParties parties, DateTimeOffset now)
{
    private const PatronParts Counted = PatronParts.Loans | PatronParts.Holds | PatronParts.Fees;
    private const ItemParts Persons = ItemParts.Borrower | ItemParts.Requesters;

    /// <summary>What a message has a place for.</summary>
    [Flags]
    private enum Places
    {
        User = 1,
        Typed = 2,
        Item = 4,
        Request = 8,
        UserTypes = 16,
        ItemTypes = 32,
        Mandate = 64,
        Types = UserTypes | ItemTypes,
    }

    private bool IsV1 => mapping.Version == NcipVersion.V1;

    /// <summary>The name of the message that a command becomes.</summary>
    public static string NameOf(CirculationCommand command) => command is CirculationCommand.Notice notice
        ? ServiceOf(notice.Kind).ToString() : command.GetType().Name;

    public NcipInitiation Write(CirculationCommand command)
    {
        var places = PlacesOf(command);
        var message = Message(command);
        var (user, inputs) = Who(command, places);
        var (item, request) = Things(command, places);
        if (message is RequestItem { BibliographicIds.Count: > 0 } asked
            && item is not null && mapping.Version <= NcipVersion.V20)
            message = asked with { BibliographicIds = [] };
        return message with
        {
            Header = Header(command), UserId = user, Authentication = inputs, ItemId = item, RequestId = request,
            MandatedAction = Mandate(command, places), UserElementTypes = UserTypes(command, places),
            ItemElementTypes = ItemTypes(command, places),
            Ext = command.Note is { } note ? [new NcipExtra(NcipExtra.ItemNote, note)] : [],
        };
    }

    private static Places PlacesOf(CirculationCommand command) => command switch
    {
        CirculationCommand.LookupUser => Places.User | Places.Typed | Places.UserTypes,
        CirculationCommand.LookupItem => (command.Item is null ? Places.Request : Places.Item) | Places.ItemTypes,
        CirculationCommand.LookupRequest => Places.Types
            | (command.Request is null ? Places.User | Places.Typed | Places.Item : Places.Request),
        CirculationCommand.RequestItem or CirculationCommand.CancelRequestItem or CirculationCommand.CheckOutItem =>
            Places.User | Places.Typed | Places.Item | Places.Request | Places.Types | Places.Mandate,
        CirculationCommand.RenewItem => Places.User | Places.Typed | Places.Item | Places.Types | Places.Mandate,
        CirculationCommand.AcceptItem => Places.User | Places.Item | Places.Request | Places.Mandate,
        CirculationCommand.CheckInItem or CirculationCommand.RecallItem => Places.Item | Places.Types | Places.Mandate,
        CirculationCommand.Notice notice => PlacesOf(notice),
        _ => Places.User | Places.Typed | Places.Mandate,
    };

    /// <summary>ItemRequested has either the item or the number of the request with that of the record.</summary>
    private static Places PlacesOf(CirculationCommand.Notice notice) => notice.Kind switch
    {
        CirculationNotice.ItemRequested => Places.User | (notice.Item is null ? Places.Request : Places.Item),
        CirculationNotice.ItemRequestCancelled or CirculationNotice.ItemShipped or CirculationNotice.ItemReceived
            or CirculationNotice.ItemCheckedOut => Places.User | Places.Item | Places.Request,
        CirculationNotice.StatusUpdated => Places.Item,
        _ => Places.User | Places.Item,
    };

    private NcipInitiation Message(CirculationCommand command) => command switch
    {
        CirculationCommand.LookupUser => new LookupUser
        {
            LoanedItemsDesired = command.PatronParts.HasFlag(PatronParts.Loans),
            RequestedItemsDesired = command.PatronParts.HasFlag(PatronParts.Holds),
            UserFiscalAccountDesired = command.PatronParts.HasFlag(PatronParts.Fees),
        },
        CirculationCommand.LookupItem => new LookupItem
        {
            CurrentBorrowerDesired = command.ItemParts.HasFlag(ItemParts.Borrower),
            CurrentRequestersDesired = command.ItemParts.HasFlag(ItemParts.Requesters),
        },
        CirculationCommand.LookupRequest => new LookupRequest
        {
            RequestType = command.Request is null ? new NcipCode(NcipValues.Loan) : null,
        },
        CirculationCommand.RequestItem request => Request(request),
        CirculationCommand.CancelRequestItem => new CancelRequestItem { RequestType = NcipValues.Loan },
        CirculationCommand.AcceptItem accept => Accept(accept),
        CirculationCommand.CheckOutItem lend => new CheckOutItem
        {
            DesiredDateDue = NcipMapping.Date(lend.DesiredDueAt), ShippingInformation = NcipPlaces.Write(lend.ShipTo, mapping),
        },
        CirculationCommand.CheckInItem => new CheckInItem(),
        CirculationCommand.RenewItem renew => new RenewItem { DesiredDateDue = NcipMapping.Date(renew.DesiredDueAt) },
        CirculationCommand.RecallItem recall => new RecallItem { DesiredDateDue = NcipMapping.Date(recall.DesiredDueAt) },
        CirculationCommand.CreateUser create => Create(create),
        CirculationCommand.UpdateUser update => new UpdateUser { Add = Fields(update.Added), Delete = Fields(update.Removed) },
        CirculationCommand.CreateUserFiscalTransaction charge => new CreateUserFiscalTransaction
        {
            FiscalTransaction = NcipFees.Write(charge.Fee, parties.From, mapping),
        },
        CirculationCommand.Notice notice => Notice(notice),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private NcipHeader Header(CirculationCommand command)
    {
        var header = parties.Header();
        return IsV1 && command is CirculationCommand.AcceptItem { PickupLocation: { } place }
            ? header with { ToAgencyId = new NcipCode(place, parties.To.Scheme) } : header;
    }

    private (NcipUserId? User, WireList<NcipAuthenticationInput> Inputs) Who(CirculationCommand command, Places places)
    {
        if (command.Patron is not { } claim)
            return (null, []);
        if (!places.HasFlag(Places.User))
        {
            mapping.Dropped("Patron", $"{mapping.Service} has no place for it");
            return (null, []);
        }

        if (claim.Pin is { } pin && places.HasFlag(Places.Typed))
            return (null, Typed(claim.Id, pin));
        if (claim.Pin is not null)
            mapping.Dropped("Patron.Pin", $"{mapping.Service} has no place for it");
        return (claim.Id is { } id ? NcipPatrons.Id(id) : null, []);
    }

    private WireList<NcipAuthenticationInput> Typed(PatronId? id, Pin pin)
    {
        var secret = Input(pin.Reveal(), mapping.Dialect.PinType);
        if (id is null)
            return [secret];
        if (id.Agency is not null)
            mapping.Dropped("Patron.Id.Agency", "what a patron types has no agency");
        string[] kinds = [NcipValues.BarcodeId, NcipValues.UserName, NcipValues.InstitutionIdNumber];
        var meant = mapping.Aliases.Meaning("AuthenticationInputType", id.Kind is null ? null : new NcipCode(id.Kind));
        var kind = Array.Find(kinds, known => known.Equals(meant, StringComparison.OrdinalIgnoreCase));
        if (kind != id.Kind)
            mapping.Defaulted("Patron.Id.Kind", $"written as {kind ?? NcipValues.BarcodeId}");
        return [Input(id.Value, kind ?? NcipValues.BarcodeId), secret];

        static NcipAuthenticationInput Input(string data, string type) =>
            new() { Data = new NcipSecret(data), DataFormat = "text/plain", Type = type };
    }

    private (NcipItemId? Item, NcipRequestId? Request) Things(CirculationCommand command, Places places)
    {
        var item = command.Item is { } named ? ItemOf(named) : null;
        var request = command.Request is { } number
            ? new NcipRequestId { AgencyId = Code(number.Agency), Value = number.Value } : null;
        if (request is not null && item is null && places.HasFlag(Places.Item) && !places.HasFlag(Places.Request))
        {
            mapping.Defaulted("Item", "named by its request");
            return (ItemOf(new CirculationItemId(request.Value!, command.Request!.Agency, IsRequestNumber: true)), null);
        }

        if (item is not null && !places.HasFlag(Places.Item))
            (item, _) = (null, Lost("Item"));
        if (request is not null && !places.HasFlag(Places.Request))
            (request, _) = (null, Lost("Request"));
        return (item, request);
    }

    private bool Lost(string field)
    {
        mapping.Dropped(field, $"{mapping.Service} has no place for it");
        return true;
    }

    private NcipDate? Mandate(CirculationCommand command, Places places)
    {
        if (!command.IsMandated)
            return null;
        return places.HasFlag(Places.Mandate) || !Lost("IsMandated") ? NcipDate.Of(now) : null;
    }

    private WireList<NcipCode> UserTypes(CirculationCommand command, Places places)
    {
        var parts = command is CirculationCommand.LookupUser ? command.PatronParts & ~Counted : command.PatronParts;
        if (parts != PatronParts.None && (!places.HasFlag(Places.UserTypes) || (parts & Counted) != PatronParts.None))
            Lost("PatronParts");
        bool isFull = parts == PatronParts.None
            && command is CirculationCommand.LookupUser && mapping.Dialect.NeedsFullElementTypes;
        if (isFull)
            mapping.Defaulted("PatronParts", "everything is asked for, since nothing is not understood");
        var ids = IsV1 ? NcipValues.VisibleUserId : NcipValues.UserId;
        return places.HasFlag(Places.UserTypes)
            ? NcipWords.PatronPartTypes.WriteAll(
                part => isFull || parts.HasFlag(part),
                word => word == ids || word is not (NcipValues.UserId or NcipValues.VisibleUserId))
            : [];
    }

    private WireList<NcipCode> ItemTypes(CirculationCommand command, Places places)
    {
        var parts = command is CirculationCommand.LookupItem ? command.ItemParts & ~Persons : command.ItemParts;
        if (parts != ItemParts.None && (!places.HasFlag(Places.ItemTypes) || (parts & Persons) != ItemParts.None))
            Lost("ItemParts");
        bool isFull = parts == ItemParts.None
            && command is CirculationCommand.LookupItem && mapping.Dialect.NeedsFullElementTypes;
        if (isFull)
            mapping.Defaulted("ItemParts", "everything is asked for, since nothing is not understood");
        return places.HasFlag(Places.ItemTypes)
            ? NcipWords.ItemPartTypes.WriteAll(part => isFull || parts.HasFlag(part), _ => true) : [];
    }

    private RequestItem Request(CirculationCommand.RequestItem request)
    {
        var numbers = NcipCitations.Numbers(request.Citation, mapping);
        bool hasAll = mapping.Version >= NcipVersion.V201 || (request.Item is null && numbers.Count == 1);
        return new RequestItem
        {
            BibliographicIds = new([.. mapping.Version >= NcipVersion.V201 ? numbers : numbers.Take(1)]),
            RequestType = NcipWords.RequestTypes.Write(request.Type) ?? NcipValues.Loan,
            RequestScopeType = request.IsAnyCopy ? NcipValues.BibliographicItem : NcipValues.Item,
            ItemOptionalFields = ItemFields(request.Citation, request.Citation.CallNumber, null, !hasAll),
            ShippingInformation = NcipPlaces.Write(request.ShipTo, mapping), NeedBeforeDate = mapping.Date(request.NeededBy),
            PickupLocation = Code(request.PickupLocation), PickupExpiryDate = mapping.Date(request.PickupUntil),
        };
    }

    private AcceptItem Accept(CirculationCommand.AcceptItem accept)
    {
        if (accept.IsNonReturnable && accept.DueAt is not null)
            mapping.Dropped("DueAt", "what stays is not due");
        if (accept.Citation.CallNumber is not null)
            mapping.Dropped("Citation.CallNumber", "the call number of the item stands there");
        var fields = ItemFields(accept.Citation, accept.CallNumber, accept.Pieces, hasNumbers: true);
        if (accept.Restrictions.Count > 0)
        {
            fields = (fields ?? new()) with
            {
                ItemUseRestrictionTypes = new([.. accept.Restrictions.Select(text => (NcipCode)text)]),
            };
        }

        return new AcceptItem
        {
            RequestedActionType = NcipWords.Actions.Write(accept.Action) ?? NcipValues.HoldForPickup,
            DateForReturn = accept.IsNonReturnable ? null : NcipMapping.Date(accept.DueAt),
            NonReturnable = accept.IsNonReturnable,
            IndeterminateLoanPeriod = accept.DueAt is null && !accept.IsNonReturnable,
            RenewalNotPermitted = accept.IsRenewalNotPermitted,
            FiscalTransaction = NcipFees.Write(accept.Fee, parties.From, mapping),
            ItemOptionalFields = fields, PickupLocation = IsV1 ? null : Code(accept.PickupLocation),
            PickupExpiryDate = mapping.Date(accept.PickupUntil),
        };
    }

    private CreateUser Create(CirculationCommand.CreateUser create)
    {
        var record = create.Record;
        var main = create.Patron?.Id;
        if (main is null ? record.Ids.Count > 0 : record.Ids.Count != 1 || record.Ids[0] != main)
            mapping.Dropped("Record.Ids", "the number of the patron is the only one");
        var fields = NcipPatrons.Write(record, ~PatronParts.Ids, parties.To, mapping);
        return new CreateUser
        {
            NameInformation = fields.NameInformation, Addresses = fields.Addresses, DateOfBirth = fields.DateOfBirth,
            Languages = fields.Languages, Privileges = fields.Privileges, BlocksOrTraps = fields.BlocksOrTraps,
        };
    }

    private NcipUserOptionalFields? Fields(PatronRecord record)
    {
        var fields = NcipPatrons.Write(record, ~PatronParts.Ids, parties.To, mapping) with
        {
            UserIds = new([.. record.Ids.Select(id => NcipPatrons.Id(id))]),
        };
        return fields == new NcipUserOptionalFields() ? null : fields;
    }

    private NcipInitiation Notice(CirculationCommand.Notice notice)
    {
        LoseOfNotice(notice);
        var due = NcipMapping.Date(notice.DueAt);
        var fields = due is null ? null : new NcipItemOptionalFields { DateDue = due };
        return notice.Kind switch
        {
            CirculationNotice.ItemRequested => Requested(notice, fields),
            CirculationNotice.ItemRequestCancelled => new ItemRequestCancelled
            {
                RequestType = NcipValues.Loan, ItemOptionalFields = fields,
            },
            CirculationNotice.ItemShipped => new ItemShipped
            {
                DateShipped = Happened(notice), ShippingInformation = ToReceiver(), ItemOptionalFields = fields,
            },
            CirculationNotice.ItemReceived => new ItemReceived { DateReceived = Happened(notice), ItemOptionalFields = fields },
            CirculationNotice.ItemCheckedOut => new ItemCheckedOut { DateDue = due, IndeterminateLoanPeriod = due is null },
            CirculationNotice.ItemCheckedIn => new ItemCheckedIn { ItemOptionalFields = fields },
            CirculationNotice.ItemRenewed => new ItemRenewed { DateDue = due },
            CirculationNotice.ItemRecalled => new ItemRecalled { DateDue = due },
            _ => new CirculationStatusUpdated { CirculationStatus = Code(StatusOf(notice)) },
        };
    }

    private void LoseOfNotice(CirculationCommand.Notice notice)
    {
        bool hasTime = notice.Kind is CirculationNotice.ItemRequested or CirculationNotice.ItemShipped
            or CirculationNotice.ItemReceived;
        if (notice.At is not null && !hasTime)
            Lost("At");
        if (notice.DueAt is not null && notice.Kind == CirculationNotice.StatusUpdated)
            Lost("DueAt");
        if (notice.Status is not null && notice.Kind != CirculationNotice.StatusUpdated)
            Lost("Status");
        if (notice.Citation is not null && notice.Kind != CirculationNotice.ItemRequested)
            Lost("Citation");
    }

    private ItemRequested Requested(CirculationCommand.Notice notice, NcipItemOptionalFields? due)
    {
        var citation = notice.Citation ?? new Citation();
        var numbers = NcipCitations.Numbers(citation, mapping);
        var fields = ItemFields(citation, citation.CallNumber, null, hasNumbers: numbers.Count > 1 || notice.Item is not null);
        return new ItemRequested
        {
            RequestType = NcipValues.Loan, DateOfUserRequest = NcipMapping.Date(notice.At),
            RequestScopeType = notice.Item is null ? NcipValues.BibliographicItem : NcipValues.Item,
            BibliographicIds = notice.Item is null ? new([.. numbers.Take(1)]) : [],
            ItemOptionalFields = due is null ? fields : (fields ?? new()) with { DateDue = due.DateDue },
        };
    }

    private NcipDate Happened(CirculationCommand.Notice notice)
    {
        if (NcipMapping.Date(notice.At) is { } at)
            return at;
        mapping.Defaulted("At", "the time of sending");
        return NcipDate.Of(now);
    }

    /// <summary>The schema wants an address; the receiver knows its own.</summary>
    private NcipShippingInformation ToReceiver() => new()
    {
        Physical = NcipPlaces.Write(new PostalAddress { Extended = parties.To.Value }, mapping),
    };

    private string? StatusOf(CirculationCommand.Notice notice) =>
        notice.Status == NcipValues.RenewStillPending ? mapping.Dialect.RenewalPending : notice.Status;

    private NcipItemOptionalFields? ItemFields(Citation citation, string? callNumber, int? pieces, bool hasNumbers)
    {
        var fields = new NcipItemOptionalFields
        {
            BibliographicDescription = NcipCitations.Write(citation, hasNumbers, mapping),
            ItemDescription = callNumber is null && pieces is null
                ? null : new() { CallNumber = callNumber, NumberOfPieces = pieces },
        };
        return fields == new NcipItemOptionalFields() ? null : fields;
    }

    private static NcipItemId ItemOf(CirculationItemId item) => new()
    {
        AgencyId = Code(item.Agency), Value = item.Value,
        IdentifierType = item.IsRequestNumber ? new NcipCode(NcipValues.IllRequestId) : null,
    };

    private static NcipService ServiceOf(CirculationNotice kind) => kind switch
    {
        CirculationNotice.ItemRequested => NcipService.ItemRequested,
        CirculationNotice.ItemRequestCancelled => NcipService.ItemRequestCancelled,
        CirculationNotice.ItemShipped => NcipService.ItemShipped,
        CirculationNotice.ItemReceived => NcipService.ItemReceived,
        CirculationNotice.ItemCheckedOut => NcipService.ItemCheckedOut,
        CirculationNotice.ItemCheckedIn => NcipService.ItemCheckedIn,
        CirculationNotice.ItemRenewed => NcipService.ItemRenewed,
        CirculationNotice.ItemRecalled => NcipService.ItemRecalled,
        _ => NcipService.CirculationStatusUpdated,
    };

    private static NcipCode? Code(string? value) => value is null ? null : new NcipCode(value);
}
