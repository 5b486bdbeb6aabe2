using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What an AuthenticationInput holds.</summary>
internal enum NcipInput
{
    /// <summary>A number or name.</summary>
    Identifier,

    /// <summary>A PIN or password.</summary>
    Secret,

    /// <summary>Something else: a certificate.</summary>
    Other,
}

/// <summary>Where the messages have what several of them have.</summary>
internal static class NcipParts
{
    public static NcipItemOptionalFields? Item(NcipInitiation message) => message switch
    {
        RequestItem m => m.ItemOptionalFields,
        AcceptItem m => m.ItemOptionalFields,
        ItemRequested m => m.ItemOptionalFields,
        ItemRequestCancelled m => m.ItemOptionalFields,
        ItemShipped m => m.ItemOptionalFields,
        ItemReceived m => m.ItemOptionalFields,
        ItemCheckedOut m => m.ItemOptionalFields,
        ItemCheckedIn m => m.ItemOptionalFields,
        ItemRenewed m => m.ItemOptionalFields,
        ItemRecalled m => m.ItemOptionalFields,
        _ => null,
    };

    public static NcipUserOptionalFields? User(NcipInitiation message) => message switch
    {
        AcceptItem m => m.UserOptionalFields,
        ItemRequested m => m.UserOptionalFields,
        ItemRequestCancelled m => m.UserOptionalFields,
        ItemShipped m => m.UserOptionalFields,
        ItemReceived m => m.UserOptionalFields,
        ItemCheckedOut m => m.UserOptionalFields,
        ItemCheckedIn m => m.UserOptionalFields,
        ItemRenewed m => m.UserOptionalFields,
        ItemRecalled m => m.UserOptionalFields,
        _ => null,
    };

    /// <summary>The due date that a notification brings.</summary>
    public static NcipDate? DateDue(NcipInitiation message) => message switch
    {
        ItemCheckedOut m => m.DateDue,
        ItemRenewed m => m.DateDue,
        ItemRecalled m => m.DateDue,
        _ => null,
    };

    public static CirculationNotice KindOf(NcipService service) => service switch
    {
        NcipService.ItemRequested => CirculationNotice.ItemRequested,
        NcipService.ItemRequestCancelled => CirculationNotice.ItemRequestCancelled,
        NcipService.ItemShipped => CirculationNotice.ItemShipped,
        NcipService.ItemReceived => CirculationNotice.ItemReceived,
        NcipService.ItemCheckedOut => CirculationNotice.ItemCheckedOut,
        NcipService.ItemCheckedIn => CirculationNotice.ItemCheckedIn,
        NcipService.ItemRenewed => CirculationNotice.ItemRenewed,
        NcipService.ItemRecalled => CirculationNotice.ItemRecalled,
        _ => CirculationNotice.StatusUpdated,
    };

    public static bool IsRequestNumber(NcipItemId id, NcipAliases aliases) =>
        aliases.Means("ItemIdentifierType", id.IdentifierType, NcipValues.IllRequestId);

    /// <summary>What an input is. Without a type it is the number: nobody sends a PIN alone.</summary>
    public static NcipInput InputOf(NcipAuthenticationInput input, NcipAliases aliases)
    {
        const string Element = "AuthenticationInputType";
        if (aliases.Means(Element, input.Type, NcipValues.Pin) || aliases.Means(Element, input.Type, NcipValues.Password))
            return NcipInput.Secret;
        return input.Type is null || aliases.Means(Element, input.Type, NcipValues.BarcodeId)
            || aliases.Means(Element, input.Type, NcipValues.UserName)
            || aliases.Means(Element, input.Type, NcipValues.InstitutionIdNumber)
            ? NcipInput.Identifier : NcipInput.Other;
    }

    /// <summary>The number that a patron typed, and where it stands among the inputs; null where there is none.</summary>
    public static string? TypedNumber(NcipInitiation message, NcipAliases aliases)
    {
        var inputs = message.Authentication;
        var number = inputs.FirstOrDefault(input => InputOf(input, aliases) == NcipInput.Identifier)?.Data?.Value;
        // Somebody types the PIN into the wrong field: then it is one all the same.
        return inputs.Any(input => InputOf(input, aliases) != NcipInput.Identifier && input.Data?.Value == number)
            ? null : number;
    }
}
