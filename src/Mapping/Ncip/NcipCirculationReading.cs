using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Makes a command of a message.</summary>
internal sealed class NcipCommandReading(NcipMapping mapping, string? ownAgency)
{
    /// <summary>The command; null for a message that asks nothing of circulation.</summary>
    public CirculationCommand? Read(NcipInitiation message) => message switch
    {
        LookupUser asked => Common(new CirculationCommand.LookupUser(), message) with
        {
            PatronParts = PartsOfUser(message) | Flag(asked.LoanedItemsDesired, PatronParts.Loans)
                | Flag(asked.RequestedItemsDesired, PatronParts.Holds) | Flag(asked.UserFiscalAccountDesired, PatronParts.Fees),
        },
        LookupItem asked => Common(new CirculationCommand.LookupItem(), message) with
        {
            ItemParts = PartsOfItem(message) | (asked.CurrentBorrowerDesired ? ItemParts.Borrower : ItemParts.None)
                | (asked.CurrentRequestersDesired ? ItemParts.Requesters : ItemParts.None),
        },
        LookupRequest => Common(new CirculationCommand.LookupRequest(), message),
        RequestItem asked => Common(Request(asked), message),
        CancelRequestItem => Common(new CirculationCommand.CancelRequestItem(), message),
        AcceptItem accept => Common(Accept(accept), message),
        CheckOutItem lend => Common(CheckOut(lend), message),
        CheckInItem => Common(new CirculationCommand.CheckInItem(), message),
        RenewItem renew => Common(Renew(renew), message),
        RecallItem recall => Common(
            new CirculationCommand.RecallItem { DesiredDueAt = mapping.Time(recall.DesiredDateDue) }, message),
        CreateUser create => Common(Create(create), message),
        UpdateUser update => Common(Update(update), message),
        CreateUserFiscalTransaction fee => Common(FeeOf(fee), message),
        LookupVersion or LookupAgency or UnsupportedService => null,
        _ => Common(Notice(message), message),
    };

    /// <summary>What any message may have: who, which item, which request.</summary>
    private CirculationCommand Common(CirculationCommand command, NcipInitiation message)
    {
        var item = ItemOf(message.ItemId) ?? ItemOf(NcipParts.Item(message)?.ItemDescription?.VisibleItemId);
        var note = message.Extra(NcipExtra.ItemNote)
            ?? NcipParts.Item(message)?.Ext.FirstOrDefault(extra => extra.Name == NcipExtra.ItemNote)?.Text;
        return command with
        {
            Patron = Who(message), Item = item, Request = RequestOf(message.RequestId),
            IsMandated = message.MandatedAction is not null,
            PatronParts = PartsOfUser(message), ItemParts = PartsOfItem(message),
            Note = Joined(command.Note, mapping.Text(note, "Ext/ItemNote")),
        };
    }

    private PatronClaim? Who(NcipInitiation message)
    {
        var visible = NcipParts.User(message)?.UserIds.Select(user => NcipPatrons.Id(user, mapping))
            .FirstOrDefault(id => id is not null);
        var named = NcipPatrons.Id(message.UserId, mapping);
        var id = mapping.Dialect.PrefersVisibleUser ? visible ?? named : named ?? visible;
        Pin? pin = null;
        foreach (var input in message.Authentication)
        {
            if (input.Data is not { Value.Length: > 0 } data)
                continue;
            switch (NcipParts.InputOf(input, mapping.Aliases))
            {
                case NcipInput.Secret:
                    pin ??= new Pin(data.Value);
                    break;
                case NcipInput.Identifier when id is null && data.Value.Trim() is { Length: > 0 } value:
                    id = new PatronId(value, null, mapping.Aliases.Meaning("AuthenticationInputType", input.Type));
                    break;
                case NcipInput.Other:
                    mapping.Unused("AuthenticationInput", true, "neither a number nor a PIN");
                    break;
                default:
                    break;
            }
        }

        if (id is null && pin is null)
            return null;
        return new PatronClaim(id, pin) { IsInstitution = id is not null && mapping.Dialect.IsInstitution(id) };
    }

    private CirculationItemId? ItemOf(NcipItemId? from) => string.IsNullOrWhiteSpace(from?.Value)
        ? null
        : new CirculationItemId(
            from.Value.Trim(), mapping.Text(from.AgencyId, "ItemId/AgencyId"), NcipParts.IsRequestNumber(from, mapping.Aliases));

    private BrokerRequestId? RequestOf(NcipRequestId? from) => string.IsNullOrWhiteSpace(from?.Value)
        ? null : new BrokerRequestId(from.Value.Trim(), mapping.Text(from.AgencyId, "RequestId/AgencyId"));

    private CirculationCommand.RequestItem Request(RequestItem asked)
    {
        mapping.Unused("ItemId", asked.ItemIds.Count > 1, "one item is asked for at a time");
        mapping.Unused("EarliestDateNeeded", asked.EarliestDateNeeded is not null);
        Fees(asked.AcknowledgedFeeAmount, asked.PaidFeeAmount, asked.AcknowledgedItemUseRestrictionTypes);
        var type = NcipWords.RequestTypes.Read(asked.RequestType, mapping.Aliases);
        if (type is null)
            mapping.Defaulted($"{mapping.Service}/RequestType", "no type that is known: taken for a loan");
        bool? isAny = AnyCopy(asked.RequestScopeType);
        if (isAny is null)
            mapping.Defaulted($"{mapping.Service}/RequestScopeType", "no scope that is known: the item where one is named");
        return new CirculationCommand.RequestItem
        {
            Citation = Thing(asked.ItemOptionalFields, asked.BibliographicIds),
            IsAnyCopy = isAny ?? asked.ItemId is null, Type = type ?? CirculationRequestType.Loan,
            PickupLocation = Pickup(asked.PickupLocation), PickupUntil = mapping.Day(asked.PickupExpiryDate),
            NeededBy = mapping.Day(asked.NeedBeforeDate), ShipTo = NcipPlaces.Read(asked.ShippingInformation, mapping),
        };
    }

    private CirculationCommand.AcceptItem Accept(AcceptItem accept)
    {
        var action = NcipWords.Actions.Read(accept.RequestedActionType, mapping.Aliases);
        if (action is null)
            mapping.Defaulted($"{mapping.Service}/RequestedActionType", "no action that is known: put on the hold shelf");
        var optional = accept.ItemOptionalFields;
        var command = new CirculationCommand.AcceptItem
        {
            Action = action ?? AcceptAction.HoldForPickup,
            Citation = NcipCitations.Read(optional?.BibliographicDescription, [], mapping),
            CallNumber = mapping.Text(optional?.ItemDescription?.CallNumber, "CallNumber"),
            Pieces = optional?.ItemDescription?.NumberOfPieces,
            DueAt = mapping.Time(accept.DateForReturn), IsNonReturnable = accept.NonReturnable,
            IsRenewalNotPermitted = accept.RenewalNotPermitted, PickupLocation = PickupOf(accept),
            PickupUntil = mapping.Day(accept.PickupExpiryDate),
            Restrictions = [.. mapping.Some(optional?.ItemUseRestrictionTypes ?? [], "ItemUseRestrictionType")
                .Select(type => mapping.Text(type, "ItemUseRestrictionType")).OfType<string>()],
            Fee = NcipFees.Read(accept.FiscalTransaction, mapping),
        };
        return mapping.Dialect.MisplacesLender ? WithLender(command) : command;
    }

    /// <summary>A publisher that lends and a year of two digits: both are meant otherwise.</summary>
    private CirculationCommand.AcceptItem WithLender(CirculationCommand.AcceptItem command)
    {
        var citation = command.Citation;
        if (citation.PublicationDate is { Length: <= 2 } date
            && int.TryParse(date, NumberStyles.None, CultureInfo.InvariantCulture, out int pieces) && pieces > 0)
        {
            citation = citation with { PublicationDate = null };
            command = command with { Pieces = command.Pieces ?? pieces };
        }

        if (citation.Publisher is { } lender)
        {
            mapping.MovedToNote($"{mapping.Service}/Publisher", "the lending library stands there");
            citation = citation with { Publisher = null };
            command = command with { Note = $"Lender: {lender}" };
        }

        return command with { Citation = citation };
    }

    private CirculationCommand.CheckOutItem CheckOut(CheckOutItem lend)
    {
        Fees(lend.AcknowledgedFeeAmount, lend.PaidFeeAmount, lend.AcknowledgedItemUseRestrictionTypes);
        mapping.Unused("ResourceDesired", lend.ResourceDesired);
        return new CirculationCommand.CheckOutItem
        {
            DesiredDueAt = mapping.Time(lend.DesiredDateDue), ShipTo = NcipPlaces.Read(lend.ShippingInformation, mapping),
        };
    }

    private CirculationCommand.RenewItem Renew(RenewItem renew)
    {
        Fees(renew.AcknowledgedFeeAmount, renew.PaidFeeAmount, renew.AcknowledgedItemUseRestrictionTypes);
        return new CirculationCommand.RenewItem
        {
            DesiredDueAt = mapping.Time(renew.DesiredDateDue ?? renew.DesiredDateForReturn),
        };
    }

    private CirculationCommand.CreateUser Create(CreateUser create)
    {
        var fields = new NcipUserOptionalFields
        {
            NameInformation = create.NameInformation, Addresses = create.Addresses, DateOfBirth = create.DateOfBirth,
            Languages = create.Languages, Privileges = create.Privileges, BlocksOrTraps = create.BlocksOrTraps,
        };
        return new CirculationCommand.CreateUser { Record = NcipPatrons.Read(fields, Who(create)?.Id, mapping) };
    }

    private CirculationCommand.UpdateUser Update(UpdateUser update) => new()
    {
        Added = NcipPatrons.Read(update.Add ?? new(), null, mapping),
        Removed = NcipPatrons.Read(update.Delete ?? new(), null, mapping),
    };

    /// <summary>An amount has to be there: without one the rules refuse the command.</summary>
    private CirculationCommand.CreateUserFiscalTransaction FeeOf(CreateUserFiscalTransaction message) => new()
    {
        Fee = NcipFees.Read(message.FiscalTransaction, mapping) ?? NcipFees.None,
    };

    private CirculationCommand.Notice Notice(NcipInitiation message)
    {
        var item = NcipParts.Item(message);
        var notice = new CirculationCommand.Notice
        {
            Kind = NcipParts.KindOf(message.Service), DueAt = mapping.Time(NcipParts.DateDue(message) ?? item?.DateDue),
        };
        return message switch
        {
            ItemRequested asked => notice with
            {
                At = mapping.Time(asked.DateOfUserRequest), Citation = Filled(Thing(item, asked.BibliographicIds)),
            },
            ItemShipped shipped => notice with { At = mapping.Time(shipped.DateShipped) },
            ItemReceived received => notice with { At = mapping.Time(received.DateReceived) },
            CirculationStatusUpdated updated => notice with
            {
                Status = mapping.Text(mapping.Aliases.Meaning("CirculationStatus", updated.CirculationStatus),
                    "CirculationStatus"),
            },
            _ => notice,
        };
    }

    private Citation Thing(NcipItemOptionalFields? item, WireList<NcipBibliographicId> numbers)
    {
        var citation = NcipCitations.Read(
            item?.BibliographicDescription, mapping.Some(numbers, "BibliographicId"), mapping);
        return citation with { CallNumber = mapping.Text(item?.ItemDescription?.CallNumber, "CallNumber") };
    }

    private static Citation? Filled(Citation citation) => NcipCitations.IsEmpty(citation) ? null : citation;

    /// <summary>In version 1 an AcceptItem has no place for it but the agency that it is sent to.</summary>
    private string? PickupOf(AcceptItem accept)
    {
        if (accept.PickupLocation is not null || mapping.Version != NcipVersion.V1)
            return Pickup(accept.PickupLocation);
        var agency = accept.Header?.ToAgencyId;
        return ownAgency is not null && agency?.Is(ownAgency) == true ? null : Pickup(agency);
    }

    private string? Pickup(NcipCode? code)
    {
        var place = mapping.Text(code, "PickupLocation");
        return place?.ToUpperInvariant() is "NOTHING" or "NONE" ? null : place;
    }

    private bool? AnyCopy(NcipCode? scope) =>
        mapping.Aliases.Means("RequestScopeType", scope, NcipValues.BibliographicItem) ? true
        : mapping.Aliases.Means("RequestScopeType", scope, NcipValues.Item) ? false : null;

    private void Fees(NcipAmount? acknowledged, NcipAmount? paid, WireList<NcipCode> restrictions)
    {
        mapping.Unused("AcknowledgedFeeAmount", acknowledged is not null);
        mapping.Unused("PaidFeeAmount", paid is not null);
        mapping.Unused("AcknowledgedItemUseRestrictionType", restrictions.Count > 0);
    }

    private PatronParts PartsOfUser(NcipInitiation message)
    {
        var parts = PatronParts.None;
        foreach (var code in message.UserElementTypes)
            parts |= NcipWords.PatronPartTypes.Read(code, mapping.Aliases) ?? Unknown("UserElementType", PatronParts.None);
        return parts;
    }

    private ItemParts PartsOfItem(NcipInitiation message)
    {
        var parts = ItemParts.None;
        foreach (var code in message.ItemElementTypes)
            parts |= NcipWords.ItemPartTypes.Read(code, mapping.Aliases) ?? Unknown("ItemElementType", ItemParts.None);
        return parts;
    }

    private T Unknown<T>(string element, T none)
    {
        mapping.Unused(element, true, "nothing is known of it here");
        return none;
    }

    private static PatronParts Flag(bool isSet, PatronParts part) => isSet ? part : PatronParts.None;

    private static string? Joined(string? one, string? other) =>
        one is null ? other : other is null ? one : $"{one}\n{other}";
}
