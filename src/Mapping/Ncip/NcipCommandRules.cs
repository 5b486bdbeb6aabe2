using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationCommand;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What has to be in a command, whoever carries it out.</summary>
internal static class NcipCommandRules
{
    /// <summary>What is wrong with a command; null for nothing.</summary>
    public static CirculationAnswer.Refused? Fault(CirculationCommand command) => TooLong(command) ?? Missing(command);

    /// <summary>Whether a loss of reading is a due date that is none.</summary>
    public static bool IsUnreadableDueDate(Loss loss) => loss.Detail.StartsWith("no date", StringComparison.Ordinal)
        && (loss.Field.EndsWith("/DateForReturn", StringComparison.Ordinal)
            || loss.Field.EndsWith("/DesiredDateDue", StringComparison.Ordinal)
            || loss.Field.EndsWith("/DesiredDateForReturn", StringComparison.Ordinal));

    private static CirculationAnswer.Refused? TooLong(CirculationCommand command)
    {
        var pickup = command switch
        {
            CirculationCommand.RequestItem request => request.PickupLocation,
            CirculationCommand.AcceptItem accept => accept.PickupLocation,
            _ => null,
        };
        return Check(command.Patron?.Id?.Value, CirculationField.Patron)
            ?? Check(command.Patron?.Pin?.Reveal(), CirculationField.Pin)
            ?? Check(command.Item?.Value, CirculationField.Item) ?? Check(command.Request?.Value, CirculationField.Request)
            ?? Check(pickup, CirculationField.PickupLocation);

        static CirculationAnswer.Refused? Check(string? number, CirculationField field) =>
            number?.Length > NcipLimits.MaxNumberChars
                ? new(CirculationFault.ElementRuleViolated, $"Longer than {NcipLimits.MaxNumberChars} characters", field)
                : null;
    }

    private static CirculationAnswer.Refused? Missing(CirculationCommand command) => command switch
    {
        CirculationCommand.LookupUser => NeedsPatron(command),
        CirculationCommand.LookupItem or CirculationCommand.CheckInItem or CirculationCommand.RenewItem
            or CirculationCommand.RecallItem or Notice { Kind: not CirculationNotice.ItemRequested } => NeedsItem(command),
        CirculationCommand.LookupRequest => command.Request is null ? NeedsItem(command) ?? NeedsPatron(command) : null,
        CirculationCommand.RequestItem request => NeedsPatron(command) ?? NeedsThing(request),
        CirculationCommand.CancelRequestItem => NeedsRequest(command, orItem: true),
        CirculationCommand.AcceptItem => NeedsRequest(command, orItem: false),
        CirculationCommand.CheckOutItem => NeedsPatron(command) ?? NeedsItem(command),
        CirculationCommand.CreateUser create => create.Record is { Name: null, Surname: null }
            ? Needed("name", CirculationField.PatronRecord) : null,
        CirculationCommand.UpdateUser => NeedsPatron(command),
        CirculationCommand.CreateUserFiscalTransaction charge => NeedsPatron(command)
            ?? (ReferenceEquals(charge.Fee, NcipFees.None) ? Needed("amount", CirculationField.Fee) : null),
        _ => null,
    };

    private static CirculationAnswer.Refused? NeedsPatron(CirculationCommand command) =>
        command.Patron?.Id is null ? Needed("patron", CirculationField.Patron) : null;

    /// <summary>The number of the request is as good: peers send it alone.</summary>
    private static CirculationAnswer.Refused? NeedsItem(CirculationCommand command) =>
        command is { Item: null, Request: null } ? Needed("item", CirculationField.Item) : null;

    private static CirculationAnswer.Refused? NeedsRequest(CirculationCommand command, bool orItem) =>
        command.Request is not null || (orItem && command.Item is not null) ? null : Needed("request", CirculationField.Request);

    private static CirculationAnswer.Refused? NeedsThing(CirculationCommand.RequestItem request) =>
        request.Item is null && NcipCitations.IsEmpty(request.Citation)
            ? Needed("item or a description of it", CirculationField.Item) : null;

    private static CirculationAnswer.Refused Needed(string what, CirculationField field) =>
        new(CirculationFault.NeededDataMissing, $"The message has no {what}", field);
}
