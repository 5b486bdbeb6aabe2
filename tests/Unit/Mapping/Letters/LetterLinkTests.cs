using ResourceSharing.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

public class LetterLinkTests
{
    private static readonly LetterLink Link = new("HOME0000042", 815, "SOUTH", new DateOnly(2026, 5, 13));

    [Fact]
    public void A_link_says_what_it_was_made_for_and_is_always_the_same()
    {
        string token = LetterLink.Write(Link, InventedRequests.Key);
        Assert.Equal(token, LetterLink.Write(Link, InventedRequests.Key));
        Assert.Equal(Link, LetterLink.Read(token, InventedRequests.Key));
        Assert.Equal(Link, LetterLink.Read(token.ToUpperInvariant(), InventedRequests.Key));
        Assert.Matches("^[a-z2-7]{50,70}$", token);
    }

    [Fact]
    public void Any_request_partner_letter_and_day_is_read_as_it_was_written()
    {
        const int Seed = 20260314;
        var random = new Random(Seed);
        for (int i = 0; i < 2000; i++)
        {
            string Word() => new([.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => "AZ09-_. üß"[random.Next(10)])]);
            var link = new LetterLink(
                Word(), random.NextInt64(), Word(), new DateOnly(2020, 1, 1).AddDays(random.Next(ushort.MaxValue + 1)));
            Assert.True(link == LetterLink.Read(LetterLink.Write(link, InventedRequests.Key), InventedRequests.Key), $"seed {Seed}: {link}");
        }
    }

    [Fact]
    public void Whatever_is_changed_cut_or_made_with_another_key_is_nothing()
    {
        string token = LetterLink.Write(Link, InventedRequests.Key);
        for (int i = 0; i < token.Length; i++)
        {
            string changed = token[..i] + (token[i] == 'a' ? 'b' : 'a') + token[(i + 1)..];
            Assert.Null(LetterLink.Read(changed, InventedRequests.Key));
            Assert.Null(LetterLink.Read(token[..i], InventedRequests.Key));
            Assert.Null(LetterLink.Read(token[(i + 1)..], InventedRequests.Key));
        }
        Assert.Null(LetterLink.Read(token + "a", InventedRequests.Key));
        Assert.Null(LetterLink.Read("", InventedRequests.Key));
        Assert.Null(LetterLink.Read(new string('a', LetterLimits.LinkMaxChars + 1), InventedRequests.Key));
        Assert.Null(LetterLink.Read(token, new byte[32]));
    }

    [Fact]
    public void A_seal_for_one_purpose_is_none_for_another_and_no_token_of_a_letter()
    {
        string seal = LetterToken.Seal(InventedRequests.Key, "one", "x");
        Assert.True(LetterToken.MatchesSeal(InventedRequests.Key, "one", "x", seal));
        Assert.False(LetterToken.MatchesSeal(InventedRequests.Key, "two", "x", seal));
        Assert.False(LetterToken.MatchesSeal(InventedRequests.Key, "one", "y", seal));
        Assert.False(LetterToken.MatchesSeal(InventedRequests.Key, "one", "x", seal[..LetterToken.TokenChars]));
        Assert.Equal(LetterToken.SealChars, seal.Length);
    }

    [Fact]
    public void Letters_that_can_be_answered_carry_the_link_in_both_parts_and_others_do_not()
    {
        var links = new LetterLinks(new Uri("https://ill.home.example/gateway"), 60);
        LetterCode[] ends =
        [
            LetterCode.LenderRejectEmailLetter, LetterCode.LenderAnswerEmailLetter, LetterCode.LenderCheckedInEmailLetter,
            LetterCode.LenderExpiredEmailLetter,
        ];
        foreach (var (name, context) in InventedRequests.All)
        {
            foreach (string language in new[] { "en", "de", "fr" })
            {
                var written = GoldenLetterTests.Written(context with { Links = links, Language = language });
                bool wants = !ends.Contains(written.Code);
                string address = links.Address(LetterLink.Write(
                    new LetterLink(context.About.OurReference, context.OutboxId, "SOUTH", new DateOnly(2026, 5, 13)),
                    InventedRequests.Key)).AbsoluteUri;
                Assert.Equal(language, written.Language);
                Assert.True(wants == written.Mail.TextBody!.Contains($"\n{address}\n", StringComparison.Ordinal), $"{language} {name}");
                Assert.True(wants == written.Mail.HtmlBody!.Contains($"href=\"{address}\"", StringComparison.Ordinal), $"{language} {name}");
                var without = GoldenLetterTests.Written(context with { Language = language });
                Assert.DoesNotContain("/r/", without.Mail.TextBody! + without.Mail.HtmlBody, StringComparison.Ordinal);
            }
        }
    }
}
