using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.IsoIll;

/// <summary>ISO ILL in mails (RFC 2503), out and in.</summary>
public sealed class IsoIllMailTests : IDisposable
{
    private const string Type = "application/iso-10161-ill-1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iso-ill-mail-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_apdu_is_a_part_in_base64_beside_words_for_people()
    {
        var mail = Encoding.ASCII.GetString(Encode(Envelope()).Bytes.Span);
        Assert.Contains("Content-Type: multipart/mixed;\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8\r\n", mail, StringComparison.Ordinal);
        Assert.Matches(
            $"Content-Type: {Type};\\s+transfer-encoding=iso-8825-ber\r\nContent-Transfer-Encoding: base64\r\n", mail);
        Assert.Matches(@"Subject: \[ILL HOME0000042/[a-z2-7]{4}\] ISO ILL ILL-REQUEST\r\n", mail);
        Assert.Matches(@"Message-ID: <home0000042\.815\.[a-z2-7]{10}@home\.example>\r\n", mail);
        Assert.Contains("holds a message of ISO 10161 (ILL-REQUEST)", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("Reader, R.", mail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_apdu_names_both_parties_and_the_mail_addresses_and_means_what_was_said()
    {
        var octets = ApduIn(Encode(Envelope()).Bytes);
        Assert.Equal(0x61, octets.Span[0]);
        var decoded = Assert.IsType<DecodeResult.Decoded>(IsoIllCodec.Decode(octets));
        var message = Assert.IsType<IllMessage.Request>(Assert.IsType<IsoIllReadResult.Understood>(IsoIllMapper.ToCanonical(decoded.Apdu)).Message);
        Assert.Equal(InventedRequests.Loan.Citation.Title, message.Content.Citation.Title);
        Assert.Equal(Symbol.Parse("RSG:HOME"), message.Header.Requester?.Symbol);
        Assert.Equal(Symbol.Parse("RSG:WEST"), message.Header.Responder?.Symbol);
        var wire = IsoIllDecoding.Explain(octets).WireJson!;
        Assert.Contains("SMTP", wire, StringComparison.Ordinal);
        Assert.Contains("iso-ill@west.example", wire, StringComparison.Ordinal);
        Assert.DoesNotContain("TCP/IP", wire, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_found_again_by_the_reader_of_mails()
    {
        var bytes = Encode(Envelope()).Bytes;
        var mail = Assert.IsType<MimeReading.Read>(MimeReader.Read(bytes, MimeReadLimits.Default)).Mail;
        var part = Assert.Single(IsoIllMailParts.Find(mail));
        Assert.Null(part.Fault);
        Assert.True(part.Octets.Span.SequenceEqual(ApduIn(bytes).Span));
        var understood = Assert.IsType<ArrivalContent.Understood>(
            IsoIllMailArrivals.Read(part, Settings, InventedRequests.Written));
        Assert.Equal(Envelope().Message.Header.Transaction, understood.Message.Header.Transaction);
    }

    [Fact]
    public void The_same_envelope_gives_the_same_mail() =>
        Assert.True(Encode(Envelope()).Bytes.Span.SequenceEqual(Encode(Envelope()).Bytes.Span));

    [Fact]
    public void A_report_about_a_transaction_that_nobody_knows_is_a_mail_too()
    {
        var report = new IllMessage.StatusOrErrorReport
        {
            Header = Envelope().Message.Header,
            Report = new Report.Error("x", new Problem.Transaction(TransactionIdProblem.UnknownTransactionId)),
        };
        var mail = Encoding.ASCII.GetString(Encode(Envelope() with { Message = report, About = null }).Bytes.Span);
        Assert.Contains("Subject: ISO ILL STATUS-OR-ERROR-REPORT\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("Message-ID: <iso-ill.815@home.example>\r\n", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_goes_to_the_same_outlet_as_letters()
    {
        var channel = Channel();
        var envelope = Envelope();
        Assert.IsType<DeliveryOutcome.Delivered>(
            await channel.SendAsync(Encode(envelope).Bytes, envelope, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "new")));
        var nobody = envelope with { Sender = envelope.Sender with { Email = null } };
        Assert.IsType<EncodeResult.Failed>(channel.Encode(nobody));
        Assert.IsType<EncodeResult.Failed>(channel.Encode(
            envelope with { Recipient = envelope.Recipient with { Settings = new MailPartnerSettings { Address = "a@b.example" } } }));
    }

    [Fact]
    public void Parts_are_found_wherever_they_stand_and_only_by_their_type()
    {
        var mail = Mail(
            Part("text/plain", "hello"u8.ToArray()),
            Multipart(Part(Type, [0x61, 0x00], ("transfer-encoding", "ISO-8825-BER"))),
            Part("application/octet-stream", [0x61, 0x00]),
            Part(Type, [0x63, 0x00]));
        Assert.Equal([0x61, 0x63], IsoIllMailParts.Find(mail).Select(part => (int)part.Octets.Span[0]));
        Assert.All(IsoIllMailParts.Find(mail), part => Assert.Null(part.Fault));

        var forwarded = new ReceivedPart { Type = "message/rfc822", Message = mail };
        Assert.Empty(IsoIllMailParts.Find(Mail(forwarded)));
    }

    [Fact]
    public void A_part_that_cannot_be_an_apdu_says_why_and_is_not_decoded()
    {
        var at = Part(Type, new byte[IsoIllLimits.MaxApduOctets]);
        var beyond = Part(Type, new byte[IsoIllLimits.MaxApduOctets + 1]);
        var parts = IsoIllMailParts.Find(Mail(
            at, beyond, Part(Type, []), Part(Type, [0x61], ("transfer-encoding", "edifact"))));
        Assert.Null(parts[0].Fault);
        Assert.All(parts.Skip(1), part => Assert.NotNull(part.Fault));
        var content = IsoIllMailArrivals.Read(parts[1], null, InventedRequests.Written);
        Assert.Equal("apdu-part-unusable", Assert.IsType<ArrivalContent.NotUnderstood>(content).Error.Code);
    }

    [Fact]
    public void Only_the_first_ten_parts_of_a_mail_are_taken() => Assert.Equal(
        IsoIllMailParts.MaxParts, IsoIllMailParts.Find(Mail([.. Enumerable.Repeat(Part(Type, [0x61]), 11)])).Count);

    [Fact]
    public void An_apdu_from_a_mail_is_the_same_arrival_as_from_a_connection()
    {
        var part = new IsoIllMailPart(ApduIn(Encode(Envelope()).Bytes), null);
        var understood = Assert.IsType<ArrivalContent.Understood>(
            IsoIllMailArrivals.Read(part, Settings, InventedRequests.Written));
        var decoded = Assert.IsType<DecodeResult.Decoded>(IsoIllCodec.Decode(part.Octets));
        Assert.Equal(IsoIllIdentity.Of(decoded.Apdu).Identity, understood.Identity);
        Assert.IsType<ArrivalContent.NotUnderstood>(
            IsoIllMailArrivals.Read(new IsoIllMailPart("no BER"u8.ToArray(), null), null, InventedRequests.Written));
    }

    private static IsoIllMailPartnerSettings Settings { get; } = new() { Address = "iso-ill@west.example" };

    private static ReceivedMail Mail(params ReceivedPart[] parts) => new() { Headers = [], Body = Multipart(parts) };

    private static ReceivedPart Multipart(params ReceivedPart[] parts) => new() { Type = "multipart/mixed", Parts = parts };

    private static ReceivedPart Part(string type, byte[] content, params (string Name, string Value)[] parameters) => new()
    {
        Type = type, Content = content, Parameters = parameters.ToDictionary(one => one.Name, one => one.Value),
    };

    private IsoIllMailChannel Channel() => new(() => new MailOutlet.Folder(_folder.FullName, "gw.home.example"), new byte[32]);

    private EncodeResult.Encoded Encode(Envelope envelope) => Assert.IsType<EncodeResult.Encoded>(Channel().Encode(envelope));

    /// <summary>The base64 behind the part's headers, up to the boundary.</summary>
    private static ReadOnlyMemory<byte> ApduIn(ReadOnlyMemory<byte> mail)
    {
        var text = Encoding.ASCII.GetString(mail.Span);
        var body = text[(text.IndexOf("\r\n\r\n", text.IndexOf(Type, StringComparison.Ordinal), StringComparison.Ordinal) + 4)..];
        return Convert.FromBase64String(body[..body.IndexOf("\r\n--", StringComparison.Ordinal)]);
    }

    private static Envelope Envelope() => new()
    {
        OutboxId = 815,
        CreatedAt = InventedRequests.Written,
        Message = new IllMessage.Request
        {
            Header = new MessageHeader
            {
                Transaction = new ResourceSharing.Mapping.Canonical.TransactionId
                {
                    InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "HOME0000042", Qualifier = "1",
                },
                At = ServiceTime.From(InventedRequests.Written),
            },
            Content = InventedRequests.Loan,
        },
        About = InventedRequests.Borrowing,
        Recipient = new Recipient
        {
            Code = "WEST", Name = "West Library", Symbols = [Symbol.Parse("RSG:WEST")], Language = "en", Settings = Settings,
        },
        Sender = new Sender { Name = "Home Library", Symbols = [Symbol.Parse("RSG:HOME")], Email = "ill@home.example", PublicAddress = "ill.home.example:1611" },
    };
}
