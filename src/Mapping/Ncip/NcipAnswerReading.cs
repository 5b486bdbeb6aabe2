using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Makes an answer of the response of a library's own system.</summary>
internal sealed class NcipAnswerReading(CirculationCommand asked, NcipMapping mapping)
{
    public CirculationAnswer Read(NcipResponse response)
    {
        if (response.Problems.Count > 0)
            return IsDoneAlready(response) ? DoneAlready() : Refused(response.Problems[0]);
        if (response is GeneralResponse || response.Name != mapping.Service + "Response")
            return new CirculationAnswer.Refused(CirculationFault.UnsupportedService, $"Answered with {response.Name}");
        return response is RenewItemResponse { Pending: true } pending
            ? new CirculationAnswer.Pending(mapping.Time(pending.DateOfExpectedReply))
            : Done(response);
    }

    /// <summary>Every one of the problems has to say so.</summary>
    private bool IsDoneAlready(NcipResponse response)
    {
        IReadOnlyList<string> words = (asked, response) switch
        {
            (CirculationCommand.CheckInItem, CheckInItemResponse) => mapping.Dialect.ReturnedAlready,
            (CirculationCommand.AcceptItem, AcceptItemResponse) => mapping.Dialect.AcceptedAlready,
            _ => [],
        };
        return words.Count > 0 && response.Problems.All(problem => words.Any(word => problem.Type?.Is(word) == true
            || (problem.Detail is { } detail && new NcipCode(detail).Is(word))));
    }

    private CirculationAnswer.Done DoneAlready() => new()
    {
        Patron = asked.Patron?.Id, Item = asked.Item, Request = asked.Request,
    };

    private CirculationAnswer.Refused Refused(NcipProblem problem)
    {
        var type = mapping.Aliases.Meaning("ProblemType", problem.Type);
        // Some have the type in the words alone, and some a type of their own beside words of the list.
        var fault = NcipFaults.FaultOf(type)
            ?? NcipFaults.FaultOf(
                mapping.Aliases.Meaning("ProblemType", problem.Detail is { } words ? new NcipCode(words) : null));
        var detail = mapping.Text(problem.Detail, "ProblemDetail") ?? type ?? "Refused without a reason";
        if (fault is null && type is not null && !detail.Contains(type, StringComparison.OrdinalIgnoreCase))
            detail = $"{type}: {detail}";
        return new CirculationAnswer.Refused(
            fault ?? CirculationFault.ElementRuleViolated, WithoutPin(detail), FieldOf(problem.Element));
    }

    private string WithoutPin(string detail) => asked.Patron?.Pin?.Reveal() is { Length: > 0 } pin
        ? detail.Replace(pin, "***", StringComparison.Ordinal) : detail;

    private static CirculationField? FieldOf(string? element)
    {
        if (element is null)
            return null;
        (string Word, CirculationField Field)[] words =
        [
            ("AuthenticationInput", CirculationField.Pin), ("UserId", CirculationField.Patron),
            ("RequestId", CirculationField.Request), ("ItemId", CirculationField.Item),
            ("PickupLocation", CirculationField.PickupLocation), ("Date", CirculationField.DueDate),
            ("Fiscal", CirculationField.Fee), ("Amount", CirculationField.Fee),
            ("Bibliographic", CirculationField.Citation), ("NameInformation", CirculationField.PatronRecord),
        ];
        foreach (var (word, field) in words)
        {
            if (element.Contains(word, StringComparison.Ordinal))
                return field;
        }

        return null;
    }

    private CirculationAnswer.Done Done(NcipResponse response)
    {
        var done = new CirculationAnswer.Done
        {
            Patron = NcipPatrons.Id(response.UserId, mapping), Item = Item(response.ItemId),
            Request = Request(response.RequestId),
        };
        return response switch
        {
            LookupUserResponse user => User(done, user),
            LookupItemResponse item => done with
            {
                ItemRecord = Record(item.ItemOptionalFields, item.ItemId), PickupUntil = mapping.Day(item.HoldPickupDate),
                DueAt = mapping.Time(item.ItemOptionalFields?.DateDue),
                Borrower = NcipPatrons.Id(item.CurrentBorrower, mapping),
                Requesters = [.. mapping.Some(item.CurrentRequesters, "CurrentRequester")
                    .Select(user => NcipPatrons.Id(user, mapping)).OfType<PatronId>()],
            },
            LookupRequestResponse request => Status(done, request),
            RequestItemResponse request => done with
            {
                RequestType = NcipWords.RequestTypes.Read(request.RequestType, mapping.Aliases),
                IsAnyCopy = AnyCopy(request.RequestScopeType), PickupUntil = mapping.Day(request.HoldPickupDate),
                ItemRecord = Record(request.ItemOptionalFields, request.ItemId),
                PatronRecord = Record(request.UserOptionalFields),
            },
            CheckOutItemResponse lent => done with
            {
                DueAt = mapping.Time(lent.DateDue), IsNonReturnable = lent.NonReturnable, RenewalCount = lent.RenewalCount,
                ItemRecord = Record(lent.ItemOptionalFields, lent.ItemId), PatronRecord = Record(lent.UserOptionalFields),
            },
            CheckInItemResponse back => done with
            {
                Routing = NcipRoutings.Read(back.RoutingInformation, mapping),
                ItemRecord = Record(back.ItemOptionalFields, back.ItemId), PatronRecord = Record(back.UserOptionalFields),
            },
            RenewItemResponse renewed => done with
            {
                DueAt = mapping.Time(renewed.DateDue ?? renewed.DateForReturn), RenewalCount = renewed.RenewalCount,
                ItemRecord = Record(renewed.ItemOptionalFields, renewed.ItemId),
                PatronRecord = Record(renewed.UserOptionalFields),
            },
            RecallItemResponse recalled => done with
            {
                DueAt = mapping.Time(recalled.DateDue), ItemRecord = Record(recalled.ItemOptionalFields, recalled.ItemId),
                PatronRecord = Record(recalled.UserOptionalFields),
            },
            CreateUserFiscalTransactionResponse charged => done with
            {
                FeeNumber = mapping.Text(charged.FiscalTransactionId?.Value, "FiscalTransactionReferenceId"),
            },
            _ => done,
        };
    }

    private CirculationAnswer.Done User(CirculationAnswer.Done done, LookupUserResponse user) => done with
    {
        PatronRecord = Record(user.UserOptionalFields),
        Loans = [.. mapping.Some(user.LoanedItems, "LoanedItem").Select(Loan).OfType<PatronLoan>()],
        Holds = [.. mapping.Some(user.RequestedItems, "RequestedItem").Select(Hold)],
        Fees = [.. mapping.Some(user.FiscalAccounts, "UserFiscalAccount")
            .SelectMany(account => mapping.Some(account.Details, "AccountDetails"))
            .Select(Fee).OfType<CirculationFee>().Take(NcipLimits.MaxRepeats)],
    };

    private CirculationAnswer.Done Status(CirculationAnswer.Done done, LookupRequestResponse request) => done with
    {
        HoldStatus = NcipWords.HoldStatuses.Read(request.RequestStatusType, mapping.Aliases),
        QueuePosition = request.HoldQueuePosition,
        RequestType = NcipWords.RequestTypes.Read(request.RequestType, mapping.Aliases),
        IsAnyCopy = AnyCopy(request.RequestScopeType), PickupLocation = mapping.Text(request.PickupLocation, "PickupLocation"),
        PickupUntil = mapping.Day(request.PickupExpiryDate),
        ItemRecord = Record(request.ItemOptionalFields, request.ItemId), PatronRecord = Record(request.UserOptionalFields),
    };

    private PatronLoan? Loan(NcipLoanedItem loan) => Item(loan.ItemId) is { } item
        ? new PatronLoan(item, mapping.Text(loan.Title, "Title"), mapping.Time(loan.DateDue)) : null;

    private PatronHold Hold(NcipRequestedItem hold) => new(
        Request(hold.RequestId), Item(hold.ItemId), mapping.Text(hold.Title, "Title"),
        mapping.Text(hold.PickupLocation, "PickupLocation"), mapping.Time(hold.DatePlaced), mapping.Day(hold.PickupExpiryDate),
        NcipWords.HoldStatuses.Read(hold.RequestStatusType, mapping.Aliases) ?? HoldStatus.InProcess);

    private CirculationFee? Fee(NcipAccountDetail detail) => NcipFees.Read(detail.Transaction, mapping) is { } fee
        ? fee with { At = fee.At ?? mapping.Time(detail.AccrualDate) } : null;

    private PatronRecord? Record(NcipUserOptionalFields? fields) =>
        fields is null ? null : NcipPatrons.Read(fields, null, mapping);

    private ItemRecord? Record(NcipItemOptionalFields? fields, NcipItemId? id) =>
        NcipItemRecords.Read(fields, mapping.Text(id?.Value, "ItemIdentifierValue"), mapping);

    private bool? AnyCopy(NcipCode? scope) =>
        mapping.Aliases.Means("RequestScopeType", scope, NcipValues.BibliographicItem) ? true
        : mapping.Aliases.Means("RequestScopeType", scope, NcipValues.Item) ? false : null;

    private CirculationItemId? Item(NcipItemId? id) => string.IsNullOrWhiteSpace(id?.Value)
        ? null
        : new CirculationItemId(
            id.Value.Trim(), mapping.Text(id.AgencyId, "ItemId/AgencyId"), NcipParts.IsRequestNumber(id, mapping.Aliases));

    private BrokerRequestId? Request(NcipRequestId? id) => string.IsNullOrWhiteSpace(id?.Value)
        ? null : new BrokerRequestId(id.Value.Trim(), mapping.Text(id.AgencyId, "RequestId/AgencyId"));
}
