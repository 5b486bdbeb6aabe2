using System.Text;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Gateway.Documents;

public sealed class FileSecretsTests
{
    private const string Secret = "AbCdEfGhIjKlMnOpQrStUv";
    private const string Password = "kmnp2345wxyz";

    private static readonly SecretBox Box = SecretBox.Of(new byte[32]);

    private static readonly SuppliedDocument Document = new()
    {
        Link = 7, SealedSecret = Box.Seal(Secret), SealedPassword = Box.Seal(Password),
    };

    [Theory]
    [InlineData("https://h/d/7.**********************", "https://h/d/7." + Secret)]
    [InlineData("a ********************** b ************ c", "a " + Secret + " b " + Password + " c")]
    [InlineData("*********************", "*********************")]
    [InlineData("***********************", "***********************")]
    [InlineData("***********", "***********")]
    [InlineData("no star", "no star")]
    [InlineData("", "")]
    public void Rows_of_just_so_many_stars_become_the_secrets_and_no_length_changes(string kept, string sent)
    {
        var bytes = Encoding.ASCII.GetBytes(kept);
        var open = FileSecrets.Reveal(bytes, Document, Box);
        Assert.Equal(sent, Encoding.ASCII.GetString(open!.Value.Span));
        Assert.Equal(kept, Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void A_message_without_a_link_of_ours_stays_as_it_is() => Assert.Equal(
        "**********************",
        Encoding.ASCII.GetString(FileSecrets.Reveal(
            Encoding.ASCII.GetBytes(SuppliedDocument.MaskedSecret), new SuppliedDocument(), Box)!.Value.Span));

    [Fact]
    public void The_password_of_somebody_elses_file_takes_the_place_of_as_many_stars()
    {
        foreach (var password in new[] { "1234", "Ab3$x9", "a-much-longer-password-than-that" })
        {
            var document = new SuppliedDocument { SealedPassword = Box.Seal(password) };
            var mask = FileSecrets.MaskOf(document)!;
            Assert.Equal(new string('*', password.Length), mask);
            var open = FileSecrets.Reveal(Encoding.ASCII.GetBytes($"it is {mask}."), document, Box)!.Value;
            Assert.Equal($"it is {password}.", Encoding.ASCII.GetString(open.Span));
        }

        Assert.Null(FileSecrets.MaskOf(new SuppliedDocument { SealedPassword = Box.Seal("123") }));
        Assert.Null(FileSecrets.MaskOf(new SuppliedDocument { SealedPassword = "plain" }));
        Assert.Null(FileSecrets.MaskOf(new SuppliedDocument()));
    }

    [Fact]
    public void With_another_key_nothing_is_sent() => Assert.Null(FileSecrets.Reveal(
        Encoding.ASCII.GetBytes(SuppliedDocument.MaskedSecret), Document, SecretBox.Of([.. Enumerable.Repeat((byte)1, 32)])));

    [Fact]
    public void In_letters_of_any_script_the_stars_stay_in_one_row()
    {
        var link = $"https://ill.example/d/7.{SuppliedDocument.MaskedSecret}";
        foreach (var around in new[] { "", "é", "Документ готов к получению по ссылке, которая дана ниже в письме. ", "複写物の準備ができました" })
        {
            for (var before = 0; before < 90; before++)
            {
                var text = $"{around}\n{new string('x', before)}{link}{around}";
                var letter = Rendered(text);
                var open = FileSecrets.Reveal(letter, Document, Box)!.Value;
                Assert.Equal(letter.Length, open.Length);
                Assert.Equal(
                    text.Replace(SuppliedDocument.MaskedSecret, Secret, StringComparison.Ordinal).Trim(), Read(open).Trim());
            }
        }
    }

    [Fact]
    public void A_file_takes_the_place_of_its_placeholder()
    {
        var document = new SuppliedDocument
        {
            Number = 3, Name = "HOME0000042.pdf", MediaType = "application/pdf", Octets = 5000, Sha256 = new string('a', 64),
            IsAttached = true,
        };
        var file = new byte[5000];
        new Random(3).NextBytes(file);
        var kept = Rendered("See attached.", FilePlaceholder.Of(document)!);
        var sent = FilePlaceholder.Fill(kept, document, file);

        var mail = ((MimeReading.Read)MimeReader.Read(sent, MimeReadLimits.Default)).Mail;
        var attachment = Assert.Single(MailText.Of(mail).Attachments);
        Assert.Equal(("HOME0000042.pdf", "application/pdf"), (attachment.FileName, attachment.Type));
        Assert.Equal(file, attachment.Content.ToArray());
        Assert.True(kept.Length < 2000);
        var before = ((MimeReading.Read)MimeReader.Read(kept, MimeReadLimits.Default)).Mail;
        Assert.Equal($"In place of document 3: 5000 octets, SHA-256 {document.Sha256}",
            Encoding.ASCII.GetString(MailText.Of(before).Attachments[0].Content.Span));
    }

    private static byte[] Rendered(string text, params MailAttachment[] attachments)
    {
        Assert.True(Mailbox.TryCreate(null, "ill@home.example", out var us, out _));
        Assert.True(HeaderText.TryCreate("A file", out var subject, out _));
        Assert.True(MessageId.TryParse("<1@home.example>", out var id, out _));
        var mail = new MailMessage
        {
            From = us, To = [us], Subject = subject, Date = DateTimeOffset.UnixEpoch, MessageId = id, TextBody = text,
            Attachments = attachments,
        };
        Assert.True(MimeWriter.TryRender(mail, MailLimits.Default, out var octets, out _));
        return octets;
    }

    private static string Read(ReadOnlyMemory<byte> letter) =>
        MailText.Of(((MimeReading.Read)MimeReader.Read(letter, MimeReadLimits.Default)).Mail).Text;
}
