using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

/// <summary>
/// Random canonical messages of every kind, within what ISO ILL can carry: texts that are neither empty
/// nor look like one of our note lines, amounts with two decimals, codes that the service's own list has.
/// </summary>
internal sealed class IsoIllMapperSamples(int seed)
{
    private static readonly string[] Words =
        ["Möbius", "Der Wald", "line one\nline two", "x", "日本語 text", "a (b) c", "12/3", "P. O. Box", "naïve"];

    private readonly Random random = new(seed);

    public IEnumerable<IllMessage> OneOfEach() => Enum.GetValues<IllService>()
        .Where(service => service != IllService.Forward).Select(Message);

    private IllMessage Message(IllService service)
    {
        var header = Header();
        var note = Maybe(Text);
        return service switch
        {
            IllService.IllRequest => new IllMessage.Request { Header = header, Note = note, Content = Request() },
            IllService.ForwardNotification => new IllMessage.ForwardNotification
            { Header = header with { Responder = Party() }, Note = note, Intermediary = Party(), ResponderAddress = Maybe(Address) },
            IllService.Shipped => Shipped(header, note),
            IllService.IllAnswer => new IllMessage.Answer
            { Header = header, Note = note, Result = Result(), Messages = Maybe(Messages) },
            IllService.ConditionalReply => new IllMessage.ConditionalReply { Header = header, Note = note, Accepts = Coin() },
            IllService.Cancel => new IllMessage.Cancel { Header = header, Note = note },
            IllService.CancelReply => new IllMessage.CancelReply { Header = header, Note = note, Agrees = Coin() },
            IllService.Received => new IllMessage.Received
            {
                Header = header, Note = note, ReceivedOn = Date(), ServiceType = Code<ServiceType>(),
                Supplier = Maybe(Party),
            },
            IllService.Recall => new IllMessage.Recall { Header = header, Note = note, DueOn = MaybeDate() },
            IllService.Returned => new IllMessage.Returned
            { Header = header, Note = note, ReturnedOn = Date(), Via = Maybe(Text), InsuredFor = Maybe(Money) },
            IllService.CheckedIn => new IllMessage.CheckedIn { Header = header, Note = note, CheckedInOn = Date() },
            IllService.Overdue => new IllMessage.Overdue { Header = header, Note = note, Due = Due() },
            IllService.Renew => new IllMessage.Renew { Header = header, Note = note, DesiredDueOn = MaybeDate() },
            IllService.RenewAnswer => new IllMessage.RenewAnswer
            { Header = header, Note = note, Grants = Coin(), Due = Maybe(Due) },
            IllService.Lost => new IllMessage.Lost { Header = header, Note = note },
            IllService.Damaged => new IllMessage.Damaged { Header = header, Note = note, Units = Many(() => random.Next(9999)) },
            IllService.Message => new IllMessage.Message { Header = header, Note = Text() },
            IllService.StatusQuery => new IllMessage.StatusQuery { Header = header, Note = note },
            IllService.StatusOrErrorReport => new IllMessage.StatusOrErrorReport
            { Header = header, Note = note, Report = Report() },
            _ => new IllMessage.Expired { Header = header },
        };
    }

    private IllMessage.Shipped Shipped(MessageHeader header, string? note) => new()
    {
        Header = header, Note = note, ServiceType = Code<ServiceType>(), Supplier = Maybe(Party),
        ReturnTo = Maybe(Postal), Messages = Maybe(Messages), Barcode = Maybe(Digits),
        Supply = new SupplyDetails
        {
            ShippedOn = MaybeDate(), Due = Maybe(Due), ChargeableUnits = Coin() ? random.Next(1, 9999) : null,
            Cost = Maybe(Money), InsuredFor = Maybe(Money), ReturnInsurance = Maybe(Money),
            Condition = Coin() ? Pick(Condition.LibraryUseOnly, Condition.NoReproduction, Condition.Other) : null,
            Via = Maybe(Text) is { } via && Coin() ? via : null,
            Units = Many(() => new UnitsOfMedium(Code<MediumType>(), random.Next(1, 9999))),
        } is var supply && supply.Via is null ? supply with { Electronic = Maybe(Address) } : supply,
    };

    private IllRequest Request() => new()
    {
        Citation = Citation(), Services = [Code<ServiceType>(), .. Many(Code<ServiceType>).Take(4)],
        Media = Many(() => new SupplyMedium(Code<MediumType>(), Maybe(Text))),
        Patron = Maybe(() => new Patron
        { Name = Text(), Status = Maybe(Text), Identifier = Maybe(Digits), Email = Maybe(() => "reader@home.example") }),
        DeliverTo = Maybe(Delivery), DeliveryService = Maybe(Text), BillTo = Maybe(Delivery),
        LevelOfService = Maybe(() => "3"), NeededBy = MaybeDate(), PlaceOnHold = Code<PlaceOnHold>(),
        Expiry = Coin() ? ExpiryFlag.NeedBeforeDate : ExpiryFlag.NoExpiry,
        Cost = Maybe(() => new CostInfo
        {
            AccountNumber = Maybe(Digits), MaximumCost = Maybe(Money), ReciprocalAgreement = Coin(),
            WillPayFee = Coin(), PaymentProvided = Coin(),
        }),
        CopyrightCompliance = Maybe(Text), TransactionType = Code<TransactionType>(),
        Messages = new RequesterMessages(Coin(), Coin(), Code<MessagePreference>(), Code<MessagePreference>()),
        ThirdParty = Maybe(() => new ThirdParty
        {
            MayForward = Coin(), MayChain = Coin(), MayPartition = Coin(), MayChangeSendToList = Coin(),
            InitialRequesterAddress = Maybe(Address), IsOrdered = Coin(), SendTo = Many(Party), AlreadyTried = Many(Party),
        }),
        IsRetry = Coin(), IsForwarded = Coin(), ForwardNote = Maybe(Text),
    };

    private Citation Citation() => new()
    {
        ItemType = Coin() ? Code<ItemType>() : null,
        Medium = Coin() ? Pick(MediumType.Printed, MediumType.Microform, MediumType.Other) : null,
        Title = Maybe(Text), Subtitle = Maybe(Text), Author = Maybe(Text), ArticleTitle = Maybe(Text),
        ArticleAuthor = Maybe(Text), SponsoringBody = Maybe(Text), Publisher = Maybe(Text),
        PlaceOfPublication = Maybe(Text), PublicationDate = Maybe(Digits), IssueDate = Maybe(Text),
        Edition = Maybe(Text), ThisEditionOnly = Coin(), Series = Maybe(Text), Volume = Maybe(Digits),
        Issue = Maybe(Digits), VolumeAndIssue = Maybe(() => "Bd. 4, H. 2"), Pages = Maybe(Text),
        Isbn = Maybe(() => "978-3-00-000000-0"), Issn = Maybe(() => "1234-5679"),
        Doi = Maybe(() => "10.1000/x(1)"), PubMedId = Maybe(Digits), OclcNumber = Maybe(Digits),
        LccNumber = Maybe(Digits), OtherNumbers = Maybe(() => "Report X-12, part 3"), CallNumber = Maybe(Text),
        SystemNumbers = Many(() => new SystemNumber(Pick("bNB", "cARL", "NUC:ABCD"), Digits(), Maybe(Text))),
        VerificationSource = Maybe(Text), UniformTitle = Maybe(Text), Languages = Many(() => Pick("ger", "eng", "fre")),
    };

    private AnswerResult Result() => random.Next(7) switch
    {
        0 => new AnswerResult.Conditional(Code<Condition>(), MaybeDate()) { Locations = Many(Location) },
        1 => new AnswerResult.Retry(
            Coin() ? Pick(ReasonUnfilled.OnOrder, ReasonUnfilled.AtBindery, ReasonUnfilled.OnHold) : null, MaybeDate())
        { Locations = Many(Location) },
        2 => new AnswerResult.Unfilled(Code<ReasonUnfilled>()) { Locations = Many(Location) },
        3 => new AnswerResult.LocationsProvided(Coin() ? Pick(ReasonUnfilled.NotOwned, ReasonUnfilled.OnHold) : null)
        { Locations = Many(Location) },
        4 => new AnswerResult.WillSupply(Code<ReasonWillSupply>(), MaybeDate())
        { ReturnTo = Maybe(Postal), Locations = Many(Location) },
        5 => new AnswerResult.HoldPlaced(Date(), Coin() ? MediumType.Microform : null) { Locations = Many(Location) },
        _ => new AnswerResult.Estimate("about 12 EUR") { Locations = Many(Location) },
    };

    private Report Report() => random.Next(3) switch
    {
        0 => new Report.Status(Code<CurrentState>(), new HistoryReport
        {
            RequestedOn = MaybeDate(), Author = Maybe(Text), Title = Maybe(Text), ArticleAuthor = Maybe(Text),
            ArticleTitle = Maybe(Text), LastTransitionOn = Date(), LastServiceOn = Date(), LastServiceBy = Party(),
            LastService = Pick(IllService.IllRequest, IllService.Shipped, IllService.Forward, IllService.Expired),
            ShippedAs = Coin() ? ServiceType.Loan : null, AnsweredWith = Coin() ? Code<TransactionResults>() : null,
            LastNote = Maybe(Text),
        }),
        1 => new Report.Error("SHIPPED 20260301 101500", Problem()),
        _ => new Report.None(Code<ReasonNoReport>()),
    };

    private Problem Problem() => random.Next(7) switch
    {
        0 => new Problem.General(Code<GeneralProblem>()),
        1 => new Problem.Transaction(Code<TransactionIdProblem>()),
        2 => new Problem.StateTransitionProhibited(Pick(IllService.Overdue, IllService.Renew), Code<CurrentState>()),
        3 => new Problem.Unable(Code<UnableToPerform>(), Many(() => Pick(
            new ElementFault("ILL-REQUEST.item-id.title", "missing"),
            new ElementFault("SHIPPED.supply-details", "not understood here"), new ElementFault("", "in words only")))),
        4 => new Problem.Security(Text()),
        5 => new Problem.AlreadyForwarded(Party(), Maybe(Address)),
        _ => new Problem.CannotSendOnward(),
    };

    private MessageHeader Header() => new()
    {
        Transaction = new TransactionId
        {
            InitialRequester = Coin() ? Symbol() : null, GroupQualifier = Digits(), Qualifier = Coin() ? Digits() : "",
            SubQualifier = Maybe(Digits),
        },
        At = At(), OriginallyAt = Maybe(At), Requester = Maybe(Party), Responder = Maybe(Party),
        RequesterReference = Maybe(Digits), ResponderReference = Maybe(Text),
        SenderAliases = [.. Many(Symbol).Distinct()], RecipientAliases = [.. Many(Symbol).Distinct()],
    };

    private ServiceTime At() => new(Date(), Coin() ? new TimeOnly(random.Next(24), random.Next(60), random.Next(60)) : null);

    private Party Party() => random.Next(3) switch
    {
        0 => new Party { Symbol = Symbol(), IsPerson = Coin() },
        1 => new Party { Name = Text(), IsPerson = Coin() },
        _ => new Party { Symbol = Symbol(), Name = Text() },
    };

    private Symbol Symbol() => ResourceSharing.Mapping.Canonical.Symbol.Parse(Pick("NLX:AATO", "SYM:REQ1", "OCLC:QQ", "BARE"));

    private ElectronicAddress Address() => new(Pick("TCP/IP", "ARIEL", "HTTP"), Coin() ? "host.example:1611" : null);

    private DeliveryAddress Delivery() => new() { Postal = Maybe(Postal), Electronic = Address() };

    private PostalAddress Postal() => new()
    {
        Name = Text(), Extended = Maybe(Text), Street = Maybe(Text), PostOfficeBox = Maybe(Text), City = Maybe(Text),
        Region = Maybe(Text), Country = Maybe(Text), PostalCode = Maybe(Digits),
    };

    private Location Location() => new(Party(), Maybe(Address), Maybe(Text));

    private ResponderMessages Messages() => new(Coin(), Coin(), Code<MessagePreference>(), Code<MessagePreference>());

    private DueDate Due() => new(Date(), Coin());

    private Money Money() => new(decimal.Parse($"{random.Next(9000)}.{random.Next(100):00}", CultureInfo.InvariantCulture),
        Coin() ? Pick("EUR", "USD") : null);

    private DateOnly Date() => new DateOnly(2020, 1, 1).AddDays(random.Next(5000));

    private DateOnly? MaybeDate() => Coin() ? Date() : null;

    private string Digits() => random.Next(1, 99_999_999).ToString(CultureInfo.InvariantCulture);

    private string Text() => string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(Words)));

    private bool Coin() => random.Next(2) == 0;

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];

    private T Code<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    private T? Maybe<T>(Func<T> make)
        where T : class => Coin() ? make() : null;

    private T[] Many<T>(Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];
}
