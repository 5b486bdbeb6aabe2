using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

public class ReceivedAddressTests
{
    [Theory]
    [InlineData("a@east.example", "|a@east.example")]
    [InlineData("Lending Desk <a@east.example>", "Lending Desk|a@east.example")]
    [InlineData("\"Smith, Jane\" <jane@east.example>, b@east.example", "Smith, Jane|jane@east.example", "|b@east.example")]
    [InlineData("\"a \\\"b\\\" c\" <a@east.example>", "a \"b\" c|a@east.example")]
    [InlineData("a@east.example (Jane (of the desk))", "Jane (of the desk)|a@east.example")]
    [InlineData("(x) Jane (y) <a@east.example> (z)", "Jane|a@east.example")]
    [InlineData("Desk: a@east.example, B <b@east.example>;, c@east.example",
        "|a@east.example", "B|b@east.example", "|c@east.example")]
    [InlineData("undisclosed-recipients:;")]
    [InlineData("")]
    [InlineData(" , ,, ")]
    [InlineData("<>")]
    [InlineData("a@east.example; b@east.example", "|a@east.example", "|b@east.example")]
    [InlineData("<@relay.example,@other.example:a@east.example>", "|a@east.example")]
    [InlineData("a . b @ east . example", "|a.b@east.example")]
    [InlineData("\"odd local\"@east.example", "|\"odd local\"@east.example")]
    [InlineData("a@[IPv6:::1], b@east.example", "|a@[IPv6:::1]", "|b@east.example")]
    [InlineData("A@EAST.Example", "|A@east.example")]
    [InlineData("Büro <a@bücher.example>", "Büro|a@xn--bcher-kva.example")]
    [InlineData("=?utf-8?q?J=C3=BCrgen?= =?utf-8?q?_M=C3=BCller?= <j@east.example>", "Jürgen Müller|j@east.example")]
    [InlineData("=?utf-8?q?Doe,_John?= <j@east.example>", "Doe, John|j@east.example")]
    [InlineData("\"=?utf-8?b?w5xiZXI=?=\" <j@east.example>", "Über|j@east.example")]
    [InlineData("partner@good.example <other@bad.example>", "partner@good.example|other@bad.example")]
    [InlineData("a..b.@docomo.example", "|\"a..b.\"@docomo.example")]
    [InlineData("J. Smith <j@east.example>", "J. Smith|j@east.example")]
    public void Addresses_are_read(string field, params string[] expected) =>
        Assert.Equal(expected, ReceivedAddress.ListOf(field)
            .Where(address => address.Mailbox is not null)
            .Select(address => $"{address.Name}|{address.Mailbox!.Address}"));

    [Theory]
    [InlineData("a@east.example b@east.example")]
    [InlineData("two words@east.example")]
    [InlineData("<a@east.example> <b@east.example>")]
    [InlineData("<a@east.example, b@east.example>")]
    [InlineData("<a@east.example> b@east.example")]
    [InlineData("Jane <a@east.example")]
    [InlineData("a@b@east.example")]
    [InlineData("nobody")]
    [InlineData("\"never closed <a@east.example>")]
    [InlineData("a@east_example.-")]
    [InlineData("a\0b@east.example")]
    public void Two_addresses_are_never_made_into_one_and_nothing_into_any(string field)
    {
        var read = ReceivedAddress.ListOf(field);
        Assert.All(read, address => Assert.Null(address.Mailbox));
        Assert.Contains(read, address => address.Written.Length > 0);
    }

    [Theory]
    [InlineData("From: a@east.example\n", "a@east.example")]
    [InlineData("From: a@east.example\nFrom: b@east.example\n", null)]
    [InlineData("From: a@east.example, b@east.example\n", null)]
    [InlineData("To: a@east.example\n", null)]
    [InlineData("From:\n", null)]
    public void There_is_one_author_or_none(string header, string? author) =>
        Assert.Equal(author, ReceivedAddress.Author(MailCorpus.Read(MailCorpus.Octets(header + "\nx\n")))?.Address);

    [Fact]
    public void Whom_servers_name_comes_before_whom_the_sender_names() =>
        Assert.Equal(
            ["ill+1.2.abc@home.example", "ill@home.example"],
            ReceivedAddress.Recipients(MailCorpus.Read("many traces")).Select(mailbox => mailbox.Address));

    [Theory]
    [InlineData(500, 500)]
    [InlineData(501, 500)]
    public void A_list_is_read_up_to_its_limit(int written, int read) =>
        Assert.Equal(
            read, ReceivedAddress.ListOf(string.Join(',', Enumerable.Range(0, written).Select(i => $"a{i}@east.example"))).Count);

    [Theory]
    [InlineData("<1@x.example>", "1@x.example")]
    [InlineData("<1@x.example> <2@x.example>", "1@x.example", "2@x.example")]
    [InlineData("<1@x.example><2@x.example>,<3@x.example>", "1@x.example", "2@x.example", "3@x.example")]
    [InlineData("<1@x.example > \t< 2@\tx.example>", "1@x.example", "2@x.example")]
    [InlineData("Your message of Monday <1@x.example>", "1@x.example")]
    [InlineData("1@x.example 2@x.example", "1@x.example", "2@x.example")]
    [InlineData("<broken <1@x.example> 2@x.example", "1@x.example")]
    [InlineData("<no at> <1@x.example")]
    [InlineData("")]
    public void Identifiers_are_read(string field, params string[] expected) =>
        Assert.Equal(expected, MessageId.ListOf(field).Select(id => id.Value));

    [Fact]
    public void Of_very_many_identifiers_the_last_are_read()
    {
        var read = MessageId.ListOf(string.Concat(Enumerable.Range(0, 201).Select(i => $"<{i}@x.example> ")));
        Assert.Equal(200, read.Count);
        Assert.Equal("200@x.example", read[^1].Value);
        Assert.Empty(MessageId.ListOf(null));
    }
}
