using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

/// <summary>The shipped phrases against the sentences in tests/Fixtures/Phrases: each line is what a sentence means, a bar,
/// and the sentence.</summary>
public class PhraseGrammarTests
{
    private static readonly ServiceTime Monday = new(new DateOnly(2026, 3, 16), new TimeOnly(10, 0));

    internal static PhraseGrammar Shipped { get; } = Load();

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("fr")]
    public void Every_sentence_of_the_corpus_means_what_the_corpus_says(string language)
    {
        string path = Path.Combine(Repository.Root, "tests", "Fixtures", "Phrases", language + ".txt");
        string[] lines = [.. File.ReadAllLines(path).Where(line => line.Length > 0 && !line.StartsWith('#'))];
        Assert.InRange(lines.Length, 150, 2000);
        var wrong = lines.Select(line => line.Split(" | ", 2)).Select(parts => (
                Expected: parts[0], Found: Said(parts[1].Replace(" // ", "\n", StringComparison.Ordinal), language), Text: parts[1]))
            .Where(line => line.Expected != line.Found)
            .Select(line => $"{line.Text} is {line.Found}, not {line.Expected}").ToList();
        Assert.True(wrong.Count == 0, "\n" + string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("Will supply on 20 March.", "2026-03-20")]
    [InlineData("We will send it on March 20th, 2026.", "2026-03-20")]
    [InlineData("We will send it in two weeks.", "2026-03-30")]
    [InlineData("Wir senden Ihnen den Band am 20.3. zu.", "2026-03-20")]
    [InlineData("Das Buch wird am 2. April verschickt.", "2026-04-02")]
    [InlineData("Nous vous enverrons l'ouvrage le 1er avril.", "2026-04-01")]
    [InlineData("We will send it on 4/5/2026.", null)]
    [InlineData("We will send it on 31/3/2026.", "2026-03-31")]
    [InlineData("We will send it on 31 February.", null)]
    public void A_day_is_read_in_the_writers_language_and_never_guessed(string text, string? day)
    {
        var answer = Assert.IsType<IllMessage.Answer>(Assert.Single(Shipped.Read(text, "en", Monday)).Message);
        var will = Assert.IsType<AnswerResult.WillSupply>(answer.Result);
        Assert.Equal(day, will.On?.ToString("yyyy-MM-dd", null));
    }

    [Fact]
    public void A_shipment_has_its_days_and_leaves_open_what_the_letter_does_not_say()
    {
        var sent = One<IllMessage.Shipped>("The book was sent on 13 March. Due date: 4 May 2026. No renewals.");
        Assert.Equal(new DateOnly(2026, 3, 13), sent.Supply.ShippedOn);
        Assert.Equal(new DueDate(new DateOnly(2026, 5, 4), Renewable: false), sent.Supply.Due);
        Assert.Equal(ServiceType.Loan, sent.ServiceType);
        var open = One<IllMessage.Shipped>("Shipped today.");
        Assert.Equal((Monday.Date, (DueDate?)null, LetterOpenings.ServiceType), (open.Supply.ShippedOn, open.Supply.Due, open.ServiceType));
        var filled = (IllMessage.Shipped)LetterOpenings.Fill(open, InventedRequests.Copy);
        Assert.Equal(ServiceType.CopyNonReturnable, filled.ServiceType);
        Assert.Equal(ServiceType.Loan, ((IllMessage.Shipped)LetterOpenings.Fill(sent, InventedRequests.Copy)).ServiceType);
    }

    [Fact]
    public void A_reason_and_a_later_day_are_one_answer()
    {
        var answer = One<IllMessage.Answer>("Sorry, at bindery, please try again in 6 weeks.");
        Assert.Equal(new AnswerResult.Retry(ReasonUnfilled.AtBindery, Monday.Date.AddDays(42)), answer.Result);
        Assert.Equal("Sorry, at bindery, please try again in 6 weeks.", answer.Note);
        Assert.Equal("", answer.Header.Transaction.GroupQualifier);
    }

    [Fact]
    public void Every_rule_names_its_phrase()
    {
        Assert.Equal("phrase en/at-bindery", Assert.Single(Shipped.Read("It is at the bindery.", "de", Monday)).Rule);
        Assert.Equal("phrase en/reason 10", Assert.Single(Shipped.Read("Reason: 10", "en", Monday)).Rule);
    }

    [Fact]
    public void The_longest_text_takes_little_time_and_a_longer_one_is_not_read()
    {
        string most = string.Concat(Enumerable.Repeat("we will not never send it ", 1000))[..LetterLimits.PhraseTextMaxChars];
        Assert.Empty(Shipped.Read(most, "en", Monday));
        string text = "Shipped today.\n" + new string('x', LetterLimits.PhraseTextMaxChars);
        Assert.Empty(Shipped.Read(text, "en", Monday));
    }

    [Fact]
    public void Random_words_do_no_harm()
    {
        var chance = new Random(20260316);
        string[] words = ["not", "shipped", "{date}", "*", "ä", "\u0301", "4.", "5.", "0", "99/99/9999", "1 x", "(", ",", "?", "\n",
            "€", "€5", "on", "loan", "…", "'", "-", "31.2.", "week", "12 weeks", "99999999999999999999"];
        for (int i = 0; i < 2000; i++)
            _ = Shipped.Read(string.Join(' ', Enumerable.Range(0, chance.Next(30)).Select(_ => words[chance.Next(words.Length)])), "en", Monday);
    }

    /// <summary>The proposals in short: <c>unfilled/at-bindery</c>, several with a plus.</summary>
    internal static string Said(string text, string language)
    {
        var said = Shipped.Read(text, language, Monday).Select(proposal => Short(proposal.Message)).ToList();
        return said.Count == 0 ? "none" : string.Join('+', said.Order(StringComparer.Ordinal));
    }

    private static string Short(IllMessage message) => message switch
    {
        IllMessage.Answer { Result: AnswerResult.Unfilled unfilled } => $"unfilled/{IsoCode.Name(unfilled.Reason)}",
        IllMessage.Answer { Result: AnswerResult.Retry { Reason: { } reason } } => $"retry/{IsoCode.Name(reason)}",
        IllMessage.Answer { Result: AnswerResult.Conditional conditional } => $"conditional/{IsoCode.Name(conditional.Condition)}",
        IllMessage.Answer answer => IsoCode.Name(answer.Result.Kind),
        IllMessage.ConditionalReply reply => reply.Accepts ? "accepts" : "refuses",
        IllMessage.CancelReply reply => reply.Agrees ? "cancelled" : "not-cancelled",
        IllMessage.RenewAnswer answer => answer.Grants ? "renewed" : "not-renewed",
        IllMessage.Shipped { ServiceType: ServiceType.CopyNonReturnable } => "copy",
        IllMessage.Message => "question",
        _ => IsoCode.Name(message.Service),
    };

    private static T One<T>(string text)
        where T : IllMessage => Assert.IsType<T>(Assert.Single(Shipped.Read(text, "en", Monday)).Message);

    private static PhraseGrammar Load()
    {
        var (grammar, faults) = PhraseFolder.Load(Path.Combine(Repository.Root, "config"));
        Assert.Empty(faults);
        return grammar!;
    }
}
