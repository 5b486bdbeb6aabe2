using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperReading;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Writing: the parts that many APDUs share, and the extensions.</summary>
internal sealed partial class IsoIllMapperWriting
{
    private const int MaxListElements = 25;

    private WireList<Extension> Extensions()
    {
        List<Extension> all = [Make(DeliveryInfoOid, DeliveryInfo())];
        if (References() is { } references)
            all.Add(Make(ReferencesOid, references));
        if (message is IllMessage.Request request)
        {
            if (RequestItems(request.Content.Citation) is { Count: > 0 } items)
                all.Add(Make(RequestOid, items));
            if (PatronMail(request.Content.Patron) is { } mail)
                all.Add(Make(ClientInfoOid, mail));
        }

        if (message is IllMessage.StatusOrErrorReport { Report: Report.Error error }
            && Faults(error.Problem) is { Count: > 0 } faults)
        {
            all.Add(Make(UserErrorOid, faults));
        }

        return [.. all];
    }

    private static Extension Make<T>(string oid, T value) => new()
    {
        Identifier = 1,
        Item = new External { DirectReference = oid, Content = new Registered<T>(value) },
    };

    private ApduDeliveryInfo DeliveryInfo() => new()
    {
        SenderInfo = [Way(context.OurAddress, message.Header.SenderAliases, context.OurSymbols, "senderAliases")],
        RecipientInfo =
        [
            Way(context.RecipientAddress, message.Header.RecipientAliases, context.RecipientSymbols,
                "recipientAliases"),
        ],
    };

    private ApduDeliveryParameters Way(
        string? address, IReadOnlyList<Symbol> aliases, IReadOnlyList<Symbol> symbols, string field)
    {
        var all = aliases.Concat(symbols).Distinct().ToArray();
        if (all.Length > MaxListElements)
            Lose(field, LossKind.Dropped, $"only the first {MaxListElements} of {all.Length} are sent");
        return new ApduDeliveryParameters
        {
            Encoding = [ApduEncoding.Ber],
            Transport = new SystemAddress
            { TelecomServiceIdentifier = WriteText(context.AddressService), TelecomServiceAddress = WriteText(address) },
            Aliases = all.Length == 0 ? null : [.. all.Take(MaxListElements).Select(IdOf)],
        };
    }

    private InternalReference? References()
    {
        var requester = Reference(message.Header.RequesterReference);
        var responder = Reference(message.Header.ResponderReference);
        return requester is null && responder is null ? null : new InternalReference
        { RequesterReference = requester, ResponderReference = responder };
    }

    private static InternalReferenceType? Reference(string? number) =>
        WriteText(number) is { } text ? new InternalReferenceType { InternalReference = text } : null;

    private WireList<ClientInfoData>? PatronMail(Patron? patron) =>
        !context.SendPatron || WriteText(patron?.Email) is not { } mail ? null :
        [
            new ClientInfoData
            {
                InfoType = new ClientInfoType.Standard(StandardClientInfoType.EMailInfo),
                InfoContent = [new ClientInfoContent.StringContent(mail)],
            },
        ];

    private static SystemId IdOf(Symbol symbol) => new()
    {
        PersonOrInstitutionSymbol = new PersonOrInstitutionSymbol.InstitutionSymbol(symbol.Text),
    };

    private static SystemId? Id(Party? party) => party is null ? null : RequiredId(party);

    private static SystemId RequiredId(Party party) => new()
    {
        PersonOrInstitutionSymbol = (party.Symbol, party.IsPerson) switch
        {
            (null, _) => null,
            ({ } symbol, true) => new PersonOrInstitutionSymbol.PersonSymbol(symbol.Text),
            ({ } symbol, false) => new PersonOrInstitutionSymbol.InstitutionSymbol(symbol.Text),
        },
        NameOfPersonOrInstitution = Name(party.Name, party.IsPerson),
    };

    private static NameOfPersonOrInstitution? Name(string? name, bool isPerson) => WriteText(name) switch
    {
        null => null,
        { } text when isPerson => new NameOfPersonOrInstitution.NameOfPerson(text),
        { } text => new NameOfPersonOrInstitution.NameOfInstitution(text),
    };

    private static SystemAddress? Address(ElectronicAddress? address) => address is null ? null : new SystemAddress
    {
        TelecomServiceIdentifier = WriteText(address.Service),
        TelecomServiceAddress = WriteText(address.Address),
    };

    private static PostalAddress? Postal(Canonical.PostalAddress? address) => address is null ? null : new()
    {
        NameOfPersonOrInstitution = Name(address.Name, isPerson: false),
        ExtendedPostalDeliveryAddress = WriteText(address.Extended),
        StreetAndNumber = WriteText(address.Street),
        PostOfficeBox = WriteText(address.PostOfficeBox),
        City = WriteText(address.City),
        Region = WriteText(address.Region),
        Country = WriteText(address.Country),
        PostalCode = WriteText(address.PostalCode),
    };

    private static DeliveryAddress? Delivery(Canonical.DeliveryAddress? address) => address is null ? null : new()
    {
        PostalAddress = Postal(address.Postal),
        ElectronicAddress = Address(address.Electronic),
    };

    private static string? Date(DateOnly? date) => date is { } day ? WriteDate(day) : null;

    private static DateDue? Due(DueDate? due) =>
        due is null ? null : new DateDue { DateDueField = WriteDate(due.On), Renewable = due.Renewable };

    private Amount? AmountOf(Money? money, string field)
    {
        if (money is null)
            return null;
        if (WriteAmount(money.Amount) is not { } value)
        {
            MoveToNote(field, $"{field} {money}");
            return null;
        }

        var currency = ReadCurrency(money.Currency);
        if (currency is null && money.Currency is not null)
            Lose(field, LossKind.Dropped, "the currency is not one of ISO 4217");
        if (decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture) != money.Amount)
            Lose(field, LossKind.Defaulted, $"rounded to {value}");
        return new Amount { CurrencyCode = currency, MonetaryValue = value };
    }

    private static WireList<LocationInfo>? Locations(AnswerResult result) => result.Locations.Count == 0 ? null :
    [
        .. result.Locations.Select(location => new LocationInfo
        {
            LocationId = RequiredId(location.Library),
            LocationAddress = Address(location.Address),
            LocationNote = WriteText(location.Note),
        }),
    ];

    private static ResponderOptionalMessagesType? Messages(ResponderMessages? messages) =>
        messages is null ? null : new ResponderOptionalMessagesType
        {
            CanSendShipped = messages.CanSendShipped,
            CanSendCheckedIn = messages.CanSendCheckedIn,
            ResponderReceived = messages.Received,
            ResponderReturned = messages.Returned,
        };

    /// <summary>Item-Id and its kin lack photocopy, which is no medium in which an item is held.</summary>
    private MediumType? Medium(Canonical.MediumType? medium, string field)
    {
        if (medium != Canonical.MediumType.Photocopy)
            return (MediumType?)(int?)medium;
        Lose(field, LossKind.Defaulted, "ISO has no photocopy here; sent as printed");
        return MediumType.Printed;
    }

    /// <summary>A code that the wire's list lacks becomes <paramref name="other"/>; its name goes into the
    /// note.</summary>
    private TWire Code<TCanonical, TWire>(TCanonical code, TWire other, string field)
        where TCanonical : struct, Enum
        where TWire : struct, Enum
    {
        var wire = (TWire)Enum.ToObject(typeof(TWire), IsoCode.Number(code));
        if (Enum.IsDefined(wire))
            return wire;
        movedToNote.Add($"{field}: {IsoCode.Words(code)}");
        Lose(field, LossKind.MovedToNote,
            $"ISO has no '{IsoCode.Name(code)}' here; sent as '{IsoCode.Name(other)}'");
        return other;
    }
}
