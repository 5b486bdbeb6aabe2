using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

public class LetterTokenTests
{
    private static readonly byte[] Key = InventedRequests.Key;

    [Fact]
    public void A_token_is_the_beginning_of_a_signature_in_base32()
    {
        byte[] digest = HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes("home0000042|815|SOUTH"));
        var bits = string.Concat(digest.Select(octet => Convert.ToString(octet, 2).PadLeft(8, '0')));
        var expected = string.Concat(Enumerable.Range(0, 10)
            .Select(i => "abcdefghijklmnopqrstuvwxyz234567"[Convert.ToInt32(bits.Substring(i * 5, 5), 2)]));
        Assert.Equal(expected, LetterToken.Of(Key, "HOME0000042", 815, "SOUTH"));
        Assert.Equal(LetterToken.TokenChars, expected.Length);
    }

    [Fact]
    public void A_token_fits_its_letter_its_request_its_partner_and_its_key_alone()
    {
        string token = LetterToken.Of(Key, "HOME0000042", 815, "SOUTH");
        Assert.True(LetterToken.Matches(Key, "home0000042", 815, "SOUTH", token.ToUpperInvariant()));
        Assert.False(LetterToken.Matches(Key, "home0000043", 815, "SOUTH", token));
        Assert.False(LetterToken.Matches(Key, "home0000042", 816, "SOUTH", token));
        Assert.False(LetterToken.Matches(Key, "home0000042", 815, "EAST", token));
        Assert.False(LetterToken.Matches([.. Key.Reverse()], "home0000042", 815, "SOUTH", token));
        Assert.All(["", null, token[..9], token + "a", "ü" + token[1..]], forged =>
            Assert.False(LetterToken.Matches(Key, "home0000042", 815, "SOUTH", forged)));
    }

    [Fact]
    public void Check_characters_belong_to_a_number_and_a_partner_and_say_nothing_of_a_token()
    {
        string check = LetterToken.CheckOf(Key, "HOME0000042", "SOUTH");
        Assert.Equal(LetterToken.CheckChars, check.Length);
        Assert.True(LetterToken.MatchesCheck(Key, "home0000042", "south", check));
        Assert.False(LetterToken.MatchesCheck(Key, "home0000042", "EAST", check));
        Assert.False(LetterToken.Of(Key, "HOME0000042", 815, "SOUTH").StartsWith(check, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ill@home.example", "+", "ill+{0}@home.example")]
    [InlineData("inter-loan@home.example", "-", "inter-loan-{0}@home.example")]
    public void A_reply_address_leads_back_to_its_letter(string ours, string separator, string form)
    {
        string letter = LetterIds.Local("HOME0000042", 815, LetterToken.Of(Key, "HOME0000042", 815, "SOUTH"));
        string address = LetterIds.ReplyAddress(ours, separator, letter)!;
        Assert.Equal(string.Format(null, form, letter), address);
        Assert.Equal(letter, LetterIds.LetterOf(address.ToUpperInvariant(), ours, separator));
        string bounce = LetterIds.BounceAddress(ours, separator, letter)!;
        Assert.Equal(string.Format(null, form, "b." + letter), bounce);
        Assert.Equal(letter, LetterIds.LetterOf(bounce, ours, separator));
    }

    [Theory]
    [InlineData("ill@home.example")]
    [InlineData("ill+help@home.example")]
    [InlineData("ill+home0000042.815.short@home.example")]
    [InlineData("ill+home0000042.x.abcdefghij@home.example")]
    [InlineData("ill+.815.abcdefghij@home.example")]
    [InlineData("other+home0000042.815.abcdefghij@home.example")]
    [InlineData("")]
    public void Another_address_names_no_letter(string address) =>
        Assert.Null(LetterIds.LetterOf(address, "ill@home.example", "+"));

    [Fact]
    public void An_address_that_mail_servers_would_not_take_is_not_written()
    {
        string letter = LetterIds.Local("HOME0000042", long.MaxValue, "abcdefghij");
        string fits = new('i', 64 - 1 - letter.Length);
        Assert.NotNull(LetterIds.ReplyAddress($"{fits}@home.example", "+", letter));
        Assert.Null(LetterIds.ReplyAddress($"{fits}i@home.example", "+", letter));
        Assert.Null(LetterIds.ReplyAddress("ill@home.example", "", letter));
    }
}
