using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

public class MachineBlockTests
{
    public static TheoryData<string> Names => [.. InventedRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_letter_says_to_programs_is_the_whole_message(string name)
    {
        var context = InventedRequests.All[name];
        var block = Assert.Single(Take(Text(context)));
        Assert.True(block.IsWhole, block.Fault);
        var read = MachineMessage.Read(block)!;
        Assert.Equal(Json(WithoutPatron(context.Message)), Json(read with { Header = context.Message.Header }));
        Assert.Equal(context.Message.Header.Transaction, read.Header.Transaction);
        Assert.Equal(context.Message.Header.At, read.Header.At);
        var (us, them) = context.About.WeBorrow
            ? (read.Header.Requester, read.Header.Responder)
            : (read.Header.Responder, read.Header.Requester);
        Assert.Equal(("RSG:HOME", "Home Library"), (us?.Symbol?.Text, us?.Name));
        Assert.Equal("RSG:SOUTH", them?.Symbol?.Text);
    }

    [Fact]
    public void A_request_with_everything_in_it_comes_over_whole()
    {
        var everything = Everything();
        var context = InventedRequests.Request(everything, "Two lines:\n\nand a blank one between.");
        context = context with { Recipient = context.Recipient with { SendPatron = true } };
        var read = Assert.IsType<IllMessage.Request>(MachineMessage.Read(Assert.Single(Take(Text(context)))));
        Assert.Equal(Json(context.Message), Json(read with { Header = context.Message.Header }));
    }

    [Fact]
    public void A_patron_who_must_not_be_named_is_not_named_to_programs_either()
    {
        var context = InventedRequests.All["FulOutgoingEmailLetter"];
        var told = Take(Text(context with { Recipient = context.Recipient with { SendPatron = true } }));
        Assert.Equal("Reader, R.", Assert.Single(told).Text("patron-name"));
        Assert.Null(Assert.Single(Take(Text(context))).Text("patron-name"));
    }

    [Fact]
    public void Long_words_and_many_lines_come_over_as_they_were()
    {
        string note = string.Join('\n', "See https://files.home.example/" + new string('x', 300), "",
            string.Concat(Enumerable.Repeat("many words ", 40)).Trim(), "end: 3", "-- ILL-DATA v1", "from: RSG:EAST");
        var context = InventedRequests.Lend(h => new IllMessage.Message { Header = h }, note);
        Assert.Equal(note, MachineMessage.Read(Assert.Single(Take(Text(context))))!.Note);
    }

    [Fact]
    public void A_mail_program_may_break_long_lines_and_add_blank_ones()
    {
        var context = InventedRequests.All["LenderShipEmailLetter"];
        var spread = Text(context).Split('\n').SelectMany(line => new[] { line, "" });
        var wide = Text(context).Split('\n').Select(line => line + "  \t");
        var broken = string.Join('\n', Text(context).Split('\n').SelectMany(line => LetterTextWrap(line, 40)));
        Assert.Equal(Json(context.Message), Reread(string.Join('\n', wide), context));
        Assert.Equal(Json(context.Message), Reread(broken, context));
        Assert.Equal(Json(context.Message), Reread(string.Join('\n', spread), context));
    }

    [Theory]
    [InlineData("due: 2026-05-04", "due: 4 May")]
    [InlineData("due: 2026-05-04", "")]
    [InlineData("due: 2026-05-04", "due: 2026-05-04\ndue: 2027-05-04")]
    [InlineData("service-type: loan", "service-type: gift")]
    [InlineData("cost: 12 EUR", "cost: twelve")]
    [InlineData("pieces: 1 printed", "pieces: one printed")]
    [InlineData("side: lender", "side: middle")]
    [InlineData("\nend: ", "\nend: 9")]
    [InlineData("\nend: ", "\nEnd of it ")]
    [InlineData("service: shipped", "service: forward")]
    public void A_block_that_was_changed_is_not_acted_on(string before, string after)
    {
        string text = Text(InventedRequests.All["LenderShipEmailLetter"]);
        Assert.Contains(before, text, StringComparison.Ordinal);
        Assert.Null(MachineMessage.Read(Assert.Single(Take(text.Replace(before, after, StringComparison.Ordinal)))));
    }

    [Fact]
    public void Lines_of_a_block_are_taken_out_and_the_others_stay()
    {
        var lines = ("Hello\n-- ILL-DATA v1\nfrom: RSG:EAST\nend: 1\n\nBye\n").Split('\n').ToList();
        Assert.True(Assert.Single(MachineBlock.Take(lines)).IsWhole);
        Assert.Equal(["Hello", "", "", "", "", "Bye", ""], lines);
    }

    [Fact]
    public void More_blocks_or_lines_than_the_limit_are_left_alone()
    {
        string many = string.Concat(Enumerable.Repeat("-- ILL-DATA v1\nfrom: RSG:EAST\nend: 1\n\n", 1000));
        Assert.Equal(LetterLimits.MachineBlocksMax, Take(many).Count);
        string tall = "-- ILL-DATA v1\nnote: x\n"
            + string.Concat(Enumerable.Repeat("note/: x\n", LetterLimits.MachineBlockMaxLines)) + "end: 1\n";
        Assert.False(Assert.Single(Take(tall)).IsWhole);
        string wide = $"-- ILL-DATA v1\nnote: {new string('x', LetterLimits.MachineLineMaxChars)}\nend: 1\n";
        Assert.False(Assert.Single(Take(wide)).IsWhole);
    }

    internal static string Text(LetterContext context) => GoldenLetterTests.Written(context).Mail.TextBody!;

    private static IReadOnlyList<MachineReading> Take(string text) => MachineBlock.Take(text.Split('\n'));

    private static string Reread(string text, LetterContext context) =>
        Json(MachineMessage.Read(Assert.Single(Take(text)))! with { Header = context.Message.Header });

    private static IEnumerable<string> LetterTextWrap(string line, int columns) => LetterText.Wrap(line, columns);

    private static string Json(IllMessage message) => JsonSerializer.Serialize(message);

    private static IllMessage WithoutPatron(IllMessage message) => message is IllMessage.Request request
        ? request with { Content = request.Content with { Patron = null } }
        : message;

    private static IllRequest Everything()
    {
        var address = new PostalAddress
        {
            Name = "Home Library", Extended = "Loans\nRoom 3", Street = "1 Sample Street", PostOfficeBox = "Box 7",
            City = "Sampletown", Region = "Sampleshire", Country = "NW", PostalCode = "01234",
        };
        return new IllRequest
        {
            Citation = new Citation
            {
                ItemType = ItemType.Serial, Medium = MediumType.Printed, Title = "Title: a title", Subtitle = "Subtitle",
                UniformTitle = "Uniform", Author = "Muster, E.", ArticleTitle = "Über Größe | und 中文",
                ArticleAuthor = "Sample, S.", SponsoringBody = "Body", Publisher = "Press", PlaceOfPublication = "Place",
                PublicationDate = "1987", IssueDate = "March", Edition = "2nd", ThisEditionOnly = true, Series = "Series 1",
                Volume = "12", Issue = "3", VolumeAndIssue = "12(3)", Pages = "1-2", Isbn = "1", Issn = "2", Doi = "10.1/x",
                PubMedId = "3", OclcNumber = "4", LccNumber = "5",
                SystemNumbers = [new SystemNumber("oCLC", "5678"), new SystemNumber("RSG:EAST", "9", "main")],
                OtherNumbers = "local 1\nother 2", CallNumber = "XY 123", VerificationSource = "Catalogue",
                Languages = ["eng", "ger"],
            },
            Services = [ServiceType.CopyNonReturnable, ServiceType.Loan],
            Media = [new SupplyMedium(MediumType.MachineReadable), new SupplyMedium(MediumType.Photocopy, "A4, one side")],
            Patron = new Patron { Name = "Reader, R.", Status = "staff" },
            DeliverTo = new DeliveryAddress { Postal = address, Electronic = new ElectronicAddress("SMTP", "a@b.example") },
            DeliveryService = "courier",
            BillTo = new DeliveryAddress { Electronic = new ElectronicAddress(null, "bill@b.example") },
            LevelOfService = "N",
            NeededBy = new DateOnly(2026, 6, 1),
            Expiry = ExpiryFlag.OtherDate,
            ExpiresOn = new DateOnly(2026, 6, 10),
            PlaceOnHold = PlaceOnHold.No,
            Cost = new CostInfo
            {
                AccountNumber = "A-1", MaximumCost = new Money(20.50m, "EUR"), ReciprocalAgreement = true,
                WillPayFee = true, PaymentProvided = true,
            },
            CopyrightCompliance = "US:CCL",
            IsRetry = true,
            IsForwarded = true,
            ForwardNote = "from us",
        };
    }
}
