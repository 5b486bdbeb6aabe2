using System.Collections;
using System.Globalization;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>Makes random commands; with <paramref name="isCarried"/> only what NCIP 2.02 has a place for.</summary>
internal sealed class CirculationGenerator(Random random, NcipDialect dialect, bool isCarried)
{
    public const int Kinds = 22;

    private static readonly string[] Words =
        ["Muster, Erika", "A & B", "<tag>", "O'Neill \"x\"", "Grüße", "日本語", "P900001", "100 %", "a/b:c", "The Three-Body Problem"];

    private static readonly CirculationNotice[] Notices = Enum.GetValues<CirculationNotice>();

    private enum Wants
    {
        Maybe,
        Always,
        Never,
    }

    public CirculationCommand Command(int kind)
    {
        var command = kind switch
        {
            0 => With(new CirculationCommand.LookupUser(), user: Wants.Always, item: Wants.Never, request: Wants.Never),
            1 => With(new CirculationCommand.LookupItem(), user: Wants.Never, item: Wants.Always, request: Wants.Never),
            2 => With(new CirculationCommand.LookupItem(), user: Wants.Never, item: Wants.Never, request: Wants.Always),
            3 => With(new CirculationCommand.LookupRequest(), user: Wants.Never, item: Wants.Never, request: Wants.Always),
            4 => With(new CirculationCommand.LookupRequest(), user: Wants.Always, item: Wants.Always, request: Wants.Never),
            5 => With(RequestItem(), user: Wants.Always, item: Wants.Maybe, request: Wants.Maybe),
            6 => With(new CirculationCommand.CancelRequestItem(), user: Wants.Always, item: Wants.Maybe, request: Wants.Always),
            7 => With(AcceptItem(), user: Wants.Maybe, item: Wants.Maybe, request: Wants.Always),
            8 => With(new CirculationCommand.CheckOutItem { DesiredDueAt = MaybeTime(), ShipTo = ShipTo() },
                user: Wants.Always, item: Wants.Always, request: Wants.Maybe),
            9 => With(new CirculationCommand.CheckInItem(), user: Wants.Never, item: Wants.Always, request: Wants.Never),
            10 => With(new CirculationCommand.RenewItem { DesiredDueAt = MaybeTime() },
                user: Wants.Always, item: Wants.Always, request: Wants.Never),
            11 => With(new CirculationCommand.RecallItem { DesiredDueAt = MaybeTime() },
                user: Wants.Never, item: Wants.Always, request: Wants.Never),
            12 => CreateUser(),
            13 => With(new CirculationCommand.UpdateUser { Added = Record([]), Removed = Record([]) },
                user: Wants.Always, item: Wants.Never, request: Wants.Never),
            14 => With(new CirculationCommand.CreateUserFiscalTransaction { Fee = Fee() },
                user: Wants.Always, item: Wants.Never, request: Wants.Never),
            _ => Notice(Notices[(kind - 15) % Notices.Length]),
        };
        return isCarried || random.Next(2) == 0 ? command : command with
        {
            Patron = Claim(canType: true), Item = Item(), Request = Request(), IsMandated = true,
            PatronParts = (PatronParts)random.Next(1024), ItemParts = (ItemParts)random.Next(256),
        };
    }

    private CirculationCommand With(CirculationCommand command, Wants user, Wants item, Wants request)
    {
        bool isService = command is not (CirculationCommand.LookupUser or CirculationCommand.LookupItem
            or CirculationCommand.LookupRequest or CirculationCommand.Notice);
        bool canType = command is not (CirculationCommand.AcceptItem or CirculationCommand.Notice);
        bool hasUserTypes = command is CirculationCommand.LookupUser;
        bool hasItemTypes = command is CirculationCommand.LookupItem;
        if (command is CirculationCommand.LookupRequest or CirculationCommand.RequestItem or CirculationCommand.CancelRequestItem
            or CirculationCommand.CheckOutItem or CirculationCommand.CheckInItem or CirculationCommand.RenewItem
            or CirculationCommand.RecallItem)
        {
            (hasUserTypes, hasItemTypes) = (true, true);
        }

        return command with
        {
            Patron = Wanted(user) ? Claim(canType) : null, Item = Wanted(item) ? Item() : null,
            Request = Wanted(request) ? Request() : null, IsMandated = isService && random.Next(2) == 0,
            PatronParts = hasUserTypes ? (PatronParts)(1 | random.Next(command is CirculationCommand.LookupUser ? 1024 : 128)) : PatronParts.None,
            ItemParts = hasItemTypes ? (ItemParts)(1 | random.Next(command is CirculationCommand.LookupItem ? 256 : 64)) : ItemParts.None,
            Note = Maybe(),
        };
    }

    private CirculationCommand RequestItem()
    {
        var citation = Citation(isDescriptionOnly: false) with { CallNumber = Maybe() };
        return new CirculationCommand.RequestItem
        {
            Citation = citation, IsAnyCopy = random.Next(2) == 0, Type = (CirculationRequestType)random.Next(1, 6),
            PickupLocation = Maybe(), PickupUntil = MaybeDay(), NeededBy = MaybeDay(), ShipTo = ShipTo(),
        };
    }

    private CirculationCommand AcceptItem()
    {
        bool stays = random.Next(3) == 0;
        return new CirculationCommand.AcceptItem
        {
            Action = (AcceptAction)random.Next(1, 5), Citation = Citation(isDescriptionOnly: true), CallNumber = Maybe(),
            Pieces = random.Next(2) == 0 ? random.Next(1, 20) : null, DueAt = stays ? null : MaybeTime(), IsNonReturnable = stays,
            IsRenewalNotPermitted = random.Next(2) == 0, PickupLocation = Maybe(), PickupUntil = MaybeDay(),
            Restrictions = random.Next(2) == 0 ? [Word(), Word()] : [], Fee = random.Next(2) == 0 ? Fee() : null,
        };
    }

    private CirculationCommand CreateUser()
    {
        var command = With(
            new CirculationCommand.CreateUser { Record = new PatronRecord() }, Wants.Maybe, Wants.Never, Wants.Never);
        var record = Record(command.Patron?.Id is { } id ? [id] : []);
        return (CirculationCommand.CreateUser)command with { Record = record with { Name = record.Name ?? Word() } };
    }

    private CirculationCommand Notice(CirculationNotice kind)
    {
        bool isRequested = kind == CirculationNotice.ItemRequested;
        bool hasItem = !isRequested || random.Next(2) == 0;
        bool hasTime = isRequested || kind is CirculationNotice.ItemShipped or CirculationNotice.ItemReceived;
        bool hasRequest = kind is CirculationNotice.ItemRequestCancelled or CirculationNotice.ItemShipped
            or CirculationNotice.ItemReceived or CirculationNotice.ItemCheckedOut;
        bool isStatus = kind == CirculationNotice.StatusUpdated;
        var notice = new CirculationCommand.Notice
        {
            Kind = kind, At = hasTime ? Time() : null,
            DueAt = isStatus ? null : kind is CirculationNotice.ItemRenewed or CirculationNotice.ItemRecalled ? Time() : MaybeTime(),
            Status = isStatus ? NcipValues.RenewStillPending : null,
            Citation = isRequested ? Citation(isDescriptionOnly: true) with { Isbn = "9780000000002", Issn = null, Doi = null } : null,
        };
        return With(
            notice, isStatus ? Wants.Never : Wants.Always, hasItem ? Wants.Always : Wants.Never,
            hasRequest ? Wants.Maybe : isRequested && !hasItem ? Wants.Always : Wants.Never);
    }

    private PatronClaim Claim(bool canType)
    {
        var pin = canType && random.Next(3) == 0 ? new Pin($"{random.Next(10_000):0000} ") : null;
        string[] kinds = [NcipValues.BarcodeId, NcipValues.UserName];
        string[] values = ["P900001", "pseudopatron", "INST-EAST", Word()];
        var id = new PatronId(
            values[random.Next(values.Length)], pin is null ? Maybe() : null,
            pin is not null || random.Next(2) == 0 ? kinds[random.Next(2)] : null);
        return new PatronClaim(id, pin) { IsInstitution = dialect.IsInstitution(id) };
    }

    private Citation Citation(bool isDescriptionOnly)
    {
        int number = random.Next(4);
        bool hasAll = !isDescriptionOnly && random.Next(2) == 0;
        var citation = new Citation
        {
            ItemType = random.Next(2) == 0 ? (ItemType)random.Next(1, 4) : null,
            Medium = random.Next(2) == 0 ? (MediumType)random.Next(3, 7) : null,
            Title = Word(), Author = Maybe(), ArticleTitle = Maybe(), ArticleAuthor = Maybe(), SponsoringBody = Maybe(),
            Publisher = Maybe(), PlaceOfPublication = Maybe(), PublicationDate = Maybe(), IssueDate = Maybe(), Edition = Maybe(),
            Pages = Maybe(), Series = Maybe(), Isbn = number == 0 || hasAll ? "3-00-000000-2" : null,
            Issn = number == 1 || hasAll ? "0000-0019" : null, Doi = number == 2 || hasAll ? "10.5555/x" : null,
            OclcNumber = random.Next(2) == 0 ? "999001" : null, LccNumber = random.Next(2) == 0 ? "n 2" : null,
            SystemNumbers = random.Next(2) == 0 ? [new SystemNumber("almaMmsid", "99"), new SystemNumber("CN", "3")] : [],
            Languages = random.Next(2) == 0 ? ["ger"] : [],
        };
        if (isCarried)
            return isDescriptionOnly || citation.OclcNumber is not null ? citation : citation with { OclcNumber = "999002" };
        return citation with { Subtitle = Maybe(), Volume = Maybe(), OtherNumbers = Maybe(), Languages = ["ger", "eng"] };
    }

    private PatronRecord Record(IReadOnlyList<PatronId> ids)
    {
        bool hasParts = random.Next(2) == 0;
        return new PatronRecord
        {
            Ids = isCarried ? ids : [new PatronId(Word()), .. ids], Name = Maybe(), GivenName = hasParts ? Word() : null,
            Surname = hasParts ? Word() : null, Group = Maybe(), Email = random.Next(2) == 0 ? "erika@example.invalid" : null,
            Phone = random.Next(2) == 0 ? "+49 30 000000" : null, Postal = random.Next(2) == 0 ? Address() : null,
            BornOn = MaybeDay(), Languages = random.Next(2) == 0 ? ["ger", "eng"] : [], ValidFrom = MaybeDay(),
            ValidUntil = MaybeDay(), Blocks = random.Next(2) == 0 ? [new PatronBlock(Word(), isCarried ? null : Maybe())] : [],
            Privileges = random.Next(2) == 0 ? [new PatronPrivilege(Word(), Maybe()), new PatronPrivilege("STATUS", "OK")] : [],
        };
    }

    private CirculationFee Fee() => new()
    {
        Number = Maybe(), Type = "Service Charge", IsPayment = random.Next(2) == 0,
        Amount = new Money(random.Next(100_000) / 100m, "EUR"), Text = Maybe(), At = MaybeTime(),
    };

    private DeliveryAddress? ShipTo() => random.Next(3) switch
    {
        0 => new DeliveryAddress { Postal = Address() },
        1 => new DeliveryAddress { Electronic = new ElectronicAddress("SMTP", "desk@example.invalid") },
        _ => null,
    };

    private PostalAddress Address() => new()
    {
        Name = Maybe(), Extended = Maybe(), Street = isCarried || random.Next(2) == 0 ? Word() : null, PostOfficeBox = Maybe(),
        City = Maybe(), Region = Maybe(), Country = Maybe(), PostalCode = Maybe(),
    };

    private CirculationItemId Item() => new($"{random.Next(30_000, 40_000)}", Maybe(), random.Next(4) == 0);

    private BrokerRequestId Request() => new($"TN-{random.Next(1000)}", Maybe());

    private bool Wanted(Wants wants) => wants == Wants.Always || (wants == Wants.Maybe && random.Next(2) == 0);

    private string? Maybe() => random.Next(2) == 0 ? null : Word();

    private string Word() => Words[random.Next(Words.Length)];

    private DateTimeOffset? MaybeTime() => random.Next(2) == 0 ? null : Time();

    private DateTimeOffset Time() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(random.Next(-12, 13)))
        .AddSeconds(random.Next(100_000_000));

    private DateOnly? MaybeDay() => random.Next(2) == 0 ? null : new DateOnly(1950, 1, 1).AddDays(random.Next(40_000));
}

/// <summary>Everything that is in a canonical record, as text: two records that say the same have the same text.</summary>
internal static class Canonically
{
    public static string Told(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        Pin pin => $"pin {pin.Reveal()}",
        DateTimeOffset time => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        decimal amount => amount.ToString("0.####", CultureInfo.InvariantCulture),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Told))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", value.GetType().GetProperties()
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}={Told(property.GetValue(value))}"))})",
    };
}
