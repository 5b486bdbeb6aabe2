using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>Invented messages between two peers, ours RSG:HOME and RSG:EAST, whose words are drawn from a seed.</summary>
internal sealed class NcipPeerSamples(Random random)
{
    public static readonly Symbol Home = Symbol.Parse("RSG:HOME");
    public static readonly Symbol East = Symbol.Parse("RSG:EAST");
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Func<NcipPeerSamples, IllMessage>[] Kinds =
    [
        x => new IllMessage.Request { Header = x.Header, Note = x.Note(), Content = x.Content() },
        x => new IllMessage.Cancel { Header = x.Header, Note = x.Note() },
        x => new IllMessage.CancelReply { Header = x.Header, Note = x.Note(), Agrees = true },
        x => new IllMessage.Answer { Header = x.Header, Note = x.Note(), Result = new AnswerResult.Unfilled(x.Reason()) },
        x => new IllMessage.Answer
        {
            Header = x.Header, Note = x.Note(), Result = new AnswerResult.Retry(ReasonUnfilled.AtBindery, x.Day()),
        },
        x => new IllMessage.Expired { Header = x.Header, Note = x.Note() },
        x => x.Shipped(),
        x => new IllMessage.Received
        {
            Header = x.Header, Note = x.Note(), ReceivedOn = x.Day(),
            ServiceType = x.Maybe() ? ServiceType.CopyNonReturnable : ServiceType.Loan,
        },
        x => new IllMessage.Returned
        {
            Header = x.Header, Note = x.Note(), ReturnedOn = x.Day(), Via = x.Word(),
            InsuredFor = x.Maybe() ? new Money(12.5m, "EUR") : null,
        },
        x => new IllMessage.CheckedIn { Header = x.Header, Note = x.Note(), CheckedInOn = x.Day() },
        x => new IllMessage.Renew { Header = x.Header, Note = x.Note(), DesiredDueOn = x.Maybe() ? x.Day() : null },
        x => new IllMessage.RenewAnswer
        {
            Header = x.Header, Note = x.Note(), Grants = true, Due = new DueDate(x.Day(), x.Maybe()),
        },
        x => new IllMessage.RenewAnswer { Header = x.Header, Note = x.Note(), Grants = false },
        x => new IllMessage.Recall { Header = x.Header, Note = x.Note(), DueOn = x.Maybe() ? x.Day() : null },
    ];

    public MessageHeader Header => new()
    {
        Transaction = Transaction(),
        At = ServiceTime.From(Noon),
        Requester = new Party { Symbol = Home },
        Responder = new Party { Symbol = East },
    };

    public TransactionId Transaction() => new()
    {
        InitialRequester = Home,
        GroupQualifier = $"HOME{random.Next(1, 9_999_999):D7}",
        Qualifier = $"{random.Next(1, 4)}",
    };

    public bool Maybe() => random.Next(2) == 0;

    public DateOnly Day() => new DateOnly(2026, 1, 1).AddDays(random.Next(700));

    public string? Word() => random.Next(3) switch
    {
        0 => null,
        1 => $"Ärger & <Öl> {random.Next(100)}",
        _ => $"word {random.Next(1000)}",
    };

    public string? Note() => Maybe() ? null : $"first line {random.Next(100)}\nsecond <line> & more";

    public ReasonUnfilled Reason()
    {
        var all = Enum.GetValues<ReasonUnfilled>();
        return all[random.Next(all.Length)];
    }

    public IllMessage.Shipped Shipped()
    {
        bool isLoan = Maybe();
        return new IllMessage.Shipped
        {
            Header = Header,
            Note = Note(),
            ServiceType = isLoan ? ServiceType.Loan : ServiceType.CopyNonReturnable,
            Barcode = Maybe() ? $"3001{random.Next(10_000)}" : null,
            ReturnTo = isLoan && Maybe() ? Address() : null,
            Supply = new SupplyDetails
            {
                ShippedOn = Maybe() ? Day() : null,
                Due = isLoan ? new DueDate(Day(), Maybe()) : null,
                Via = Word(),
                Electronic = isLoan || Maybe() ? null : new ElectronicAddress("uri", "https://files.example/d/1"),
                Cost = Maybe() ? new Money(4.5m, "EUR") : null,
                Condition = Maybe() ? Condition.LibraryUseOnly : null,
                ChargeableUnits = Maybe() ? 3 : null,
            },
        };
    }

    public IllRequest Content()
    {
        bool isCopy = Maybe();
        return new IllRequest
        {
            Citation = Citation(),
            Services = isCopy ? [ServiceType.CopyNonReturnable] : [ServiceType.Loan],
            Media = isCopy && Maybe() ? [new SupplyMedium(MediumType.MachineReadable)] : [],
            Patron = Maybe() ? new Patron { Identifier = $"P{random.Next(1000)}" } : null,
            DeliverTo = random.Next(3) switch
            {
                0 => null,
                1 => new DeliveryAddress { Postal = Address() },
                _ => new DeliveryAddress { Electronic = new ElectronicAddress("mailto", "ill@home.example") },
            },
            DeliveryService = Word(),
            LevelOfService = Maybe() ? "N" : null,
            NeededBy = Maybe() ? Day() : null,
            PlaceOnHold = Maybe() ? PlaceOnHold.No : PlaceOnHold.AccordingToResponderPolicy,
            Cost = Maybe() ? new CostInfo { MaximumCost = new Money(random.Next(1, 5000) / 100m, "EUR") } : null,
        };
    }

    private Citation Citation() => new()
    {
        Title = Maybe() ? "On Rivers & <Lakes>" : null,
        ArticleTitle = "The Delta",
        Author = Word(), ArticleAuthor = Word(), SponsoringBody = Word(), Publisher = Word(), PlaceOfPublication = Word(),
        PublicationDate = "2019", IssueDate = Word(), Edition = Word(), Series = Word(),
        Volume = Maybe() ? "12" : null, Issue = Maybe() ? "3" : null, Pages = Maybe() ? "1-17" : null,
        Isbn = Maybe() ? "9780000000002" : null, Issn = Maybe() ? "1234-5679" : null, Doi = Maybe() ? "10.1/x" : null,
        OclcNumber = Maybe() ? "4711" : null, LccNumber = Maybe() ? "2019-1" : null, PubMedId = Maybe() ? "99" : null,
        SystemNumbers = Maybe() ? [new SystemNumber("almaMmsid", "9912")] : [],
        CallNumber = Word(), Subtitle = Word(), OtherNumbers = Word(),
        ItemType = Maybe() ? ItemType.Serial : null,
        Languages = random.Next(3) switch { 0 => [], 1 => ["ger"], _ => ["ger", "eng"] },
    };

    private PostalAddress Address() => new()
    {
        Name = "Library of Nowhere", Extended = Word(), Street = Maybe() ? "Hill 1" : null, PostOfficeBox = Maybe() ? "12" : null,
        City = "Nowhere", PostalCode = "01000", Country = "NL",
    };
}
