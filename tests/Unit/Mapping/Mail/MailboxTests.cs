using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

public class MailboxTests
{
    [Theory]
    [InlineData("ill@east.example", null, "ill@east.example")]
    [InlineData("  ILL@East.Example ", null, "ILL@east.example")]
    [InlineData("<ill@east.example>", null, "ill@east.example")]
    [InlineData("East ILL <ill@east.example>", "East ILL", "ill@east.example")]
    [InlineData("J. Example <j@east.example>", "J. Example", "j@east.example")]
    [InlineData(
        "\"Loans, East <and> \\\"West\\\"\" <ill@east.example>",
        "Loans, East <and> \"West\"",
        "ill@east.example")]
    [InlineData("Bücherei Süd <ill@sued.example>", "Bücherei Süd", "ill@sued.example")]
    [InlineData("\"two words\"@east.example", null, "\"two words\"@east.example")]
    [InlineData("\"needs.no.quotes\"@east.example", null, "needs.no.quotes@east.example")]
    [InlineData("\"a\\\"b\\\\c\"@east.example", null, "\"a\\\"b\\\\c\"@east.example")]
    [InlineData("\"a@b\"@east.example", null, "\"a@b\"@east.example")]
    [InlineData("\"<x>\"@east.example", null, "\"<x>\"@east.example")]
    [InlineData("ill+100042.k7f3q2@home.example", null, "ill+100042.k7f3q2@home.example")]
    [InlineData("ill@localhost", null, "ill@localhost")]
    [InlineData("ill@[127.0.0.1]", null, "ill@[127.0.0.1]")]
    [InlineData("ill@[IPv6:2001:DB8::1]", null, "ill@[IPv6:2001:db8::1]")]
    [InlineData("ill@bücher.example", null, "ill@xn--bcher-kva.example")]
    public void An_address_is_parsed_into_parts_and_rendered_anew(string text, string? name, string address)
    {
        var box = Letters.Box(text);
        Assert.Equal(name, box.DisplayName?.Value);
        Assert.Equal(address, box.Address);
        Assert.Equal(box.WithoutName(), Letters.Box(box.Address));
    }

    [Theory]
    [InlineData(null, "header-missing")]
    [InlineData("", "address-missing")]
    [InlineData("<>", "address-missing")]
    [InlineData("ill", "address-invalid")]
    [InlineData("@east.example", "address-invalid")]
    [InlineData("ill@", "address-invalid")]
    [InlineData("a..b@east.example", "address-invalid")]
    [InlineData(".a@east.example", "address-invalid")]
    [InlineData("a.@east.example", "address-invalid")]
    [InlineData("a b@east.example", "address-invalid")]
    [InlineData("\"\"@east.example", "address-invalid")]
    [InlineData("\"open@east.example", "address-invalid")]
    [InlineData("\"open\\", "address-invalid")]
    [InlineData("a@b@east.example", "address-invalid")]
    [InlineData("a@east..example", "address-invalid")]
    [InlineData("a@east.example.", "address-invalid")]
    [InlineData("a@-east.example", "address-invalid")]
    [InlineData("a@east_west.example", "address-invalid")]
    [InlineData("a@east.example (comment)", "address-invalid")]
    [InlineData("a@east.example, b@east.example", "address-invalid")]
    [InlineData("@relay.example:a@east.example", "address-invalid")]
    [InlineData("Group: a@east.example;", "address-invalid")]
    [InlineData("a@east.example>", "address-invalid")]
    [InlineData("Name <a@east.example> rest", "address-invalid")]
    [InlineData("b@west.example <a@east.example>", "address-invalid")]
    [InlineData("\"x\" y <a@east.example>", "address-invalid")]
    [InlineData("=?utf-8?q?=0D=0A?=@east.example", "address-invalid")]
    [InlineData("\"=?utf-8?q?=0D=0A?=\"@east.example", "address-invalid")]
    [InlineData("a@[127.0.0.1", "address-invalid")]
    [InlineData("a@[name]", "address-invalid")]
    [InlineData("a@[IPv6:127.0.0.1]", "address-invalid")]
    [InlineData("a@[::1]", "address-invalid")]
    [InlineData("a@east.example\r\nRCPT TO:<b@west.example>", "header-control-character")]
    [InlineData("a\0b@east.example", "header-control-character")]
    [InlineData("\"a\tb\"@east.example", "header-control-character")]
    public void A_doubtful_address_is_refused(string? text, string code)
    {
        Assert.False(Mailbox.TryParse(text, out _, out var problem));
        Assert.Equal(code, problem.Code);
    }

    [Fact]
    public void An_address_with_half_a_surrogate_pair_is_refused()
    {
        Assert.False(Mailbox.TryParse("\ud800@east.example", out _, out var problem));
        Assert.Equal("header-not-unicode", problem.Code);
        Assert.False(Mailbox.TryCreate(null, "\ud800@east.example", out _, out problem));
        Assert.Equal("address-invalid", problem.Code);
    }

    [Fact]
    public void A_local_part_may_have_64_octets_and_no_more()
    {
        Assert.Equal(64, Letters.Box(new string('a', 64) + "@x.example").LocalPart.Length);
        Assert.False(Mailbox.TryParse(new string('a', 65) + "@x.example", out _, out var problem));
        Assert.Equal("address-too-long", problem.Code);
    }

    [Fact]
    public void An_address_may_have_254_octets_and_no_more()
    {
        string label = new('d', 62);
        string domain = $"{label}.{label}.{label}.";
        Assert.Equal(254, Letters.Box($"{new string('a', 10)}@{domain}{new string('e', 54)}").Address.Length);
        Assert.False(
            Mailbox.TryParse($"{new string('a', 10)}@{domain}{new string('e', 55)}", out _, out var problem));
        Assert.Equal("address-too-long", problem.Code);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_domain_label_may_have_63_characters(int chars, bool accepted) =>
        Assert.Equal(accepted, Mailbox.TryParse($"a@{new string('d', chars)}.example", out _, out _));

    [Fact]
    public void A_local_part_beyond_ascii_asks_for_SMTPUTF8()
    {
        Assert.True(Letters.Box("büro@east.example").NeedsSmtpUtf8);
        Assert.False(Letters.Box("Büro <buero@east.example>").NeedsSmtpUtf8);
    }

    [Fact]
    public void A_display_name_given_apart_is_taken_literally()
    {
        var box = Letters.Box("Smith, \"Jo\" <x@y.example>", "jo@east.example");
        Assert.Equal("Smith, \"Jo\" <x@y.example>", box.DisplayName?.Value);
        Assert.False(Mailbox.TryCreate("Jo\r\nBcc: x@y.example", "jo@east.example", out _, out var problem));
        Assert.Equal("header-control-character", problem.Code);
    }
}
