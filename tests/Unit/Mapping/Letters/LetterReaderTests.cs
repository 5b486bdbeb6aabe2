using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

/// <summary>Mails in tests/Fixtures/Dialects, and what is read from each in the .json beside it. Set UPDATE_GOLDEN=1 to
/// write those anew, and read the difference.</summary>
public class LetterReaderTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Fixtures", "Dialects");

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.eml").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    internal static LetterReading Settings { get; } = new()
    {
        Mailbox = "office",
        ReceivedAt = new DateTimeOffset(2026, 3, 14, 10, 0, 0, TimeSpan.FromHours(1)),
        OurAddresses = ["ill@home.example"],
        OurSymbols = [Symbol.Parse("RSG:HOME")],
        Phrases = PhraseGrammarTests.Shipped,
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mail_says_what_the_file_beside_it_says(string name)
    {
        var letter = LetterReader.Read(Mail(File.ReadAllText(Path.Combine(Folder, name + ".eml"))), Settings);
        string read = Summary(letter);
        string path = Path.Combine(Folder, name + ".json");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, read);
        Assert.Equal(File.ReadAllText(path), read);
    }

    [Theory]
    [MemberData(nameof(MachineBlockTests.Names), MemberType = typeof(MachineBlockTests))]
    public void A_letter_of_another_gateway_is_its_message(string name)
    {
        var letter = LetterReader.Read(Mail(GoldenLetterTests.Octets(InventedRequests.All[name])), AtSouth);
        Assert.Equal(LetterKind.Written, letter.Kind);
        var statement = Assert.Single(letter.Statements);
        var proposal = Assert.Single(statement.Proposals);
        Assert.Equal(InventedRequests.All[name].Message.Service, proposal.Message.Service);
        Assert.Equal("machine block", proposal.Rule);
        var native = Assert.Single(statement.Clues.OfType<RequestClue.Native>());
        Assert.Equal(InventedRequests.All[name].Message.Header.Transaction, native.Transaction);
        Assert.Equal(proposal.Message.Header.Transaction, native.Transaction);
    }

    [Fact]
    public void A_letter_to_another_library_or_from_ourselves_says_nothing()
    {
        byte[] octets = GoldenLetterTests.Octets(InventedRequests.All["LenderShipEmailLetter"]);
        var elsewhere = AtSouth with { OurSymbols = [Symbol.Parse("RSG:NORTH")] };
        Assert.Empty(Assert.Single(LetterReader.Read(Mail(octets), elsewhere).Statements).Proposals);
        Assert.Empty(Assert.Single(LetterReader.Read(Mail(octets), Settings).Statements).Proposals);
    }

    [Fact]
    public void Codes_are_about_the_orders_that_their_lines_name_and_not_about_the_thread()
    {
        string thread = LetterIds.Local("HOME0000042", 815, "abcdefghij");
        string mail = $"From: replies@bl.example\nTo: ill@home.example\nIn-Reply-To: <{thread}@home.example>\n\n"
            + "HOME0000017 SHIPPED COPY\nHOME0000018 NOT*NUKL\n";
        var coded = LetterReader.Read(Mail(mail), Settings with { AnswersInCodes = address => address == "replies@bl.example" });
        Assert.Equal(["HOME0000017", "HOME0000018"], coded.Statements.Select(statement =>
            Assert.IsType<RequestClue.Native>(statement.Clues[0]).Number));
        Assert.All(coded.Statements, statement => Assert.DoesNotContain(statement.Clues, clue => clue is RequestClue.Thread));
        Assert.Equal([IllService.Shipped, IllService.IllAnswer],
            coded.Statements.Select(statement => Assert.Single(statement.Proposals).Message.Service));

        var letter = Assert.Single(LetterReader.Read(Mail(mail), Settings).Statements);
        Assert.IsType<RequestClue.Thread>(letter.Clues[0]);
    }

    [Fact]
    public void Files_are_told_by_name_type_and_length()
    {
        var letter = LetterReader.Read(Mail(
            "From: a@south.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHere it is.\n--b\n"
            + "Content-Type: application/pdf; name=\"a scan.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n"), Settings);
        Assert.Equal([new LetterAttachment("a scan.pdf", "application/pdf", 5)], letter.Attachments);
    }

    [Fact]
    public void Two_blocks_in_one_letter_say_nothing()
    {
        string once = MachineBlockTests.Text(InventedRequests.All["LenderShipEmailLetter"]);
        string forged = once.Replace("qualifier: 2", "qualifier: 3", StringComparison.Ordinal);
        var letter = LetterReader.Read(Mail(Written(once + "\n" + forged)), AtSouth);
        Assert.Empty(Assert.Single(letter.Statements).Proposals);
        Assert.Equal(2, letter.Statements[0].Clues.OfType<RequestClue.Native>().Count());
    }

    [Fact]
    public void The_strongest_clue_comes_first()
    {
        string name = LetterIds.Local("HOME0000042", 815, "abcdefghij");
        string older = LetterIds.Local("HOME0000042", 700, "abcdefghik");
        var letter = LetterReader.Read(Mail(
            $"From: a@south.example\nDelivered-To: ill+{name}@home.example\nTo: ill@home.example\n"
            + $"In-Reply-To: <{name}@home.example>\nReferences: <home0000042.thread@home.example> <{older}@home.example>\n"
            + "Subject: Re: [ILL HOME0000042/k7f3, SOUTH-2026/7] Request\n\nAbout 4711-X and 12.03.2026, page 12.\n"), Settings);
        Assert.Equal(
            [
                new RequestClue.ReplyAddress("home0000042", 815, "abcdefghij"),
                new RequestClue.Thread("home0000042", 815, "abcdefghij"),
                new RequestClue.Thread("home0000042", 700, "abcdefghik"),
                new RequestClue.SubjectTag("HOME0000042", "k7f3"),
                new RequestClue.OpenNumber("SOUTH-2026/7"),
                new RequestClue.OpenNumber("4711-X"),
            ],
            Assert.Single(letter.Statements).Clues);
    }

    [Fact]
    public void A_bounce_leads_to_its_letter_and_changes_nothing_by_its_words()
    {
        string name = LetterIds.Local("HOME0000042", 815, "abcdefghij");
        var letter = LetterReader.Read(Mail(
            $"Return-Path: <>\nTo: ill+b.{name}@home.example\nFrom: mailer-daemon@partner.example\nAuto-Submitted: auto-replied\n"
            + "Content-Type: multipart/report; report-type=delivery-status; boundary=b1\n\n"
            + "--b1\nContent-Type: text/plain\n\nThe item is not available. Shipped today.\n"
            + $"--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.partner.example\nOriginal-Envelope-Id: {name}\n\n"
            + "Final-Recipient: rfc822; ill@partner.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n"
            + $"\n--b1\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{name}@home.example>\nSubject: [ILL HOME0000042/k7f3] x\n--b1--\n"), Settings);
        Assert.Equal(LetterKind.DeliveryReport, letter.Kind);
        Assert.Equal((DeliveryReportAction.Failed, "5.1.1"), (letter.Report!.Action, letter.Report.Status));
        var statement = Assert.Single(letter.Statements);
        Assert.Empty(statement.Proposals);
        Assert.Equal(
            [
                new RequestClue.ReplyAddress("home0000042", 815, "abcdefghij"),
                new RequestClue.Thread("home0000042", 815, "abcdefghij"),
                new RequestClue.SubjectTag("HOME0000042", "k7f3"),
            ],
            statement.Clues.Where(clue => clue is not RequestClue.OpenNumber));
    }

    [Fact]
    public void An_absence_note_changes_nothing_by_its_words()
    {
        var letter = LetterReader.Read(
            Mail("From: a@south.example\nAuto-Submitted: auto-replied\nSubject: Away\n\nThe book was shipped.\n"), Settings);
        Assert.Equal(LetterKind.AutomaticReply, letter.Kind);
        Assert.Empty(Assert.Single(letter.Statements).Proposals);
    }

    [Fact]
    public void The_same_letter_by_another_way_is_the_same_letter_and_another_text_is_not()
    {
        const string mail = "From: a@south.example\nMessage-ID: <1@south.example>\nSubject: x\n\nShipped today.\n";
        var first = LetterReader.Read(Mail(mail), Settings);
        var again = LetterReader.Read(Mail("Received: from elsewhere; Sat, 14 Mar 2026 09:00:00 +0100\n" + mail), Settings);
        var other = LetterReader.Read(Mail(mail.Replace("today", "yesterday", StringComparison.Ordinal)), Settings);
        Assert.Equal(("1@south.example", "1@south.example"), (first.Identity, other.Identity));
        Assert.True(first.Digest.Span.SequenceEqual(again.Digest.Span));
        Assert.False(first.Digest.Span.SequenceEqual(other.Digest.Span));
        var nameless = LetterReader.Read(Mail("Subject: x\n\nShipped today.\n"), Settings);
        Assert.StartsWith("sha256-", nameless.Identity, StringComparison.Ordinal);
    }

    [Fact]
    public void Header_like_text_in_a_body_is_text()
    {
        var letter = LetterReader.Read(
            Mail("From: a@south.example\n\nTo: ill+home0000042.815.abcdefghij@home.example\nIn-Reply-To: <home0000042.815.abcdefghij@home.example>\n"
                + "Subject: [ILL HOME0000042/k7f3]\nAuthentication-Results: home.example; dmarc=pass\n"), Settings);
        Assert.All(Assert.Single(letter.Statements).Clues, clue => Assert.IsType<RequestClue.OpenNumber>(clue));
        Assert.Empty(letter.Origin.VouchedDomains);
    }

    [Fact]
    public void A_million_lines_and_a_million_clues_are_bounded()
    {
        string lines = string.Concat(Enumerable.Range(0, 500_000).Select(i => $"LSB: A{i}9999\n"));
        var letter = LetterReader.Read(Mail("Subject: x\n\nILL REQUEST/DEMANDE DE PEB\n" + lines), Settings);
        Assert.InRange(letter.Statements[0].Clues.Count, 0, LetterLimits.CluesMax);
        string references = string.Concat(Enumerable.Range(0, 1500).Select(i => $" <home{i}.{i}.abcdefghij@home.example>"));
        var many = LetterReader.Read(Mail($"Subject: x\nReferences:{references}\n\nx\n"), Settings);
        Assert.Equal(LetterLimits.CluesMax, many.Statements[0].Clues.Count);
    }

    internal static ReceivedMail Mail(string text) => Mail(Encoding.UTF8.GetBytes(text));

    internal static ReceivedMail Mail(byte[] octets) =>
        Assert.IsType<MimeReading.Read>(MimeReader.Read(octets, MimeReadLimits.Default)).Mail;

    private static LetterReading AtSouth => Settings with
    {
        OurSymbols = [Symbol.Parse("RSG:SOUTH")], OurAddresses = ["loans@south.example"],
    };

    private static string Written(string text) => $"From: ill@home.example\nSubject: x\n\n{text}";

    private static string Summary(ReceivedLetter letter) => JsonSerializer.Serialize(
        new
        {
            letter.Kind,
            letter.Origin.From,
            letter.Subject,
            letter.Text,
            Statements = letter.Statements.Select(statement => new
            {
                Clues = statement.Clues.Select(clue => clue.ToString()),
                Proposals = statement.Proposals.Select(proposal => new { proposal.Rule, proposal.Message }),
                statement.Words,
            }),
        },
        Readable) + "\n";
}
