using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

public class MailTextTests
{
    [Theory]
    [InlineData("<p>Not on shelf</p>", "Not on shelf\n")]
    [InlineData("<p>One</p><p>Two</p>", "One\n\nTwo\n")]
    [InlineData("<div>One</div><div>Two</div>", "One\nTwo\n")]
    [InlineData("One<br>Two<br/><br>Three", "One\nTwo\n\nThree\n")]
    [InlineData("  many \n  spaces&nbsp;here\t. ", "many spaces here .\n")]
    [InlineData("Gr&uuml;&szlig;e &amp; &#8211; &lt;b&gt; &bogus;", "Grüße & – <b> &bogus;\n")]
    [InlineData("<b>wi</b>ll <i>supply</i>", "will supply\n")]
    [InlineData("<ul><li>one<li>two</ul>", "- one\n- two\n")]
    [InlineData("<table><tr><th>Title</th><td>A book</td></tr><tr><td>Due</td><td>3 May</td></tr></table>",
        "Title\tA book\nDue\t3 May\n")]
    [InlineData("<h1>Reply</h1>No.<hr>Signature", "Reply\n\nNo.\n________________________________\nSignature\n")]
    [InlineData("<pre>a  b\n c</pre>", "a  b\n c\n")]
    [InlineData("Answer<blockquote>asked<blockquote>before</blockquote></blockquote>after",
        "Answer\n\n> asked\n>\n>> before\n\nafter\n")]
    [InlineData("<a href=\"https://gw.example/r/x\">the page</a>", "the page <https://gw.example/r/x>\n")]
    [InlineData("<a href=\"https://gw.example/r/x\">https://gw.example/r/x</a>", "https://gw.example/r/x\n")]
    [InlineData("<a href=\"mailto:a@east.example\">a@east.example</a>", "a@east.example\n")]
    [InlineData("<a href=\"javascript:alert(1)\">click</a> <a href=\"/x\">here</a> <a name=y>there</a>", "click here there\n")]
    [InlineData("<img src=x alt=\"Our logo\"><img src=y>", "[Our logo]\n")]
    [InlineData("<head><title>Mail</title><style>p{color:red}</style></head><body>text</body>", "text\n")]
    [InlineData("<script>alert('<p>x</p>')</script>text", "text\n")]
    [InlineData("<div style=\"display: none\">preview <div>inner</div> more</div>text", "text\n")]
    [InlineData("<span hidden>secret</span>text", "text\n")]
    [InlineData("<p hidden>secret<p>text", "text\n")]
    [InlineData("<input hidden>text<br hidden>more", "textmore\n")]
    [InlineData("<!-- secret --><!--[if mso]>secret<![endif]-->text", "text\n")]
    [InlineData("zero\u200bwidth\u00ad", "zerowidth\n")]
    [InlineData("unclosed <b <i x=\"", "unclosed\n")]
    [InlineData("</div></p></blockquote>text", "text\n")]
    [InlineData("<textarea>a <b> c</textarea>", "a <b> c\n")]
    [InlineData("", "")]
    public void Html_becomes_text(string html, string text) => Assert.Equal(text, HtmlText.Of(html));

    [Theory]
    [InlineData("This is one \nparagraph.\nNext\n", false, "This is one paragraph.\nNext\n")]
    [InlineData("long\u0020\nword\n", true, "longword\n")]
    [InlineData("> quoted \n> text\n>> deeper\n", false, "> quoted text\n>> deeper\n")]
    [InlineData("> open \nanswer\n", false, "> open \nanswer\n")]
    [InlineData(" stuffed\n  >no quote\n", false, "stuffed\n >no quote\n")]
    [InlineData("text \n-- \nMe\n", false, "text \n-- \nMe\n")]
    [InlineData("ends open \n", false, "ends open ")]
    [InlineData("", false, "")]
    public void Flowed_lines_are_joined(string text, bool dropsSpace, string joined) =>
        Assert.Equal(joined, FlowedText.Of(text, dropsSpace));

    [Theory]
    [InlineData("alternative", "plain")]
    [InlineData("nested three times", "plain")]
    [InlineData("html only", "Not on shelf\n")]
    [InlineData("mail inside", "forwarded")]
    [InlineData("bounce", "For people.")]
    [InlineData("signed", "signed text")]
    [InlineData("boundary never there", "just text\nwithout any boundary\n")]
    [InlineData("boundary with spaces behind", "one\ntwo")]
    [InlineData("attachment as the whole mail", "")]
    [InlineData("iso ill part alone", "")]
    [InlineData("format flowed", "This is one paragraph.\n> quoted text\n-- \nMe\n")]
    public void The_text_of_a_mail_is_what_a_person_reads(string name, string text) =>
        Assert.Equal(text, MailText.Of(MailCorpus.Read(name)).Text);

    [Theory]
    [InlineData("alternative")]
    [InlineData("mixed with a file", "application/pdf")]
    [InlineData("nested three times", "image/png", "application/octet-stream")]
    [InlineData("mail inside", "message/rfc822")]
    [InlineData("bounce", "message/delivery-status", "text/rfc822-headers")]
    [InlineData("signed", "application/pgp-signature")]
    [InlineData("attachment as the whole mail", "text/plain")]
    [InlineData("digest", "message/rfc822")]
    [InlineData("iso ill part alone", "application/iso-10161-ill-1")]
    public void All_other_parts_are_attachments(string name, params string[] types) =>
        Assert.Equal(types, MailText.Of(MailCorpus.Read(name)).Attachments.Select(part => part.Type));

    [Fact]
    public void Of_a_choice_only_other_forms_of_the_text_are_left_out()
    {
        var text = MailText.Of(MailCorpus.Read(MailCorpus.Octets(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\n"
            + "Content-Type: multipart/related; boundary=c\n\n"
            + "--c\nContent-Type: text/html\n\n<p>html</p>\n--c\nContent-Type: image/png\n\nx\n--c--\n"
            + "--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--\n")));
        Assert.Equal("plain", text.Text);
        Assert.Equal(["image/png", "text/calendar"], text.Attachments.Select(part => part.Type));
    }

    [Fact]
    public void Plain_text_without_words_gives_way_to_html()
    {
        var text = MailText.Of(MailCorpus.Read(MailCorpus.Octets(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\n"
            + "Content-Type: text/html\n\n<p>words</p>\n--b--\n")));
        Assert.Equal(("words\n", true), (text.Text, text.IsFromHtml));
    }

    [Fact]
    public void Html_and_text_are_cut_at_their_limits()
    {
        string html = new string('a', 256 * 1024);
        Assert.Equal(html.Length + 1, HtmlText.Of(html).Length);
        Assert.Equal(html.Length + 1, HtmlText.Of(html + "b").Length);
        foreach (int chars in new[] { 1 << 20, (1 << 20) + 1 })
        {
            var text = MailText.Of(MailCorpus.Read(Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + new string('a', chars))));
            Assert.Equal((1 << 20, chars > 1 << 20), (text.Text.Length, text.IsCut));
        }
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(21, 20)]
    public void Quotations_are_told_apart_up_to_20_levels(int written, int read)
    {
        string html = string.Concat(Enumerable.Repeat("<blockquote>", written)) + "x";
        Assert.EndsWith(new string('>', read) + " x\n", HtmlText.Of(html));
        Assert.Equal(new string('>', read) + " x\n", FlowedText.Of(new string('>', written) + " x\n", dropsSpace: false));
    }
}
