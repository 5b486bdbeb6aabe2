using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public class MailArrivalsTests
{
    private static readonly string Apdu = string.Concat(File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "Fixtures", "IsoIll", "06-cancel-full.hex")).Where(char.IsAsciiHexDigit));

    private static readonly LetterReading Reading = new()
    {
        Mailbox = "office",
        ReceivedAt = new DateTimeOffset(2026, 3, 14, 10, 0, 0, TimeSpan.Zero),
        OurAddresses = ["ill@home.example"],
        OurSymbols = [Symbol.Parse("RSG:HOME")],
        Phrases = PhraseGrammar.Empty,
        Trust = new AuthenticationTrust("mx.home.example"),
    };

    [Fact]
    public void A_mail_is_a_letter()
    {
        var arrival = Assert.Single(Arrivals(null).Read(Octets("From: a@south.example\nSubject: x\n\nHello\n"), Reading));
        Assert.Equal("email", arrival.Protocol);
        var letter = Assert.IsType<ArrivalContent.Written>(arrival.Content).Letter;
        Assert.Equal(("Hello", "office", "a@south.example"), (letter.Text, letter.Origin.Mailbox, letter.Origin.From));
    }

    [Fact]
    public void A_mail_beyond_a_limit_is_kept_with_the_reason()
    {
        var small = new MailArrivals(MimeReadLimits.Default with { MessageMaxOctets = 10 }, _ => null);
        var refused = Assert.Single(small.Read(Octets("Subject: x\n\nHello\n"), Reading));
        Assert.Equal("mail-too-long", Assert.IsType<ArrivalContent.NotUnderstood>(refused.Content).Error.Code);
        var header = MailArrivals.TooLarge(Octets("Subject: x\n\n"), 99_000_000);
        Assert.Contains("99000000", Assert.IsType<ArrivalContent.NotUnderstood>(header.Content).Error.PublicText, StringComparison.Ordinal);
        Assert.IsType<ArrivalContent.NotUnderstood>(Assert.Single(small.Read(default, Reading)).Content);
    }

    [Fact]
    public void An_apdu_from_a_sender_for_whom_our_server_vouches_goes_the_way_of_iso_ill()
    {
        var sender = new MailSender([Requester()], new IsoIllMailPartnerSettings { Address = "ill@south.example" });
        var arrival = Assert.Single(Arrivals(sender).Read(WithApdu(vouched: true), Reading));
        Assert.Equal("iso-ill", arrival.Protocol);
        Assert.IsType<IllMessage.Cancel>(Assert.IsType<ArrivalContent.Understood>(arrival.Content).Message);
    }

    public static TheoryData<bool, string?, bool> Doubts => new()
    {
        { false, "the requester", true },
        { true, "RSG:SOMEBODY", true },
        { true, "the requester", false },
        { true, null, false },
    };

    [Theory]
    [MemberData(nameof(Doubts))]
    public void An_apdu_of_a_doubtful_sender_is_a_letter_that_proposes_it(bool vouched, string? symbol, bool isIsoIll)
    {
        var sender = symbol is null ? null : new MailSender(
            [symbol == "the requester" ? Requester() : Symbol.Parse(symbol)],
            isIsoIll ? new IsoIllMailPartnerSettings { Address = "ill@south.example" } : null);
        var arrival = Assert.Single(Arrivals(sender).Read(WithApdu(vouched), Reading));
        var statement = Assert.Single(Assert.IsType<ArrivalContent.Written>(arrival.Content).Letter.Statements);
        var proposal = Assert.Single(statement.Proposals);
        Assert.Equal("ISO ILL part", proposal.Rule);
        Assert.Contains(statement.Clues, clue => clue is RequestClue.Native native
            && native.Transaction == proposal.Message.Header.Transaction);
    }

    [Fact]
    public void A_part_that_holds_no_apdu_is_kept_with_the_reason()
    {
        var arrival = Assert.Single(Arrivals(null).Read(WithPart("AAAA", vouched: true), Reading));
        Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content);
    }

    private static Symbol Requester()
    {
        var read = (ArrivalContent.Written)Arrivals(null).Read(WithApdu(vouched: false), Reading)[0].Content;
        var header = read.Letter.Statements[0].Proposals[0].Message.Header;
        return header.Requester?.Symbol ?? header.Transaction.InitialRequester!.Value;
    }

    private static MailArrivals Arrivals(MailSender? sender) => new(MimeReadLimits.Default, _ => sender);

    private static byte[] WithApdu(bool vouched) => WithPart(Convert.ToBase64String(Convert.FromHexString(Apdu)), vouched);

    private static byte[] WithPart(string base64, bool vouched) => Octets(
        (vouched ? "Authentication-Results: mx.home.example; dmarc=pass header.from=south.example\n" : "")
        + "Received: from south.example by mx.home.example; Sat, 14 Mar 2026 09:00:00 +0000\n"
        + "From: ill@south.example\nSubject: ILL\nMIME-Version: 1.0\n"
        + "Content-Type: application/iso-10161-ill-1; transfer-encoding=iso-8825-ber\nContent-Transfer-Encoding: base64\n\n"
        + base64 + "\n");

    private static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);
}
