using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Reading: the parts that many APDUs share, the extensions, and the ledger of losses.</summary>
internal sealed partial class IsoIllMapperReading
{
    internal const string DeliveryInfoOid = "1.0.10161.13.3";
    internal const string ClientInfoOid = "1.0.10161.13.4";
    internal const string UserErrorOid = "1.0.10161.13.6";
    internal const string ReferencesOid = "1.0.10161.13.8";
    internal const string RequestOid = "1.0.10161.13.9";
    internal const string SystemNumberOid = "1.0.10161.6.1";

    private readonly HashSet<Extension> used = new(ReferenceEqualityComparer.Instance);

    private void Lose(string element, LossKind kind, string detail) =>
        losses.Add($"{root}.{element}", kind, detail);

    private void LoseExtension(string oid, string element, LossKind kind, string detail) =>
        Lose($"extensions[{oid}].{element}", kind, detail);

    private void LoseAny(object? wire, string element)
    {
        if (wire is not null)
            Lose(element, LossKind.Dropped, "the gateway has no place for it");
    }

    private void Refuse(string element, string detail) =>
        refused ??= new IsoIllReadResult.Refused(
            new Problem.Unable(
                UnableToPerform.Other, [new ElementFault($"{root}.{element}", detail)]),
            $"{root}.{element}", detail);

    /// <summary>The value of the first extension with that identifier; it counts as used.</summary>
    private T? Take<T>(string oid)
        where T : class
    {
        foreach (var extension in apdu.Extensions ?? [])
        {
            if (extension.Item is External { Content: Registered<T> value } external
                && external.DirectReference == oid && used.Add(extension))
            {
                return value.Value;
            }
        }

        return null;
    }

    private void LoseUnusedExtensions()
    {
        foreach (var extension in (apdu.Extensions ?? []).Where(e => !used.Contains(e)))
        {
            var oid = (extension.Item as External)?.DirectReference ?? "none";
            Lose($"extensions[{oid}]", LossKind.Dropped, "the gateway has no place for this extension");
        }
    }

    private ServiceTime? Time(DateTimeOfService wire, string element)
    {
        if (Date(wire.Date, $"{element}.date") is not { } date)
            return null;
        var time = ReadTime(wire.Time);
        if (time is null && ReadText(wire.Time) is { } text)
            Lose($"{element}.time", LossKind.Dropped, $"'{Short(text)}' is not a time (HHMMSS)");
        return new ServiceTime(date, time);
    }

    private DateOnly? Date(string? wire, string element)
    {
        var date = ReadDate(wire);
        if (date is null && ReadText(wire) is { } text)
            Lose(element, LossKind.Dropped, $"'{Short(text)}' is not a date (YYYYMMDD)");
        return date;
    }

    private DateOnly? MandatoryDate(string wire, string element)
    {
        var date = ReadDate(wire);
        if (date is null)
            Refuse(element, "not a date (YYYYMMDD)");
        return date;
    }

    private DueDate? Due(DateDue? wire, string element) =>
        wire is not null && Date(wire.DateDueField, $"{element}.date-due-field") is { } on
            ? new DueDate(on, wire.Renewable) : null;

    private int? Number(long? wire, string element)
    {
        if (wire is null or (>= 0 and <= int.MaxValue))
            return (int?)wire;
        Lose(element, LossKind.Dropped, $"{wire} is out of range");
        return null;
    }

    private Money? MoneyOf(Amount? wire, string element)
    {
        if (wire is null)
            return null;
        var currency = ReadCurrency(wire.CurrencyCode);
        if (currency is null && ReadText(wire.CurrencyCode) is { } code)
            Lose($"{element}.currency-code", LossKind.Dropped, $"'{Short(code)}' is not a currency of ISO 4217");
        if (ReadAmount(wire.MonetaryValue) is not { } read)
        {
            Lose(element, LossKind.Dropped, $"'{Short(wire.MonetaryValue)}' is not an amount");
            return null;
        }

        var money = new Money(read.Amount, currency ?? read.Currency);
        if (wire.MonetaryValue.Any(c => !char.IsAsciiDigit(c) && c is not ('.' or ' ')))
            Lose($"{element}.monetary-value", LossKind.Defaulted, $"'{Short(wire.MonetaryValue)}' read as {money}");
        return money;
    }

    private Party RequiredParty(SystemId wire, string element)
    {
        var party = PartyOf(wire, element);
        if (party is null)
            Lose(element, LossKind.Defaulted, "nobody is named");
        return party ?? new Party();
    }

    private Party? PartyOf(SystemId? wire, string element)
    {
        var (symbolText, isPerson) = wire?.PersonOrInstitutionSymbol switch
        {
            PersonOrInstitutionSymbol.PersonSymbol person => (ReadText(person.Value), true),
            PersonOrInstitutionSymbol.InstitutionSymbol institution => (ReadText(institution.Value), false),
            _ => (null, false),
        };
        var (name, nameIsPerson) = NameOf(wire?.NameOfPersonOrInstitution);
        Symbol? symbol = Symbol.TryParse(symbolText, out var parsed) ? parsed : null;
        if (symbol is null && symbolText is not null)
            Lose($"{element}.person-or-institution-symbol", LossKind.Dropped, "no usable symbol");
        if (symbol is null && name is null)
            return null;
        isPerson &= symbol is not null;
        if (symbol is not null && name is not null && isPerson != nameIsPerson)
            Lose(element, LossKind.Defaulted, "one of symbol and name is a person's; both are taken so");
        return new Party { Symbol = symbol, Name = name, IsPerson = isPerson || nameIsPerson };
    }

    private static (string? Name, bool IsPerson) NameOf(NameOfPersonOrInstitution? wire) => wire switch
    {
        NameOfPersonOrInstitution.NameOfPerson person when ReadText(person.Value) is { } name => (name, true),
        NameOfPersonOrInstitution.NameOfInstitution institution => (ReadText(institution.Value), false),
        _ => (null, false),
    };

    private static ElectronicAddress? Address(SystemAddress? wire)
    {
        var service = ReadText(wire?.TelecomServiceIdentifier);
        var address = ReadText(wire?.TelecomServiceAddress);
        return service is null && address is null ? null : new ElectronicAddress(service, address);
    }

    private Canonical.PostalAddress? Postal(PostalAddress? wire, string element)
    {
        if (wire is null)
            return null;
        var (name, isPerson) = NameOf(wire.NameOfPersonOrInstitution);
        if (isPerson)
        {
            Lose($"{element}.name-of-person-or-institution.name-of-person", LossKind.Defaulted,
                "kept as a name that does not tell person from institution");
        }

        var address = new Canonical.PostalAddress
        {
            Name = name,
            Extended = ReadText(wire.ExtendedPostalDeliveryAddress),
            Street = ReadText(wire.StreetAndNumber),
            PostOfficeBox = ReadText(wire.PostOfficeBox),
            City = ReadText(wire.City),
            Region = ReadText(wire.Region),
            Country = ReadText(wire.Country),
            PostalCode = ReadText(wire.PostalCode),
        };
        return address == new Canonical.PostalAddress() ? null : address;
    }

    private Canonical.DeliveryAddress? Delivery(DeliveryAddress? wire, string element)
    {
        var postal = Postal(wire?.PostalAddress, $"{element}.postal-address");
        var electronic = Address(wire?.ElectronicAddress);
        return postal is null && electronic is null
            ? null : new Canonical.DeliveryAddress { Postal = postal, Electronic = electronic };
    }

    private Location[] Locations(WireList<LocationInfo>? wire, string element) =>
    [
        .. (wire ?? []).Select((location, i) => new Location(
            RequiredParty(location.LocationId, $"{element}.locations[{i}].location-id"),
            Address(location.LocationAddress),
            ReadText(location.LocationNote))),
    ];

    private static ResponderMessages? Messages(ResponderOptionalMessagesType? wire) =>
        wire is null ? null : new ResponderMessages(
            wire.CanSendShipped, wire.CanSendCheckedIn,
            wire.ResponderReceived,
            wire.ResponderReturned);

    /// <summary>A loss report tells what was unusable, but not at any length.</summary>
    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
