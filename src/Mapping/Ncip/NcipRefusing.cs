using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Responses to what was not done.</summary>
internal static class NcipRefusing
{
    /// <summary>The response with a problem; null where the sender has to hear that all is well.</summary>
    public static NcipResponse? Response(CirculationAnswer.Refused refused, NcipInitiation asked, NcipDialect dialect) =>
        IsPassedOver(refused.Fault, asked, dialect) ? null : Problem(refused, asked, dialect);

    /// <summary>The response with a problem.</summary>
    public static NcipResponse Problem(CirculationAnswer.Refused refused, NcipInitiation asked, NcipDialect dialect)
    {
        if (asked is UnsupportedService unsupported && refused.Fault == CirculationFault.UnsupportedService)
            return unsupported.Answer();
        var (element, value) = Place(refused.Field ?? NcipFaults.FieldOf(refused.Fault), asked, dialect.Aliases);
        var type = new NcipCode(NcipFaults.TypeOf(refused.Fault));
        var problem = new NcipProblem
        {
            Type = dialect.HasProblemScheme ? type with { Scheme = NcipProblemTypes.SchemeOf(type, asked.Name) } : type,
            Detail = Detail(refused, type.Value, asked, dialect.Aliases), Element = element, Value = value,
        };
        return Empty(asked) with { Problems = [problem] };
    }

    /// <summary>The response to a message, with nothing in it.</summary>
    public static NcipResponse Empty(NcipInitiation asked) => asked switch
    {
        LookupVersion => new LookupVersionResponse(),
        LookupUser => new LookupUserResponse(),
        LookupItem => new LookupItemResponse(),
        LookupRequest => new LookupRequestResponse(),
        LookupAgency => new LookupAgencyResponse(),
        RequestItem => new RequestItemResponse(),
        CancelRequestItem => new CancelRequestItemResponse(),
        AcceptItem => new AcceptItemResponse(),
        CheckOutItem => new CheckOutItemResponse(),
        CheckInItem => new CheckInItemResponse(),
        RenewItem => new RenewItemResponse(),
        RecallItem => new RecallItemResponse(),
        CreateUser => new CreateUserResponse(),
        UpdateUser => new UpdateUserResponse(),
        CreateUserFiscalTransaction => new CreateUserFiscalTransactionResponse(),
        UnsupportedService unsupported => new GeneralResponse { ServiceName = unsupported.ServiceName },
        _ => new NotificationResponse(asked.Service),
    };

    private static bool IsPassedOver(CirculationFault fault, NcipInitiation asked, NcipDialect dialect)
    {
        if (asked is CheckInItem { ItemId: { } item })
        {
            return dialect.ReturnsByRequestAlways && NcipParts.IsRequestNumber(item, dialect.Aliases)
                && fault is CirculationFault.UnknownItem or CirculationFault.ItemNotCheckedOut or CirculationFault.UnknownRequest;
        }

        bool mayPass = fault is CirculationFault.TemporaryProcessingFailure or CirculationFault.AgencyAuthenticationFailed
            or CirculationFault.UnknownAgency or CirculationFault.UnauthorizedService;
        return dialect.IgnoresAnswersToNotices && Empty(asked) is NotificationResponse && !mayPass;
    }

    /// <summary>Always there, since clients take an answer without it for a success; and never with a PIN that was
    /// sent.</summary>
    private static string Detail(CirculationAnswer.Refused refused, string type, NcipInitiation asked, NcipAliases aliases)
    {
        bool holdsSecret = asked.Authentication.Any(input => input.Data is { Value: { Length: > 0 } secret }
            && NcipParts.InputOf(input, aliases) != NcipInput.Identifier
            && refused.Detail.Contains(secret, StringComparison.Ordinal));
        return holdsSecret || string.IsNullOrWhiteSpace(refused.Detail) ? type : refused.Detail.Trim();
    }

    private static (string Element, string? Value) Place(CirculationField? field, NcipInitiation asked, NcipAliases aliases)
    {
        var (element, value) = field switch
        {
            CirculationField.Patron => Patron(asked, aliases),
            CirculationField.Pin => ("/AuthenticationInput/AuthenticationInputData", null),
            CirculationField.Item => Item(asked),
            CirculationField.Request => Valued("/RequestId", "/RequestIdentifierValue", asked.RequestId?.Value),
            CirculationField.PickupLocation => Pickup(asked),
            CirculationField.DueDate => Date(asked),
            CirculationField.Fee => ("/FiscalTransactionInformation/Amount", null),
            CirculationField.Citation => ("/BibliographicId", null),
            CirculationField.PatronRecord => ("/NameInformation", null),
            _ => ("", null),
        };
        return ($"//{asked.Name}{element}", value);
    }

    private static (string Element, string? Value) Patron(NcipInitiation asked, NcipAliases aliases)
    {
        if (asked.UserId?.Value is { } named)
            return Valued("/UserId", "/UserIdentifierValue", named);
        if (asked.Authentication.Count > 0)
            return ("/AuthenticationInput/AuthenticationInputData", NcipParts.TypedNumber(asked, aliases));
        var visible = NcipParts.User(asked)?.UserIds.FirstOrDefault(user => user.Value is not null)?.Value;
        return visible is null ? ("/UserId", null) : ("/UserOptionalFields/UserId/UserIdentifierValue", visible);
    }

    private static (string Element, string? Value) Item(NcipInitiation asked) => asked switch
    {
        { ItemId: { } item } => Valued("/ItemId", "/ItemIdentifierValue", item.Value),
        RequestItem { BibliographicIds.Count: > 0 } => ("/BibliographicId", null),
        { RequestId: { } request } => Valued("/RequestId", "/RequestIdentifierValue", request.Value),
        _ => ("/ItemId", null),
    };

    private static (string Element, string? Value) Pickup(NcipInitiation asked) => asked switch
    {
        AcceptItem { PickupLocation: null, Header.ToAgencyId: { } agency } => ("/InitiationHeader/ToAgencyId", agency.Value),
        AcceptItem accept => ("/PickupLocation", accept.PickupLocation?.Value),
        RequestItem request => ("/PickupLocation", request.PickupLocation?.Value),
        ItemRequested request => ("/PickupLocation", request.PickupLocation?.Value),
        _ => ("/PickupLocation", null),
    };

    private static (string Element, string? Value) Date(NcipInitiation asked) => asked switch
    {
        AcceptItem accept => ("/DateForReturn", accept.DateForReturn?.ToString()),
        CheckOutItem lend => ("/DesiredDateDue", lend.DesiredDateDue?.ToString()),
        RenewItem { DesiredDateDue: null, DesiredDateForReturn: { } date } => ("/DesiredDateForReturn", date.ToString()),
        RenewItem renew => ("/DesiredDateDue", renew.DesiredDateDue?.ToString()),
        RecallItem recall => ("/DesiredDateDue", recall.DesiredDateDue?.ToString()),
        RequestItem request => ("/NeedBeforeDate", request.NeedBeforeDate?.ToString()),
        _ => ("/DateDue", NcipParts.DateDue(asked)?.ToString()),
    };

    private static (string Element, string? Value) Valued(string element, string within, string? value) =>
        value is null ? (element, null) : (element + within, value);
}
