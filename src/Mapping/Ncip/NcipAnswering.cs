using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Responses to what was done.</summary>
internal sealed class NcipAnswering(NcipInitiation asked, CirculationAnswer.Done done, NcipMapping mapping)
{
    private readonly NcipCode? agency = asked.Header?.ToAgencyId;

    /// <summary>The response.</summary>
    public NcipResponse Response() => asked switch
    {
        LookupUser lookup => LookedUp(lookup),
        LookupItem lookup => LookedUp(lookup),
        LookupRequest => LookedUp(),
        RequestItem request => Requested(request),
        CancelRequestItem => new CancelRequestItemResponse
        {
            RequestId = Request(), ItemId = Item(), UserId = User(),
            ItemOptionalFields = ItemFields(), UserOptionalFields = UserFields(),
        },
        AcceptItem => new AcceptItemResponse { RequestId = Request(), ItemId = Item() },
        CheckOutItem => new CheckOutItemResponse
        {
            ItemId = Item(), UserId = User(), DateDue = NcipMapping.Date(done.DueAt), NonReturnable = done.IsNonReturnable,
            IndeterminateLoanPeriod = done.DueAt is null && !done.IsNonReturnable, RenewalCount = done.RenewalCount,
            ItemOptionalFields = ItemFields(), UserOptionalFields = UserFields(),
        },
        CheckInItem => new CheckInItemResponse
        {
            ItemId = Item(), UserId = mapping.Dialect.WantsRouting ? User() : asked.UserId,
            RoutingInformation = mapping.Dialect.WantsRouting ? NcipRoutings.Write(done, asked, agency) : null,
            ItemOptionalFields = ItemFields(), UserOptionalFields = UserFields(),
        },
        RenewItem => new RenewItemResponse
        {
            ItemId = Item(), UserId = User(), DateDue = NcipMapping.Date(done.DueAt), RenewalCount = done.RenewalCount,
            ItemOptionalFields = ItemFields(), UserOptionalFields = UserFields(),
        },
        RecallItem => new RecallItemResponse
        {
            ItemId = Item(), UserId = asked.UserId, DateDue = NcipMapping.Date(done.DueAt),
            ItemOptionalFields = ItemFields(), UserOptionalFields = UserFields(),
        },
        CreateUser => new CreateUserResponse { UserId = User() },
        UpdateUser => new UpdateUserResponse { UserId = User() },
        CreateUserFiscalTransaction charge => new CreateUserFiscalTransactionResponse
        {
            UserId = User(), FiscalTransactionId = FeeNumber(charge),
        },
        LookupVersion or LookupAgency or UnsupportedService => NcipRefusing.Problem(
            new(CirculationFault.UnsupportedService, "Service is not supported"), asked, mapping.Dialect),
        _ => new NotificationResponse(asked.Service),
    };

    private LookupUserResponse LookedUp(LookupUser lookup)
    {
        var response = new LookupUserResponse { UserId = User(), UserOptionalFields = UserFields() };
        if (lookup.LoanedItemsDesired)
        {
            response = response with
            {
                LoanedItemsCounts = [new NcipItemsCount { CirculationStatus = NcipValues.OnLoan, Count = done.Loans.Count }],
                LoanedItems = new([.. done.Loans.Select(Loan)]),
            };
        }

        if (lookup.RequestedItemsDesired)
        {
            response = response with
            {
                RequestedItemsCounts = [new NcipItemsCount { RequestType = NcipValues.Hold, Count = done.Holds.Count }],
                RequestedItems = new([.. done.Holds.Select(Hold)]),
            };
        }

        return lookup.UserFiscalAccountDesired ? response with { FiscalAccounts = Accounts() } : response;
    }

    private LookupItemResponse LookedUp(LookupItem lookup) => new()
    {
        RequestId = asked.RequestId, ItemId = Item(), HoldPickupDate = mapping.Date(done.PickupUntil),
        CurrentBorrower = lookup.CurrentBorrowerDesired
            && done.Borrower is { } borrower ? NcipPatrons.Id(borrower, agency) : null,
        CurrentRequesters = lookup.CurrentRequestersDesired
            ? new([.. done.Requesters.Select(requester => NcipPatrons.Id(requester, agency))]) : [],
        ItemOptionalFields = ItemFields(),
    };

    private LookupRequestResponse LookedUp() => new()
    {
        RequestId = Request(), ItemId = Item(), UserId = asked.UserId ?? Made(done.Patron),
        RequestType = Word(NcipWords.RequestTypes, done.RequestType), RequestScopeType = Scope(done.IsAnyCopy),
        RequestStatusType = Word(NcipWords.HoldStatuses, done.HoldStatus), HoldQueuePosition = done.QueuePosition,
        PickupLocation = done.PickupLocation is { } place ? new NcipCode(place) : null,
        PickupExpiryDate = mapping.Date(done.PickupUntil),
        ItemOptionalFields = ItemFields(), UserOptionalFields = UserFields(),
    };

    private RequestItemResponse Requested(RequestItem request) => new()
    {
        RequestId = Request(), ItemId = Item(), UserId = User(),
        RequestType = request.RequestType ?? Word(NcipWords.RequestTypes, done.RequestType ?? CirculationRequestType.Loan),
        RequestScopeType = request.RequestScopeType ?? Scope(done.IsAnyCopy ?? request.ItemId is null),
        HoldPickupDate = mapping.Date(done.PickupUntil),
        ItemOptionalFields = ItemFields(), UserOptionalFields = UserFields(),
    };

    private NcipLoanedItem Loan(PatronLoan loan) => new()
    {
        ItemId = Made(loan.Item), Title = loan.Title, DateDue = NcipMapping.Date(loan.DueAt),
        IndeterminateLoanPeriod = loan.DueAt is null,
    };

    private NcipRequestedItem Hold(PatronHold hold) => new()
    {
        RequestId = hold.Request is { } request ? Made(request) : null, ItemId = hold.Item is { } item ? Made(item) : null,
        RequestType = NcipValues.Hold, RequestStatusType = Word(NcipWords.HoldStatuses, hold.Status), Title = hold.Title,
        DatePlaced = NcipMapping.Date(hold.PlacedAt),
        PickupLocation = hold.PickupLocation is { } place ? new NcipCode(place) : null,
        PickupExpiryDate = mapping.Date(hold.PickupUntil),
    };

    /// <summary>One account for each currency, since amounts of several have no sum.</summary>
    private WireList<NcipFiscalAccount> Accounts()
    {
        var accounts = done.Fees.GroupBy(fee => fee.Amount.Currency, StringComparer.Ordinal).Select(fees => new NcipFiscalAccount
        {
            Balance = NcipAmount.From(new Money(
                fees.Sum(fee => fee.IsPayment ? -fee.Amount.Amount : fee.Amount.Amount), fees.Key)),
            Details = new([.. fees.Select(fee => new NcipAccountDetail
            {
                AccrualDate = NcipMapping.Date(fee.At), Transaction = NcipFees.Write(fee with { At = null }, agency, mapping),
            })]),
        });
        return new([.. accounts]);
    }

    private NcipItemOptionalFields? ItemFields()
    {
        if (done.ItemRecord is not { } record)
            return null;
        var parts = NcipItemRecords.PartsOf(asked, mapping.Aliases);
        var written = NcipItemRecords.Write(record, parts, mapping);
        return written == new NcipItemOptionalFields() ? null : written;
    }

    private NcipUserOptionalFields? UserFields()
    {
        if (done.PatronRecord is not { } record)
            return null;
        var parts = PatronParts.None;
        foreach (var code in asked.UserElementTypes)
            parts |= NcipWords.PatronPartTypes.Read(code, mapping.Aliases) ?? PatronParts.None;
        var fields = NcipPatrons.Write(record, parts, agency, mapping);
        return fields == new NcipUserOptionalFields() ? null : fields;
    }

    private NcipFiscalTransactionId? FeeNumber(CreateUserFiscalTransaction charge) =>
        charge.FiscalTransaction?.Id ?? (done.FeeNumber is { } number ? new() { AgencyId = agency, Value = number } : null);

    /// <summary>The number that was asked for; of somebody who signed in the one that is known, else what was typed.</summary>
    private NcipUserId? User()
    {
        if (asked.UserId is { Value: not null } named)
            return named;
        if (NcipParts.User(asked)?.UserIds.FirstOrDefault(user => user.Value is not null) is { } visible)
            return visible;
        var typed = NcipParts.TypedNumber(asked, mapping.Aliases);
        return Made(done.Patron) ?? (typed is null ? null : new NcipUserId { AgencyId = agency, Value = typed });
    }

    private NcipItemId? Item() => asked.ItemId ?? (done.Item is { } item ? Made(item)
        : done.ItemRecord?.Barcode is { } barcode ? new NcipItemId { AgencyId = agency, Value = barcode } : null);

    private NcipRequestId? Request() => asked.RequestId ?? (done.Request is { } request ? Made(request) : null);

    private NcipUserId? Made(PatronId? id) => id is null ? null : NcipPatrons.Id(id, agency);

    private NcipItemId Made(CirculationItemId item) => new()
    {
        AgencyId = item.Agency is { } from && from != agency?.Value ? new NcipCode(from) : agency, Value = item.Value,
        IdentifierType = item.IsRequestNumber ? new NcipCode(NcipValues.IllRequestId) : null,
    };

    private NcipRequestId Made(BrokerRequestId request) => new()
    {
        AgencyId = request.Agency is { } from && from != agency?.Value ? new NcipCode(from) : agency, Value = request.Value,
    };

    private static NcipCode? Word<T>(NcipWords<T> words, T? value)
        where T : struct => value is { } known && words.Write(known) is { } word ? new NcipCode(word) : null;

    private static NcipCode? Scope(bool? isAnyCopy) => isAnyCopy is { } any
        ? new NcipCode(any ? NcipValues.BibliographicItem : NcipValues.Item) : null;
}
