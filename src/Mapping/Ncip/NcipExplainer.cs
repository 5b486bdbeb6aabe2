namespace ResourceSharing.Mapping.Ncip;

/// <summary>Says a message in plain English lines, for a librarian who looks at what a partner sent. The lines name the
/// user, as the message does, but no password and no PIN: they are for the screen, never for a log.</summary>
public static class NcipExplainer
{
    /// <summary>Explains a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>One fact a line; the first says what the message is.</returns>
    public static IReadOnlyList<string> Explain(NcipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var lines = new List<string> { $"{message.Name}: {Meaning(message)}" };
        AddHeader(lines, message.Header);
        AddWho(lines, message);
        AddWhat(lines, message);
        AddTerms(lines, message);
        if (message is NcipInitiation initiation)
            AddAsked(lines, initiation);
        AddProblems(lines, message as NcipResponse);
        foreach (var extra in message.Ext)
            Add(lines, extra.Name, extra.Text);
        return lines;
    }

    private static string Meaning(NcipMessage message) => message switch
    {
        NcipResponse response => Meaning(response),
        LookupVersion => "which versions and services are there?",
        LookupUser => "who is this user?",
        LookupItem => "what is known of this item?",
        LookupRequest => "how does this request stand?",
        LookupAgency => "what is known of this library?",
        RequestItem => "an item is requested.",
        CancelRequestItem => "a request is taken back.",
        AcceptItem accept => $"an item of another library is here; do with it: {accept.RequestedActionType}.",
        CheckOutItem => "an item is to be lent.",
        CheckInItem => "an item is back.",
        RenewItem => "a loan is to be renewed.",
        RecallItem => "an item is wanted back now.",
        CreateUser => "a user is to be made.",
        UpdateUser => "a user has changed.",
        CreateUserFiscalTransaction => "a user owes or has paid something.",
        ItemRequested => "an item was requested.",
        ItemRequestCancelled => "a request was taken back.",
        ItemShipped => "an item is on its way.",
        ItemReceived => "an item has arrived.",
        ItemCheckedOut => "an item was lent.",
        ItemCheckedIn => "an item is back.",
        ItemRenewed => "a loan was renewed.",
        ItemRecalled => "an item was called back.",
        CirculationStatusUpdated updated => $"the status of an item is now {updated.CirculationStatus}.",
        UnsupportedService { IsStandard: true } => "a service that this gateway does not offer.",
        _ => "a service that no version of NCIP has.",
    };

    private static string Meaning(NcipResponse response) => response switch
    {
        { IsSuccess: false } => "it was not done.",
        RenewItemResponse { Pending: true } => "the renewal is not decided yet.",
        NotificationResponse => "it was heard.",
        LookupUserResponse or LookupItemResponse or LookupRequestResponse or LookupAgencyResponse
            or LookupVersionResponse => "here is what was asked for.",
        _ => "it was done.",
    };

    private static void AddHeader(List<string> lines, NcipHeader? header)
    {
        Add(lines, "From", Join(header?.FromAgencyId, header?.FromSystemId));
        Add(lines, "To", Join(header?.ToAgencyId, header?.ToSystemId));
        Add(lines, "On behalf of", header?.OnBehalfOfAgency);
        Add(lines, "Profile", header?.ApplicationProfileType);
    }

    private static void AddWho(List<string> lines, NcipMessage message)
    {
        Add(lines, "Request", Join(message.RequestId?.Value, message.RequestId?.IdentifierType));
        IEnumerable<NcipItemId?> items = message is RequestItem request ? request.ItemIds : (NcipItemId?[])[message.ItemId];
        foreach (var item in items)
            Add(lines, "Item", Join(item?.Value, item?.IdentifierType));
        Add(lines, "User", Join(message.UserId?.Value, message.UserId?.IdentifierType));
        foreach (var input in (message as NcipInitiation)?.Authentication ?? [])
            Add(lines, "User proves by", $"{input.Type}, which is not shown");
        var (_, user) = Fields(message);
        user ??= message is CreateUser create ? new NcipUserOptionalFields { NameInformation = create.NameInformation } : null;
        AddUser(lines, user);
        AddUser(lines, (message as UpdateUser)?.Add);
    }

    private static void AddUser(List<string> lines, NcipUserOptionalFields? user)
    {
        if (user is null)
            return;
        foreach (var id in user.UserIds)
            Add(lines, "User", Join(id.Value, id.IdentifierType));
        var name = user.NameInformation;
        Add(lines, "Name", name?.Unstructured ?? Join(name?.Structured?.Surname, name?.Structured?.GivenName)
            ?? (name is { Organization: { Count: > 0 } names } ? names[0].Name : null));
        foreach (var address in user.Addresses)
            Add(lines, "Address", Join(address.Electronic?.Data, address.Role));
        foreach (var privilege in user.Privileges)
            Add(lines, "Privilege", Join(privilege.Type, privilege.Status?.Type));
        foreach (var block in user.BlocksOrTraps)
            Add(lines, "Block", block.Type);
    }

    private static void AddWhat(List<string> lines, NcipMessage message)
    {
        var (item, _) = Fields(message);
        var ids = message switch
        {
            RequestItem request => request.BibliographicIds,
            ItemRequested requested => requested.BibliographicIds,
            _ => [],
        };
        foreach (var id in ids)
        {
            var code = id.Item?.Code ?? id.Record?.Code ?? id.Record?.AgencyId;
            Add(lines, "Wanted", Join(id.Item?.Identifier ?? id.Record?.Identifier, code));
        }

        var description = item?.BibliographicDescription;
        Add(lines, "Title", description?.Title);
        Add(lines, "Author", description?.Author);
        Add(lines, "Article", description?.TitleOfComponent);
        Add(lines, "Published", Join(description?.Publisher, description?.PublicationDate));
        Add(lines, "Call number", item?.ItemDescription?.CallNumber);
        Add(lines, "Status of the item", item?.CirculationStatus);
    }

    private static void AddTerms(List<string> lines, NcipMessage message)
    {
        switch (message)
        {
            case RequestItem request:
                Add(lines, "Wanted as", Join(request.RequestType, request.RequestScopeType));
                Add(lines, "Needed by", request.NeedBeforeDate);
                Add(lines, "Fetched at", request.PickupLocation);
                break;
            case ItemRequested request:
                Add(lines, "Wanted as", Join(request.RequestType, request.RequestScopeType));
                Add(lines, "Fetched at", request.PickupLocation);
                break;
            case AcceptItem accept:
                Add(lines, "Return by", accept.DateForReturn);
                Add(lines, "Fetched at", accept.PickupLocation);
                Add(lines, "Renewal", accept.RenewalNotPermitted ? "not permitted" : null);
                break;
            case ItemShipped shipped:
                Add(lines, "Shipped", shipped.DateShipped);
                break;
            case ItemReceived received:
                Add(lines, "Received", received.DateReceived);
                break;
            case RenewItemResponse renewal:
                Add(lines, "Answer expected", renewal.DateOfExpectedReply);
                Add(lines, "Due", renewal.DateDue ?? renewal.DateForReturn);
                break;
            default:
                Add(lines, "Due", Due(message));
                break;
        }

        Add(lines, "Has happened on", (message as NcipInitiation)?.MandatedAction);
    }

    private static NcipDate? Due(NcipMessage message) => message switch
    {
        CheckOutItem lend => lend.DesiredDateDue,
        RenewItem renew => renew.DesiredDateDue,
        RecallItem recall => recall.DesiredDateDue,
        CheckOutItemResponse lent => lent.DateDue,
        RecallItemResponse recalled => recalled.DateDue,
        ItemCheckedOut lent => lent.DateDue,
        ItemRenewed renewed => renewed.DateDue,
        ItemRecalled recalled => recalled.DateDue,
        _ => null,
    };

    private static (NcipItemOptionalFields? Item, NcipUserOptionalFields? User) Fields(NcipMessage message) => message switch
    {
        RequestItem m => (m.ItemOptionalFields, null),
        AcceptItem m => (m.ItemOptionalFields, m.UserOptionalFields),
        ItemRequested m => (m.ItemOptionalFields, m.UserOptionalFields),
        ItemShipped m => (m.ItemOptionalFields, m.UserOptionalFields),
        ItemReceived m => (m.ItemOptionalFields, m.UserOptionalFields),
        ItemCheckedOut m => (m.ItemOptionalFields, m.UserOptionalFields),
        ItemCheckedIn m => (m.ItemOptionalFields, m.UserOptionalFields),
        LookupUserResponse m => (null, m.UserOptionalFields),
        LookupItemResponse m => (m.ItemOptionalFields, null),
        LookupRequestResponse m => (m.ItemOptionalFields, m.UserOptionalFields),
        RequestItemResponse m => (m.ItemOptionalFields, m.UserOptionalFields),
        CheckOutItemResponse m => (m.ItemOptionalFields, m.UserOptionalFields),
        CheckInItemResponse m => (m.ItemOptionalFields, m.UserOptionalFields),
        _ => (null, null),
    };

    private static void AddAsked(List<string> lines, NcipInitiation message)
    {
        Add(lines, "Asked of the user", string.Join(", ", message.UserElementTypes));
        Add(lines, "Asked of the item", string.Join(", ", message.ItemElementTypes));
    }

    private static void AddProblems(List<string> lines, NcipResponse? response)
    {
        foreach (var problem in response?.Problems ?? [])
            Add(lines, "Because", Join(problem.Type, problem.Detail, problem.Element, problem.Value));
        if (response is LookupVersionResponse versions)
            Add(lines, "Versions", string.Join(", ", versions.VersionsSupported));
    }

    private static void Add(List<string> lines, string name, object? value)
    {
        if (value?.ToString() is { Length: > 0 } text)
            lines.Add($"{name}: {NcipCode.Plain(text)}");
    }

    private static string? Join(params ReadOnlySpan<object?> parts)
    {
        var words = string.Join(", ", parts.ToArray().Where(part => part is not null));
        return words.Length == 0 ? null : words;
    }
}
