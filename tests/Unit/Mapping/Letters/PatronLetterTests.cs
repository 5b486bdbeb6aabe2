using System.Text;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

/// <summary>Letters to patrons in all shipped languages, kept in tests/Fixtures/Letters/patrons; UPDATE_GOLDEN=1 writes them
/// anew. And what stands for secrets in them.</summary>
public class PatronLetterTests
{
    private const string Link = "https://files.example/d/42." + SuppliedDocument.MaskedSecret;

    private static readonly Dictionary<string, PatronLetter> Letters = new()
    {
        ["link"] = new(PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter) { Note = "Chapter 2 only." },
        ["attached"] = new(PatronLetterCode.FulDigitizationNotificationItemLetter),
        ["ready"] = new(PatronLetterCode.FulPlaceOnHoldShelfLetter) { DueOn = new DateOnly(2026, 4, 20), Note = "At desk 2." },
        ["cancelled"] = new(PatronLetterCode.FulCancelRequestLetter)
        {
            Ending = PatronEnding.ByLibrary, Reason = ReasonUnfilled.CostExceedsLimit,
        },
        ["not-supplied"] = new(PatronLetterCode.FulCancelRequestLetter) { Ending = PatronEnding.NotSupplied },
        ["not-approved"] = new(PatronLetterCode.FulCancelRequestLetter) { Ending = PatronEnding.NotApproved },
        ["expired"] = new(PatronLetterCode.FulCancelRequestLetter) { Ending = PatronEnding.Expired },
        ["renewed"] = new(PatronLetterCode.FulBorrowingInfoLetter) { IsGranted = true, DueOn = new DateOnly(2026, 5, 4) },
        ["not-renewed"] = new(PatronLetterCode.FulBorrowingInfoLetter) { DueOn = new DateOnly(2026, 4, 20) },
        ["overdue"] = new(PatronLetterCode.FulUserOverdueNoticeLetter) { DueOn = new DateOnly(2026, 3, 13) },
    };

    public static TheoryData<string, string> All =>
        new(from language in new[] { "en", "de", "fr" } from name in Letters.Keys select (language, name));

    [Theory]
    [MemberData(nameof(All))]
    public void A_letter_is_what_its_golden_file_says(string language, string name)
    {
        var written = Written(Context(name, language));
        Assert.Equal(language, written.Language);
        string text = Encoding.UTF8.GetString(Octets(written.Mail)).Replace("\r\n", "\n", StringComparison.Ordinal);
        string rendered = $"{text[..text.IndexOf("\n\n", StringComparison.Ordinal)]}\n\n"
            + $"Subject: {written.Mail.Subject.Value}\n\n{written.Mail.TextBody}\n{written.Mail.HtmlBody}";
        string path = Path.Combine(ShippedLetters.FixtureFolder, "patrons", language, name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, rendered);
        }

        Assert.Equal(File.ReadAllText(path), rendered);
        Assert.DoesNotContain("{{", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("ILL-DATA", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("[ILL ", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("Reply-To", rendered, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_letter_is_there_in_every_shipped_language_and_in_the_guide()
    {
        string guide = File.ReadAllText(Path.Combine(ShippedLetters.ConfigFolder, "README.md"));
        foreach (var code in Enum.GetValues<PatronLetterCode>())
        {
            Assert.Equal(["de", "en", "fr"],
                ShippedLetters.Set.Patrons.All.Where(one => one.Code == code).Select(one => one.Language).Order());
            Assert.Contains($"`{code}`", guide, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("fr")]
    public void Secrets_are_put_in_when_the_letter_leaves_and_nowhere_else(string language)
    {
        const string secret = "AbCdEf-_0123456789wxyz";
        const string password = "k=7.f&3q";
        var context = Context("link", language) with { PasswordChars = password.Length };
        var octets = Octets(Written(context).Mail);
        var kept = Read(octets);
        Assert.DoesNotContain(secret, kept.Text + kept.Html, StringComparison.Ordinal);
        Assert.Contains($"\n{Link}\n", kept.Text, StringComparison.Ordinal);

        var (text, html) = Read(LetterMasks.Reveal(octets, secret, password).ToArray());
        Assert.Contains($"\nhttps://files.example/d/42.{secret}\n", text, StringComparison.Ordinal);
        Assert.Contains($" {password}\n", text, StringComparison.Ordinal);
        Assert.Contains($"href=\"https://files.example/d/42.{secret}\"", html, StringComparison.Ordinal);
        Assert.Contains("k=7.f&amp;3q", html, StringComparison.Ordinal);
        Assert.DoesNotContain("***", text + html, StringComparison.Ordinal);
        Assert.Equal(octets, LetterMasks.Reveal(octets, null, null).ToArray());
    }

    /// <summary>Wherever the link begins to be too long for a line, its stars stay together.</summary>
    [Fact]
    public void No_line_breaks_within_stars_however_long_the_link_is()
    {
        const string secret = "AbCdEf-_0123456789wxyz";
        for (var length = 1; length < 160; length++)
        {
            string start = $"https://files.example/{new string('d', length)}/42.";
            var octets = Octets(Written(Context("link", "de") with { Link = start + SuppliedDocument.MaskedSecret }).Mail);
            var (text, html) = Read(LetterMasks.Reveal(octets, secret, "12345678").ToArray());
            Assert.Contains($"\n{start}{secret}\n", text, StringComparison.Ordinal);
            Assert.Contains($"href=\"{start}{secret}\"", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("k7f3q2ab", true)]
    [InlineData("", false)]
    [InlineData("with blank", false)]
    [InlineData("schlüssel", false)]
    [InlineData("1234567890123456789012345678901234567890", true)]
    [InlineData("12345678901234567890123456789012345678901", false)]
    public void A_password_that_cannot_be_written_everywhere_is_not_written(string password, bool can) =>
        Assert.Equal(can, LetterMasks.CanShow(password));

    [Fact]
    public void A_language_without_the_letter_gets_English_and_no_template_at_all_is_told()
    {
        Assert.Equal("en", Written(Context("ready", "no")).Language);
        var files = ShippedLetters.Files.Where(file => !file.Key.EndsWith("FulPlaceOnHoldShelfLetter.hbs", StringComparison.Ordinal));
        var failed = Assert.IsType<PatronLetterResult.Failed>(PatronLetterMapper.Map(
            Context("ready", "de"), ShippedLetters.Load(files.ToDictionary(StringComparer.Ordinal))));
        Assert.Equal("letter-missing", failed.Problem.Code);
    }

    [Fact]
    public void A_fault_in_a_template_has_its_file_and_line()
    {
        var load = LetterSet.Load(ShippedLetters.With(
            ("en/patrons/FulPlaceOnHoldShelfLetter.hbs", "---\nsubject: x\n---\nx {{patronname}}\n"),
            ("en/patrons/Nothing.hbs", "---\nsubject: x\n---\nx\n")), ShippedLetters.Words);
        Assert.Contains(load.Faults, fault => fault.ToString()
            .StartsWith("en/patrons/FulPlaceOnHoldShelfLetter.hbs:4: ", StringComparison.Ordinal));
        Assert.Contains(load.Faults, fault => fault.ToString().StartsWith("en/patrons/Nothing.hbs:1: Patrons are ", StringComparison.Ordinal));
    }

    private static PatronLetterContext Context(string name, string language) => new()
    {
        Letter = Letters[name],
        About = InventedRequests.All["FulRenewEmailLetter"].About,
        Sender = InventedRequests.Home,
        PatronName = name == "overdue" ? null : "Sample Reader",
        Email = "reader@patrons.example",
        Language = language,
        Document = new SuppliedDocument { MaxViews = 5, AvailableUntil = new DateOnly(2026, 4, 13) },
        Link = name == "link" ? Link : null,
        PasswordChars = name == "link" ? 8 : null,
        Attachment = name == "attached" ? Pdf("HOME0000042.pdf") : null,
        CreatedAt = InventedRequests.Written,
        OutboxId = 815,
    };

    private static MailAttachment Pdf(string name)
    {
        Assert.True(MailAttachment.TryCreate(name, MediaType.OctetStream, "%PDF-1.7"u8.ToArray(), isInline: false, out var file, out _));
        return file;
    }

    private static PatronLetterResult.Written Written(PatronLetterContext context) =>
        Assert.IsType<PatronLetterResult.Written>(PatronLetterMapper.Map(context, ShippedLetters.Set));

    private static byte[] Octets(MailMessage mail)
    {
        Assert.True(MimeWriter.TryRender(mail, MailLimits.Default, out var octets, out var problem), problem?.Code);
        return octets;
    }

    private static (string Text, string Html) Read(byte[] octets)
    {
        var parts = Assert.IsType<MimeReading.Read>(MimeReader.Read(octets, MimeReadLimits.Default)).Mail.Body.SelfAndBelow().ToList();
        return (Part("text/plain"), Part("text/html"));
        string Part(string type) => parts.First(part => part.Type == type).Text!.Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
