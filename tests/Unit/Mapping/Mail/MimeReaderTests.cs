using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

public class MimeReaderTests
{
    [Fact]
    public void Nothing_is_no_mail() => Assert.Equal("mail-empty", Refused([]));

    [Theory]
    [InlineData("utf-8 quoted-printable", "Schöne Grüße, weiter \nEnde = gut\n")]
    [InlineData("windows-1251", "Книга не найдена.\n")]
    [InlineData("iso-2022-jp", "図書館 ILL\n")]
    [InlineData("shift_jis", "図書館\n")]
    [InlineData("euc-kr", "도서관\n")]
    [InlineData("utf-16 with mark", "Book\n")]
    [InlineData("utf-7", "Hi Mom +Jjo-!\n")]
    [InlineData("unknown charset with utf-8", "Größe\n")]
    [InlineData("unknown charset with other octets", "Größe\n")]
    [InlineData("latin-1 that is windows-1252", "„Nein“\n")]
    [InlineData("base64 with bad characters", "We will supply.")]
    [InlineData("base64 with text behind it", "We will")]
    [InlineData("quoted-printable with bad escapes", "50 =% of =XY and ö and ")]
    [InlineData("cr only", null)]
    public void A_text_is_read(string name, string? text) =>
        Assert.Equal(text, MailCorpus.Read(name).Body.Text);

    [Theory]
    [InlineData("encoded subject q", "Grüße aus München")]
    [InlineData("encoded subject b in pieces", "[ILL HOME1/k7f3] Über die Grenzen [tail]")]
    [InlineData("encoded word cut inside a character", "Grüße")]
    [InlineData("encoded word with a line end", "one X-Evil: two")]
    [InlineData("encoded word never ended", "=?utf-8?q?never ended")]
    [InlineData("encoded word next to text", "Re: Grüße!")]
    [InlineData("folded headers", "a long subject folded twice")]
    [InlineData("raw utf-8 in a header", "Rückgabe – größer")]
    [InlineData("raw latin-1 in a header", "Rückgabe")]
    public void A_subject_is_read(string name, string subject) =>
        Assert.Equal(subject, MailCorpus.Read(name).Header("subject"));

    [Theory]
    [InlineData("file name of rfc 2231", "Über die Grenzen.pdf")]
    [InlineData("file name in pieces", "Über Grenzen.pdf")]
    [InlineData("file name as encoded word", "Über.pdf")]
    [InlineData("file name without quotes", "two words (1).pdf")]
    [InlineData("file name with a folder", "passwd")]
    [InlineData("file name only in the type", "article.pdf")]
    public void The_name_of_a_file_is_read(string name, string file) =>
        Assert.Equal(file, MailCorpus.Read(name).Body.FileName);

    [Theory]
    [InlineData("line of a mailbox file", "mailbox-line")]
    [InlineData("no empty line before the body", "header-end-missing")]
    [InlineData("continuation at the top", "header-line-unreadable")]
    [InlineData("boundary never there", "boundary-missing")]
    [InlineData("end boundary missing inside", "boundary-end-missing")]
    [InlineData("unknown charset with utf-8", "charset-unknown")]
    [InlineData("utf-7", "charset-unknown")]
    [InlineData("unknown transfer encoding", "transfer-encoding-unknown")]
    [InlineData("content type that is nonsense", "content-type-unreadable")]
    [InlineData("mail inside that is encoded", "message-encoded")]
    public void What_was_wrong_is_told(string name, string code) =>
        Assert.Contains(MailCorpus.Read(name).Tolerated, problem => problem.Code == code);

    [Theory]
    [InlineData("alternative")]
    [InlineData("bounce")]
    [InlineData("many traces")]
    [InlineData("encoded addresses")]
    public void A_mail_in_order_has_nothing_to_tolerate(string name) => Assert.Empty(MailCorpus.Read(name).Tolerated);

    [Fact]
    public void A_boundary_of_the_outer_part_ends_the_inner_one()
    {
        var body = MailCorpus.Read("end boundary missing inside").Body;
        Assert.Equal(["multipart/alternative", "text/html"], body.Parts.Select(part => part.Type));
        Assert.Equal("plain", Assert.Single(body.Parts[0].Parts).Text);
    }

    [Fact]
    public void A_mail_inside_is_read_and_kept_as_it_came()
    {
        var inside = MailCorpus.Read("mail inside").Body.Parts[1];
        Assert.Equal("été", inside.Message!.Header("Subject"));
        Assert.Equal(["inner", "<i>inner</i>"], inside.Message.Body.Parts.Select(part => part.Text));
        string kept = Encoding.ASCII.GetString(inside.Content.Span);
        Assert.StartsWith("From: c@far.example\r\n", kept);
        Assert.EndsWith("--b2--", kept);
    }

    [Fact]
    public void Raw_values_keep_what_was_written() =>
        Assert.Equal(
            " =?iso-8859-1?Q?Gr=FC=DFe_aus_M=FCnchen?=",
            MailCorpus.Read("encoded subject q").HeadersNamed("subject").Single().Raw);

    [Fact]
    public void Our_own_letters_are_read_as_they_were_written()
    {
        var random = new Random(20260401);
        for (int i = 0; i < 300; i++)
        {
            var sent = RandomLetters.Next(random);
            var mail = MailCorpus.Read(Letters.Render(sent));
            Assert.Empty(mail.Tolerated);
            Assert.Equal(sent.Subject.Value, mail.Header("Subject"));
            Assert.Equal(sent.From, ReceivedAddress.Author(mail));
            Assert.Equal(sent.To, ReceivedAddress.In(mail, "To").Select(address => address.Mailbox));
            Assert.Equal(sent.References, MessageId.ListOf(mail.Header("References")));
            var files = mail.Body.SelfAndBelow().Where(part => part.Disposition is not null).ToList();
            Assert.Equal(sent.Attachments.Select(file => Hex(file.Content)), files.Select(file => Hex(file.Content)));
            Assert.Equal(sent.Attachments.Select(file => file.MediaType.Name), files.Select(file => file.Type));
        }
    }

    [Fact]
    public void Reading_again_gives_the_same()
    {
        foreach (var (name, octets) in MailCorpus.All)
            Assert.True(MailShape.Of(MailCorpus.Read(octets)) == MailShape.Of(MailCorpus.Read(octets)), name);
    }

    [Fact]
    public void Line_ends_of_all_kinds_give_the_same_parts()
    {
        string crlf = MailShape.Of(MailCorpus.Read("nested three times"));
        foreach (string name in new[] { "lf only", "cr only", "line ends mixed" })
            Assert.Equal(crlf, MailShape.Of(MailCorpus.Read(name)));
    }

    private static string Refused(byte[] octets) =>
        Assert.IsType<MimeReading.Refused>(MimeReader.Read(octets, MimeReadLimits.Default)).Problem.Code;

    private static string Hex(ReadOnlyMemory<byte> octets) => Convert.ToHexString(octets.Span);
}
