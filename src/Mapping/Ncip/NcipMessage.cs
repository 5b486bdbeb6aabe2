namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// A message of NCIP, of whatever version: one record for each initiation and each response. Everything may be missing
/// (null or empty), since peers leave things out that the schema wants; who decides by it has to look.
/// </summary>
public abstract record NcipMessage
{
    private protected NcipMessage()
    {
    }

    /// <summary>The service that it is of.</summary>
    public abstract NcipService Service { get; }

    /// <summary>The name of its element: <c>CheckOutItem</c>, <c>CheckOutItemResponse</c>.</summary>
    public virtual string Name => this is NcipResponse ? $"{Service}Response" : Service.ToString();

    /// <summary>Who sends it to whom; null where peers of version 2 leave it out.</summary>
    public NcipHeader? Header { get; init; }

    /// <summary>The user; where the message has none by its schema, peers send it all the same.</summary>
    public NcipUserId? UserId { get; init; }

    /// <summary>The item, of several the first.</summary>
    public virtual NcipItemId? ItemId { get; init; }

    /// <summary>The request, which makes a repeated message the same one.</summary>
    public NcipRequestId? RequestId { get; init; }

    /// <summary>What the schema has no place for.</summary>
    public WireList<NcipExtra> Ext { get; init; } = [];

    /// <summary>The text of an element in <c>Ext</c>, like <see cref="NcipExtra.NoticeContent"/>; null where it is not
    /// there.</summary>
    /// <param name="name">The name of the element.</param>
    /// <returns>The text.</returns>
    public string? Extra(string name) => Ext.FirstOrDefault(extra => extra.Name == name)?.Text;
}

/// <summary>A message that asks for something or tells something.</summary>
public abstract record NcipInitiation : NcipMessage
{
    private protected NcipInitiation()
    {
    }

    /// <summary>How the user proves to be one, instead of a <see cref="NcipMessage.UserId"/>.</summary>
    public WireList<NcipAuthenticationInput> Authentication { get; init; } = [];

    /// <summary>When it has happened: it then has to be carried out even against the rules.</summary>
    public NcipDate? MandatedAction { get; init; }

    /// <summary>What is to be told of the item.</summary>
    public WireList<NcipCode> ItemElementTypes { get; init; } = [];

    /// <summary>What is to be told of the user.</summary>
    public WireList<NcipCode> UserElementTypes { get; init; } = [];

    /// <summary>Whether something of the user is to be told: <see cref="NcipValues.NameInformation"/>.</summary>
    /// <param name="type">The value of the list.</param>
    /// <returns>True if it is.</returns>
    public bool AsksForUser(string type) => UserElementTypes.Any(code => code.Is(type));

    /// <summary>Whether something of the item is to be told: <see cref="NcipValues.CirculationStatus"/>.</summary>
    /// <param name="type">The value of the list.</param>
    /// <returns>True if it is.</returns>
    public bool AsksForItem(string type) => ItemElementTypes.Any(code => code.Is(type));
}

/// <summary>An answer.</summary>
public abstract record NcipResponse : NcipMessage
{
    private protected NcipResponse()
    {
    }

    /// <summary>What was wrong; empty when it was done.</summary>
    public WireList<NcipProblem> Problems { get; init; } = [];

    /// <summary>Whether it was done. Of a renewal see <see cref="RenewItemResponse.Pending"/> as well.</summary>
    public bool IsSuccess => Problems.Count == 0;
}

/// <summary>A service that is not understood.</summary>
/// <param name="ServiceName">The name of its element.</param>
public sealed record UnsupportedService(string ServiceName) : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.Other;

    /// <inheritdoc/>
    public override string Name => ServiceName;

    /// <summary>Whether one of the standards has this service.</summary>
    public bool IsStandard => NcipStandardServices.Contains(ServiceName);

    /// <summary>The answer to it. Its words are those that clients look for.</summary>
    /// <returns>The answer, with a full problem.</returns>
    public GeneralResponse Answer() => new()
    {
        Header = Header?.Answer(),
        ServiceName = IsStandard ? ServiceName : null,
        Problems =
        [
            new NcipProblem
            {
                Type = IsStandard ? NcipProblemTypes.UnsupportedService : NcipProblemTypes.UnknownService,
                Detail = IsStandard ? "Service is not supported" : "Service is not known",
                Element = $"//{ServiceName}",
            },
        ],
    };
}

/// <summary>An answer that is none of a service: a problem right under the root, the <c>Response</c> of Alma in version
/// 1, or the answer to a service that is not understood.</summary>
public sealed record GeneralResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.Other;

    /// <inheritdoc/>
    public override string Name => "Problem";

    /// <summary>The service that was asked for; null when that is not known. Version 1 has no problem under the root:
    /// there the answer is in an element of this name.</summary>
    public string? ServiceName { get; init; }
}

/// <summary>The services of the standards that are recognized by their names alone.</summary>
internal static class NcipStandardServices
{
    private static readonly HashSet<string> Notifications = new(StringComparer.Ordinal)
    {
        "AgencyCreated", "AgencyUpdated", "CirculationStatusChangeReported", "ItemCreated", "ItemRecallCancelled",
        "ItemRequestUpdated", "ItemUpdated", "UserCreated", "UserFiscalTransactionCreated", "UserNoticeSent",
        "UserUpdated",
    };

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "AuthenticateUser", "CancelRecallItem", "CreateAgency", "CreateItem", "DeleteItem", "DeleteUser",
        "LookupItemSet", "ReportCirculationStatusChange", "SendUserNotice", "UndoCheckOutItem", "UpdateAgency",
        "UpdateCirculationStatus", "UpdateItem", "UpdateRequestItem",
    };

    private static readonly HashSet<string> NotInVersion1 = new(StringComparer.Ordinal)
    {
        "DeleteItem", "DeleteUser", "LookupItemSet",
    };

    public static bool Contains(string name) => Notifications.Contains(name) || Others.Contains(name);

    public static bool IsNotification(string name) => Notifications.Contains(name);

    public static bool IsInVersion1(string name) => Contains(name) && !NotInVersion1.Contains(name);
}
