using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

public class LetterSetTests
{
    private const string Ship = "en/LenderShipEmailLetter.hbs";
    private const string Head = "---\nsubject: Shipped\n---\n";
    private const string Tail = "\n{{> machine-block}}\n";

    [Fact]
    public void The_shipped_letters_have_no_fault() =>
        Assert.Empty(LetterSet.Load(ShippedLetters.Files).Faults);

    public static TheoryData<string, int, string> Faults => new()
    {
        { Head + "x\n{{titel}}" + Tail, 5, "\"titel\"" },
        { Head + "x\n{{due_on}}" + Tail, 5, "did you mean \"dueOn\"" },
        { Head + "\n\n{{row \"Due\" dueDate}}" + Tail, 6, "\"dueDate\"" },
        { Head + "{{#if nothing}}\nx\n{{/if}}" + Tail, 4, "\"nothing\"" },
        { Head + "{{#if title}}\nx\n{{else if nothing}}\ny\n{{/if}}" + Tail, 6, "\"nothing\"" },
        { Head + "{{#if title}}\n{{#unless note}}\nx\n{{/if}}" + Tail, 7, "not open here" },
        { Head + "x\n{{#if title}}\nx" + Tail, 5, "#if is never closed" },
        { Head + "x\n{{/if}}" + Tail, 5, "not open here" },
        { Head + "{{else}}" + Tail, 4, "outside of a block" },
        { Head + "x\n{{title" + "\n-- \n", 5, "never ends" },
        { Head + "{{!-- never\n ends }}" + Tail, 4, "never ends" },
        { Head + "{{#each title}}x{{/each}}" + Tail, 4, "not understood" },
        { Head + "{{lookup title note}}" + Tail, 4, "not understood" },
        { Head + "{{row \"Title}}" + Tail, 4, "not understood" },
        { Head + "x\n{{> nowhere}}" + Tail, 5, "no partial \"nowhere\"" },
        { Head + "x" + Tail + "--- html ---\n<p>x</p>\n{{{title}}}\n", 8, "two braces" },
        { Head + "x" + Tail + "--- html ---\n<p>{{& note}}</p>\n", 7, "two braces" },
        { Head + "x" + Tail + "--- html ---\nx\n--- html ---\n", 8, "second line" },
        { Head + "no block for programs\n", 4, "machine-block" },
        { "---\nsubject:\n---\nx" + Tail, 2, "no subject" },
        { "---\n# nothing\n---\nx" + Tail, 1, "no subject" },
        { "---\nsubject: a\nsubject: b\n---\nx" + Tail, 3, "second subject" },
        { "---\nsubject: a\nto: b\n---\nx" + Tail, 3, "Only \"subject:\"" },
        { "---\nsubject: {{nothing}}\n---\nx" + Tail, 2, "\"nothing\"" },
        { "no front matter" + Tail, 1, "begins with a line" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_its_file_and_line(string content, int line, string text)
    {
        var load = LetterSet.Load(ShippedLetters.With((Ship, content)));
        Assert.Null(load.Letters);
        Assert.Contains(load.Faults, f => f.File == Ship && f.Line == line
            && f.Text.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var files = ShippedLetters.With(
            (Ship, Head + "{{a}}\n{{b}}" + Tail),
            ("en/GeneralMessageEmailLetter.hbs", null),
            ("en/Other.hbs", Head));
        var faults = LetterSet.Load(files).Faults;
        Assert.Equal(
            ["en/GeneralMessageEmailLetter.hbs:1", $"{Ship}:4", $"{Ship}:5", "en/Other.hbs:1"],
            faults.Select(f => $"{f.File}:{f.Line}"));
    }

    [Theory]
    [InlineData("en/notes.txt", "LANGUAGE/LETTER.hbs")]
    [InlineData("en/other/signature.hbs", "LANGUAGE/LETTER.hbs")]
    [InlineData("english/LenderShipEmailLetter.hbs", "language code")]
    [InlineData("en/PartnerInvoiceLetter.hbs", "No letter is called")]
    [InlineData("en/3.hbs", "No letter is called")]
    public void A_file_in_the_wrong_place_is_a_fault(string file, string text)
    {
        var fault = Assert.Single(LetterSet.Load(ShippedLetters.With((file, Head + "x" + Tail))).Faults);
        Assert.Equal(file, fault.File);
        Assert.Contains(text, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partial_that_contains_itself_by_way_of_another_is_a_fault()
    {
        var files = ShippedLetters.With(
            ("en/partials/item.hbs", "{{> other}}\n"), ("en/partials/other.hbs", "\n{{> item}}\n"));
        var fault = Assert.Single(LetterSet.Load(files).Faults);
        Assert.Equal("en/partials/other.hbs:2: The partial \"item\" contains itself.", fault.ToString());
    }

    [Fact]
    public void A_template_may_be_as_long_as_the_limit_and_no_longer()
    {
        string content = Head + Tail;
        string filling = new('x', LetterLimits.TemplateMaxChars - content.Length);
        content = content.Insert(Head.Length, filling);
        Assert.Empty(LetterSet.Load(ShippedLetters.With((Ship, content))).Faults);
        var fault = Assert.Single(LetterSet.Load(ShippedLetters.With((Ship, content + "x"))).Faults);
        Assert.Contains("Longer than", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_may_be_as_many_files_as_the_limit_and_no_more()
    {
        var files = ShippedLetters.With();
        for (int i = files.Count; i < LetterLimits.MaxFiles; i++)
            files[$"en/partials/spare{i}.hbs"] = "";
        Assert.Empty(LetterSet.Load(files).Faults);
        files["en/partials/one-more.hbs"] = "";
        Assert.Single(LetterSet.Load(files).Faults);
    }

    [Fact]
    public void A_letter_that_would_grow_beyond_the_limit_is_found_without_sending()
    {
        string line = new('x', 60_000);
        var files = ShippedLetters.With(
            ("en/partials/long.hbs", line),
            (Ship, Head + string.Concat(Enumerable.Repeat("{{> long}}\n", 9)) + Tail));
        var fault = Assert.Single(LetterSet.Load(files).Faults);
        Assert.Equal("The letter is larger than a letter may be.", fault.Text);
    }

    [Fact]
    public void A_partner_gets_its_language_where_there_is_one_and_english_otherwise()
    {
        var letters = ShippedLetters.Load(ShippedLetters.With(
            ("nl/LenderShipEmailLetter.hbs", "---\nsubject: Versand: {{shortTitle}}\n---\n"
                + "Ab am {{shippedOn}}.\n{{> signature}}\n{{> machine-block}}\n--- html ---\n<p>Grüße</p>"),
            ("nl/partials/signature.hbs", "Mit freundlichen Grüßen\n{{libraryName}}\n")));
        var ship = InventedRequests.All["LenderShipEmailLetter"] with { Language = "nl" };
        var german = GoldenLetterTests.Written(ship, letters);
        Assert.Equal("nl", german.Language);
        Assert.StartsWith(
            "Ab am 2026-03-14.\nMit freundlichen Grüßen\nHome Library\nThe lines below", german.Mail.TextBody,
            StringComparison.Ordinal);
        Assert.Contains("<html lang=\"nl\">", german.Mail.HtmlBody, StringComparison.Ordinal);
        var english = GoldenLetterTests.Written(
            InventedRequests.All["LenderRejectEmailLetter"] with { Language = "nl" }, letters);
        Assert.Equal("en", english.Language);
        Assert.Contains("Kind regards", english.Mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_without_html_goes_out_as_text()
    {
        var letters = ShippedLetters.Load(ShippedLetters.With((Ship, Head + "{{title}}" + Tail)));
        var mail = GoldenLetterTests.Written(InventedRequests.All["LenderShipEmailLetter"], letters).Mail;
        Assert.Null(mail.HtmlBody);
        Assert.StartsWith("Journal of Invented Studies\n", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_parts_of_a_shipped_letter_show_the_same_values()
    {
        var letters = ShippedLetters.Files.Where(f => !f.Key.Contains("partials", StringComparison.Ordinal));
        foreach (var (file, content) in letters)
        {
            string[] parts = content.Split("--- html ---\n");
            Assert.True(Tags(parts[0]).SequenceEqual(Tags(parts[1])), file);
        }
    }

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    public void A_translation_has_every_letter_slip_and_word_and_shows_every_value(string language)
    {
        var english = ShippedLetters.Files.Where(f => f.Key.StartsWith("en/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(english);
        foreach (var (file, content) in english)
        {
            string own = ShippedLetters.Files[language + file[2..]];
            Assert.True(Values(content).SequenceEqual(Values(own)), file);
            string text = own.Split("--- html ---\n")[0];
            Assert.All(text.Split('\n').Where(line => !line.Contains("{{", StringComparison.Ordinal)), line =>
                Assert.InRange(line.Length, 0, LetterLimits.TextColumns));
        }
        Assert.Empty(ShippedLetters.Words[language].Missing);
    }

    private static IEnumerable<string> Values(string template) => Regex.Matches(template, "\\{\\{.*?\\}\\}")
        .Select(tag => Regex.Replace(tag.Value, "\"[^\"]*\"", ""));

    [Fact]
    public void Words_that_nobody_knows_and_placeholders_that_are_missing_are_faults()
    {
        var faults = new List<WordFault>();
        var words = LetterWords.Of("xx", new WordsFile
        {
            Date = "{day}/{month}",
            Reasons = new Dictionary<string, string> { ["at-bindery"] = "binding", ["at-binder"] = "x" },
            Page = new Dictionary<string, string> { ["title"] = "without", ["send"] = "{action} {more}", ["back"] = "back!" },
        }, faults);
        Assert.Equal(
            ["reasons.at-binder", "page.title", "page.send", "date."], faults.Select(fault => $"{fault.Section}.{fault.Name}"));
        Assert.Equal("binding", words.Words(ReasonUnfilled.AtBindery));
        Assert.Equal("back!", words["page.back"]);
        Assert.Equal("Request 7", words.Say("page.title", ("number", "7")));
        Assert.Equal("Request {action}", words.Say("page.title", ("number", "{action}")));
    }

    [Fact]
    public void A_scan_tries_nothing_and_a_trial_finds_what_only_a_trial_can()
    {
        var files = ShippedLetters.With(("fr/LenderShipEmailLetter.hbs", "---\nsubject: x\n---\nx\n"));
        var letters = LetterSet.Scan(files, ShippedLetters.Words).Letters!;
        Assert.Empty(letters.Try("en"));
        var fault = Assert.Single(letters.Try("fr"));
        Assert.Equal("fr/LenderShipEmailLetter.hbs:4: The text has to end with {{> machine-block}}.", fault.ToString());
        Assert.Equal(["de", "en", "fr"], letters.Languages.Order());
    }

    private static IEnumerable<string> Tags(string part) => part.Split('\n')
        .Where(line => line.StartsWith("{{", StringComparison.Ordinal) && line != "{{> machine-block}}");

    [Fact]
    public void The_administrators_guide_names_every_value_and_every_letter()
    {
        string guide = File.ReadAllText(Path.Combine(ShippedLetters.ConfigFolder, "README.md"));
        Assert.All(LetterField.All, f =>
            Assert.Contains($"| `{f.Name}` | {f.Meaning} |", guide, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<LetterCode>(), code =>
            Assert.Contains($"`{code}`", guide, StringComparison.Ordinal));
    }
}
