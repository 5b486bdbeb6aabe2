using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

/// <summary>One invented loan and one invented copy request, and all messages about them.</summary>
internal static class InventedRequests
{
    internal static readonly DateTimeOffset Written = new(2026, 3, 14, 9, 26, 53, TimeSpan.FromHours(1));

    internal static readonly PostalAddress HomeAddress = new()
    {
        Name = "Home Library",
        Extended = "Interlibrary Loan",
        Street = "1 Sample Street",
        PostalCode = "12345",
        City = "Sampletown",
        Country = "Nowhere",
    };

    internal static readonly LetterSender Home = new()
    {
        Name = "Home Library",
        Symbol = Symbol.Parse("RSG:HOME"),
        Email = "ill@home.example",
        Address = HomeAddress,
    };

    internal static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    internal static readonly LetterRecipient South = new()
    {
        Code = "SOUTH",
        Name = "South Library",
        Symbol = Symbol.Parse("RSG:SOUTH"),
        Email = "loans@south.example",
    };

    internal static readonly IllRequest Loan = new()
    {
        Citation = new Citation
        {
            ItemType = ItemType.Monograph,
            Medium = MediumType.Printed,
            Title = "The lighthouse keepers' almanac",
            Author = "Muster, Erika",
            Publisher = "Sample Press",
            PlaceOfPublication = "Sampletown",
            PublicationDate = "1987",
            Edition = "2nd",
            Isbn = "978-0-00-000000-2",
            CallNumber = "XY 123",
        },
        Services = [ServiceType.Loan],
        Patron = new Patron { Name = "Reader, R.", Status = "staff", Identifier = "P-1" },
        NeededBy = new DateOnly(2026, 6, 1),
        DeliverTo = new DeliveryAddress { Postal = HomeAddress },
        Cost = new CostInfo { MaximumCost = new Money(20m, "EUR"), WillPayFee = true },
    };

    internal static readonly IllRequest Copy = new()
    {
        Citation = new Citation
        {
            ItemType = ItemType.Serial,
            Title = "Journal of Invented Studies",
            ArticleTitle = "Property and wealth in classical Sparta, "
                + "with a survey of everything that was written about it",
            ArticleAuthor = "Sample, Sam",
            Volume = "12",
            Issue = "3",
            Pages = "17-34",
            PublicationDate = "2024",
            Issn = "0000-0000",
            SystemNumbers = [new SystemNumber("oCLC", "5678")],
        },
        Services = [ServiceType.CopyNonReturnable, ServiceType.Loan],
        Media = [new SupplyMedium(MediumType.MachineReadable), new SupplyMedium(MediumType.Photocopy, "A4")],
        DeliverTo = new DeliveryAddress { Electronic = new ElectronicAddress("SMTP", "ill@home.example") },
        CopyrightCompliance = "US:CCL",
    };

    internal static readonly TransactionSummary Borrowing = new()
    {
        OurReference = "HOME0000042",
        ExternalId = "HOME0000042",
        WeBorrow = true,
        Content = Loan,
        CreatedOn = new DateOnly(2026, 3, 1),
        SentOn = new DateOnly(2026, 3, 2),
        ShippedOn = new DateOnly(2026, 3, 5),
        ReceivedOn = new DateOnly(2026, 3, 8),
        DueOn = new DateOnly(2026, 4, 20),
    };

    internal static readonly TransactionSummary Lending = Borrowing with
    {
        OurReference = "L0000017",
        ExternalId = "SOUTH-2026/7",
        WeBorrow = false,
        Content = Copy,
    };

    private static readonly MessageHeader BorrowerHeader = new()
    {
        Transaction = new TransactionId
        {
            InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "HOME0000042", Qualifier = "1",
        },
        At = new ServiceTime(new DateOnly(2026, 3, 14), new TimeOnly(9, 26, 53)),
        ResponderReference = "S-99",
    };

    private static readonly MessageHeader LenderHeader = BorrowerHeader with
    {
        Transaction = new TransactionId
        {
            InitialRequester = Symbol.Parse("RSG:SOUTH"), GroupQualifier = "SOUTH-2026/7", Qualifier = "2",
        },
        ResponderReference = null,
    };

    /// <summary>Every kind of message and answer that has a letter, by the name of its golden file.</summary>
    internal static IReadOnlyDictionary<string, LetterContext> All { get; } = Make().ToDictionary(
        pair => pair.Name, pair => pair.Context, StringComparer.Ordinal);

    internal static LetterContext Borrow(Func<MessageHeader, IllMessage> message, string? note = null) =>
        Context(message(BorrowerHeader) with { Note = note }, Borrowing);

    internal static LetterContext Lend(Func<MessageHeader, IllMessage> message, string? note = null) =>
        Context(message(LenderHeader) with { Note = note }, Lending);

    internal static LetterContext Answer(AnswerResult result, string? note = null) =>
        Lend(h => new IllMessage.Answer { Header = h, Result = result }, note);

    internal static LetterContext Request(IllRequest content, string? note = null) =>
        Borrow(h => new IllMessage.Request { Header = h, Content = content }, note) with
        {
            About = Borrowing with { Content = content },
        };

    private static LetterContext Context(IllMessage message, TransactionSummary about) => new()
    {
        Message = message,
        About = about,
        Sender = Home,
        Recipient = South,
        Language = "en",
        CreatedAt = Written,
        OutboxId = 815,
        Key = Key,
    };

    private static IEnumerable<(string Name, LetterContext Context)> Make() =>
    [
        ("FulOutgoingEmailLetter", Request(Loan, "Please mind the plates.")),
        ("FulOutgoingEmailLetter.copy", Request(Copy with { IsRetry = true })),
        ("FulCancelEmailLetter", Borrow(
            h => new IllMessage.Cancel { Header = h }, "Our reader found a copy.")),
        ("FulRenewEmailLetter", Borrow(
            h => new IllMessage.Renew { Header = h, DesiredDueOn = new DateOnly(2026, 7, 1) })),
        ("FulLostEmailLetter", Borrow(h => new IllMessage.Lost { Header = h })),
        ("FulLostEmailLetter.lender", Lend(h => new IllMessage.Lost { Header = h })),
        ("FulDamagedEmailLetter", Borrow(h => new IllMessage.Damaged { Header = h, Units = [1, 2] })),
        ("BorrowerReceiveEmailLetter", Borrow(h => new IllMessage.Received
        {
            Header = h, ReceivedOn = new DateOnly(2026, 3, 13), ServiceType = ServiceType.Loan,
        })),
        ("BorrowerReturnEmailLetter", Borrow(h => new IllMessage.Returned
        {
            Header = h,
            ReturnedOn = new DateOnly(2026, 4, 1),
            Via = "parcel post",
            InsuredFor = new Money(100m, "EUR"),
        })),
        ("BorrowerConditionalReplyEmailLetter", Borrow(
            h => new IllMessage.ConditionalReply { Header = h, Accepts = true })),
        ("BorrowerConditionalReplyEmailLetter.no", Borrow(
            h => new IllMessage.ConditionalReply { Header = h, Accepts = false })),
        ("LenderShipEmailLetter", Lend(Shipped)),
        ("LenderRejectEmailLetter", Answer(
            new AnswerResult.Unfilled(ReasonUnfilled.AtBindery), "Try again in six weeks.")),
        ("LenderWillSupplyEmailLetter", Answer(new AnswerResult.WillSupply(
            ReasonWillSupply.BeingProcessedForSupply, new DateOnly(2026, 3, 20)))),
        ("LenderWillSupplyEmailLetter.hold", Answer(new AnswerResult.HoldPlaced(
            new DateOnly(2026, 5, 1), MediumType.Printed))),
        ("LenderConditionalEmailLetter", Answer(new AnswerResult.Conditional(
            Condition.LibraryUseOnly, new DateOnly(2026, 3, 21)))),
        ("LenderAnswerEmailLetter.retry", Answer(new AnswerResult.Retry(
            ReasonUnfilled.OnOrder, new DateOnly(2026, 9, 1)))),
        ("LenderAnswerEmailLetter.locations", Answer(Locations())),
        ("LenderAnswerEmailLetter.estimate", Answer(new AnswerResult.Estimate("12 EUR for 18 pages"))),
        ("LenderRenewResponseEmailLetter", Lend(h => new IllMessage.RenewAnswer
        {
            Header = h, Grants = true, Due = new DueDate(new DateOnly(2026, 7, 1), Renewable: false),
        })),
        ("LenderRenewResponseEmailLetter.no", Lend(
            h => new IllMessage.RenewAnswer { Header = h, Grants = false })),
        ("LenderCheckedInEmailLetter", Lend(
            h => new IllMessage.CheckedIn { Header = h, CheckedInOn = new DateOnly(2026, 4, 4) })),
        ("LendingRecallEmailLetter", Lend(
            h => new IllMessage.Recall { Header = h, DueOn = new DateOnly(2026, 3, 28) })),
        ("LendingRecallEmailLetter.at-once", Lend(h => new IllMessage.Recall { Header = h })),
        ("BorrowerOverdueEmailLetter", Lend(
            h => new IllMessage.Overdue { Header = h, Due = new DueDate(new DateOnly(2026, 3, 10)) })),
        ("LenderCancelReplyEmailLetter", Lend(h => new IllMessage.CancelReply { Header = h, Agrees = true })),
        ("LenderCancelReplyEmailLetter.no", Lend(
            h => new IllMessage.CancelReply { Header = h, Agrees = false })),
        ("LenderExpiredEmailLetter", Lend(h => new IllMessage.Expired { Header = h })),
        ("GeneralMessageEmailLetter", Lend(
            h => new IllMessage.Message { Header = h },
            "Volume 12 has two issues 3.\nWhich one do you need?")),
        ("BorrowerClaimEmailLetter", Borrow(
            h => new IllMessage.Message { Header = h, IsClaim = true, Note = "We still wait for your answer." })),
        ("StatusQueryEmailLetter", Borrow(h => new IllMessage.StatusQuery { Header = h })),
    ];

    private static IllMessage.Shipped Shipped(MessageHeader header) => new()
    {
        Header = header,
        ServiceType = ServiceType.Loan,
        Supply = new SupplyDetails
        {
            ShippedOn = new DateOnly(2026, 3, 14),
            Due = new DueDate(new DateOnly(2026, 5, 4)),
            ChargeableUnits = 1,
            Cost = new Money(12m, "EUR"),
            Condition = Condition.NoReproduction,
            Via = "courier",
            Units = [new UnitsOfMedium(MediumType.Printed, 1)],
        },
        ReturnTo = HomeAddress,
        Barcode = "30001234",
    };

    private static AnswerResult.LocationsProvided Locations() => new(ReasonUnfilled.NotOwned)
    {
        Locations =
        [
            new Location(
                new Party { Name = "East Library", Symbol = Symbol.Parse("RSG:EAST") },
                new ElectronicAddress("SMTP", "ill@east.example"), "stack 3"),
            new Location(new Party { Symbol = Symbol.Parse("RSG:NORTH") }, null, null),
        ],
    };
}
