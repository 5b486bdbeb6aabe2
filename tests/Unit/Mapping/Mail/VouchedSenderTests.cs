using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Who is vouched for, and who only says so. Our server calls itself mx.home.example.</summary>
public class VouchedSenderTests
{
    private const string Results = "Authentication-Results: ";
    private const string Ours = Results + "mx.home.example; dmarc=pass header.from=east.example\n";
    private const string Forged =
        Results + "mx.home.example; dmarc=pass header.from=east.example; dkim=pass header.d=east.example\n";
    private const string Border = "Received: from evil.example (evil.example [192.0.2.1])\n"
        + " by mx.home.example (Postfix) with ESMTPS id 1; Tue, 3 Mar 2026 10:00:00 +0100\n";
    private const string Lmtp = "Received: from mx.home.example\n by mx.home.example with LMTP id 2\n"
        + " for <ill@home.example>; Tue, 3 Mar 2026 10:00:01 +0100\n";
    private const string From = "From: Lending <lending@east.example>\n";

    private static readonly AuthenticationTrust Trust = new("MX.Home.example");

    [Theory]
    [InlineData("dmarc=pass header.from=east.example", "east.example")]
    [InlineData("dmarc=pass (p=reject dis=none) header.from=EAST.example", "east.example")]
    [InlineData("dmarc=pass policy.published=none header.from=east.example", "east.example")]
    [InlineData("dmarc=pass header.from=other.example")]
    [InlineData("dmarc=pass")]
    [InlineData("dmarc=fail header.from=east.example")]
    [InlineData("dmarc=pass header.from=example")]
    [InlineData("dmarc=pass header.from=west.example header.from=east.example")]
    [InlineData("dkim=pass (2048-bit key) header.d=east.example header.s=k1 header.b=\"ab/c=\"", "east.example")]
    [InlineData("dkim=pass header.i=@east.example header.d=mail.east.example")]
    [InlineData("dkim=pass header.d=example")]
    [InlineData("dkim=fail header.d=east.example; dkim=pass header.d=lists.example")]
    [InlineData("dkim=fail header.d=x.example; dkim=pass header.d=east.example", "east.example")]
    [InlineData("dkim=neutral header.d=east.example")]
    [InlineData("spf=pass smtp.mailfrom=bounce@east.example", "east.example")]
    [InlineData("spf=pass smtp.mailfrom=east.example smtp.helo=x", "east.example")]
    [InlineData("spf=pass smtp.mailfrom=bounce@mailer.example")]
    [InlineData("spf=pass smtp.helo=east.example")]
    [InlineData("spf=softfail smtp.mailfrom=bounce@east.example")]
    [InlineData("arc=pass header.d=east.example")]
    [InlineData("none")]
    public void What_our_server_found_counts_when_it_is_about_the_author(string results, params string[] vouched) =>
        Assert.Equal(vouched, Vouched($"Authentication-Results: mx.home.example; {results}\n{Border}{From}"));

    [Theory]
    [InlineData("ill.lib.east.example", "east.example", "east.example")]
    [InlineData("ill.lib.east.example", "lib.east.example", "lib.east.example")]
    [InlineData("east.example", "lib.east.example")]
    [InlineData("east.example", "least.example")]
    [InlineData("notreast.example", "east.example")]
    public void A_parent_domain_is_aligned_and_others_are_not(string from, string signed, params string[] vouched) =>
        Assert.Equal(vouched, Vouched(
            $"Authentication-Results: mx.home.example; dkim=pass header.d={signed}\n{Border}From: a@{from}\n"));

    public static TheoryData<string, string, bool> Placings => new()
    {
        { "above our Received line", Ours + Border + From, true },
        {
            "several of ours",
            Results + "mx.home.example; spf=fail smtp.mailfrom=x.example\n" + Ours + Border + From,
            true
        },
        { "below the line of the last delivery", Lmtp + Ours + Border + From, true },
        { "forged below our Received line", Border + Forged + From, false },
        {
            "forged below, and ours says fail",
            Results + "mx.home.example; dmarc=fail header.from=east.example\n" + Border + Forged + From,
            false
        },
        { "forged below the last delivery and our line", Lmtp + Border + Forged + From, false },
        { "forged with a forged Received line of ours below", Border + Forged + Border + From, false },
        { "forged with a forged delivery by LMTP", Border + Lmtp + Forged + Border + From, false },
        {
            "forged, named in a comment",
            Border.Replace("(Postfix)", "with ESMTPS (with LMTP)") + Forged + Border + From,
            false
        },
        {
            "of another server",
            Results + "mx.evil.example; dmarc=pass header.from=east.example\n" + Border + From,
            false
        },
        { "of ours below another server's", Results + "mx.evil.example; none\n" + Ours + Border + From, false },
        { "of ours below one that cannot be read", Results + "mx.home.example dmarc\n" + Ours + Border + From, false },
        { "without any Received line", Ours + From, false },
        {
            "of a longer name",
            Results + "mx.home.example.evil.example; dmarc=pass header.from=east.example\n" + Border + From,
            false
        },
        {
            "of another version",
            Results + "mx.home.example 2; dmarc=pass header.from=east.example\n" + Border + From,
            false
        },
        { "of version 1", Results + "mx.home.example 1; dmarc=pass header.from=east.example\n" + Border + From, true },
        { "two authors", Ours + Border + From + "From: ceo@other.example\n", false },
        { "two authors in one field", Ours + Border + "From: lending@east.example, x@other.example\n", false },
        { "the domain only as a name", Ours + Border + "From: \"lending@east.example\" <x@other.example>\n", false },
        {
            "words of the sender in quotes",
            Results + "mx.home.example; spf=fail smtp.mailfrom=\"x; dmarc=pass header.from=east.example\"@evil.example\n"
                + Border + From,
            false
        },
        {
            "words of the sender in a comment",
            Results + "mx.home.example; spf=fail (x\\); dmarc=pass header.from=east.example) smtp.mailfrom=evil.example\n"
                + Border + From,
            false
        },
        {
            "results of an encoded word",
            Results + "=?utf-8?q?mx.home.example;_dmarc=3Dpass_header.from=3Deast.example?=\n" + Border + From,
            false
        },
    };

    [Theory]
    [MemberData(nameof(Placings))]
    public void Only_what_no_sender_can_have_written_counts(string name, string header, bool isVouched) =>
        Assert.True(isVouched == Vouched(header).Contains("east.example"), name);

    [Fact]
    public void Filters_that_write_below_our_line_are_believed_when_we_are_told_so()
    {
        var below = Trust with { Placement = AuthenticationPlacement.BelowReceived };
        Assert.Equal(["east.example"], Vouched(Border + "DKIM-Filter: OpenDKIM\n" + Ours + From, below));
        Assert.Empty(Vouched(Border + "Subject: from outside starts here\n" + Forged + From, below));
        Assert.Empty(Vouched(Border + "Received: from a by b; x\n" + Forged + From, below));
        Assert.Empty(Vouched(Border + "Authentication-Results: mx.evil.example; none\n" + Forged + From, below));
    }

    [Fact]
    public void Our_inner_servers_are_passed_over_as_many_as_we_are_told()
    {
        string inner = "Received: from mx.home.example by store.home.example with ESMTP; x\n";
        Assert.Empty(Vouched(inner + Ours + Border + From));
        Assert.Equal(["east.example"], Vouched(inner + Ours + Border + From, Trust with { InnerHops = 1 }));
        Assert.Empty(Vouched(inner + Border + Forged + Border + From, Trust with { InnerHops = 1 }));
    }

    [Fact]
    public void Without_a_server_nobody_is_vouched_for()
    {
        Assert.Empty(VouchedSender.Domains(Mail(Ours + Border + From), null));
        Assert.Empty(Vouched(Ours + Border + From, new AuthenticationTrust(" ")));
    }

    [Fact]
    public void All_of_a_field_is_read()
    {
        var read = AuthenticationResults.Parse(
            " mx.home.example (our own) 1 ; spf=pass reason=\"good; enough\" smtp.mailfrom=a@x.example;"
            + "\tdkim/1 = PASS (k) header.b=ab+/c= ; ")!;
        Assert.Equal("mx.home.example", read.ServerId);
        Assert.Equal([("spf", "pass"), ("dkim", "pass")], read.Results.Select(result => (result.Method, result.Result)));
        Assert.Equal("a@x.example", read.Results[0].Property("smtp", "mailfrom"));
        Assert.Equal("ab+/c=", read.Results[1].Property("header", "b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("; dmarc=pass")]
    [InlineData("mx.home.example; =pass")]
    [InlineData("mx.home.example; dmarc")]
    [InlineData("mx.home.example; dmarc=")]
    [InlineData("mx.home.example; dmarc=pass header.from")]
    [InlineData("mx.home.example; dmarc=pass header=x")]
    [InlineData("mx.home.example; dmarc=pass header.from=\"x")]
    [InlineData("mx.home.example; dmarc=pass header.from=x\"y\"")]
    [InlineData("mx.home.example dmarc=pass")]
    public void What_does_not_keep_to_the_grammar_is_not_believed(string field) =>
        Assert.Null(AuthenticationResults.Parse(field));

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_field_has_at_most_32_results(int count, bool isRead) =>
        Assert.Equal(
            isRead,
            AuthenticationResults.Parse("mx.home.example" + string.Concat(Enumerable.Repeat("; spf=none", count))) is not null);

    private static IReadOnlyList<string> Vouched(string header, AuthenticationTrust? trust = null) =>
        VouchedSender.Domains(Mail(header), trust ?? Trust);

    private static ReceivedMail Mail(string header) => MailCorpus.Read(MailCorpus.Octets(header + "\nx\n"));
}
