using System.Diagnostics;
using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Hostile;

/// <summary>
/// Mails made to cost more than they are worth: each at its limit, where it is read, and one beyond, where it is refused or
/// cut. All of them, text and kind included, within 250 ms of processor time and 64 MiB.
/// </summary>
[Collection(MailBombCollection.Name)]
public sealed class MailBombTests(ITestOutputHelper output)
{
    private const int Mebi = 1 << 20;
    private static readonly TimeSpan CpuLimit = TimeSpan.FromMilliseconds(250);
    private static bool isWarm;

    public static TheoryData<string> Names => [.. Bombs.Keys];

    private static Dictionary<string, (Func<string> Mail, string Outcome)> Bombs { get; } = new(StringComparer.Ordinal)
    {
        ["10 MiB"] = (() => Filled("Subject: x\r\n\r\n", 10 * Mebi), "text-cut"),
        ["10 MiB and one"] = (() => Filled("Subject: x\r\n\r\n", 10 * Mebi) + "x", "mail-too-long"),
        ["multiparts 8 deep"] = (() => Nested(7), ""),
        ["multiparts 9 deep"] = (() => Nested(8), "mail-too-deep"),
        ["multiparts 100,000 deep"] = (() => Nested(100_000), "mail-too-deep"),
        ["mails 8 deep"] = (() => MailsInside(7), ""),
        ["mails 9 deep"] = (() => MailsInside(8), "mail-too-deep"),
        ["mails 200,000 deep"] = (() => MailsInside(200_000), "mail-too-deep"),
        ["encoded mails 9 deep"] = (() => EncodedMailsInside(8), "mail-too-deep"),
        ["encoded mails of 10 MiB, 3 deep"] = (() => EncodedMailsInside(3, 4_200_000), "message-encoded"),
        ["encoded mails of 10 MiB, 4 deep"] = (() => EncodedMailsInside(4, 3_250_000), "mail-decoded-too-long"),
        ["50 parts"] = (() => Parts(50), ""),
        ["51 parts"] = (() => Parts(51), "mail-too-many-parts"),
        ["a million parts"] = (() => Parts(1_000_000, ""), "mail-too-many-parts"),
        ["a million lines like a boundary"] = (() => Multi + Repeat("--b1x\r\n", 1_000_000), "boundary-missing"),
        ["dashes without end"] = (() => Multi + new string('-', 9 * Mebi), "boundary-missing"),
        ["dashes in lines of two"] = (() => Multi + Repeat("--\r", 3 * Mebi), "boundary-missing"),
        ["a boundary of spaces behind"] = (() => Multi + "--b" + new string(' ', 9 * Mebi) + "x", "boundary-missing"),
        ["a boundary of 256 octets"] = (() => WithBoundary(256), ""),
        ["a boundary of 257 octets"] = (() => WithBoundary(257), "boundary-missing"),
        ["200 headers"] = (() => Repeat("X: y\r\n", 200) + "\r\nx", ""),
        ["201 headers"] = (() => Repeat("X: y\r\n", 201) + "\r\nx", "mail-too-many-headers"),
        ["a million headers"] = (() => Repeat("X: y\r\n", 1_000_000), "mail-too-many-headers"),
        ["headers of 64 KiB"] = (() => "X:" + new string('y', 65_532) + "\r\n\r\nx", ""),
        ["headers of 64 KiB and one"] = (() => "X:" + new string('y', 65_533) + "\r\n\r\nx", "mail-headers-too-long"),
        ["a header of 9 MiB"] = (() => "X: " + new string('y', 9 * Mebi), "mail-headers-too-long"),
        ["a header folded a million times"] = (() => "X:" + Repeat("\r\n y", 1_000_000), "mail-headers-too-long"),
        ["50 parts with 64 KiB of headers"] = (() => Parts(50, "X:" + new string('y', 65_532) + "\r\n"), ""),
        ["a line of 9 MiB"] = (() => "Subject: x\r\n\r\n" + new string('y', 9 * Mebi) + "\r\n", "text-cut"),
        ["a million empty lines"] = (() => "Subject: x\r\n\r\n" + Repeat("\r\n", 1_000_000), ""),
        ["base64 of 9 MiB"] = (() => Coded("base64", Repeat("QUJD", 9 * Mebi / 4)), "text-cut"),
        ["base64 of 9 MiB in lines of one"] = (() => Coded("base64", Repeat("Q\n", 9 * Mebi / 2)), ""),
        ["base64 of nothing but padding"] = (() => Coded("base64", new string('=', 9 * Mebi)), ""),
        ["quoted-printable of nothing but equals signs"] =
            (() => Coded("quoted-printable", new string('=', 9 * Mebi)), "text-cut"),
        ["quoted-printable of soft breaks"] = (() => Coded("quoted-printable", Repeat("=\n", 9 * Mebi / 2)), ""),
        ["quoted-printable of spaces behind equals signs"] =
            (() => Coded("quoted-printable", Repeat("= ", 9 * Mebi / 2)), "text-cut"),
        ["2,000 encoded words"] = (() => Words(2_000), ""),
        ["2,001 encoded words"] = (() => Words(2_001), "encoded-words-many"),
        ["encoded words never ended"] = (() => "Subject: " + Repeat("=?u?q?", 10_000) + "\r\nFrom: " + "\r\n\r\nx", ""),
        ["encoded words of unknown charsets"] =
            (() => "Subject: " + Numbered(1_900, i => $"=?x-{i}?q?a=FF?= ") + "\r\n\r\nx", ""),
        ["64 parameters"] = (() => "Content-Type: text/plain" + Numbered(64, i => $";x*{i}*=a") + "\r\n\r\nx", ""),
        ["65 parameters"] = (() => "Content-Type: text/plain" + Numbered(65, i => $";x*{i}*=a") + "\r\n\r\nx", "parameters-many"),
        ["thousands of parameters"] =
            (() => "Content-Type: text/plain" + Numbered(7_000, i => $";a{i}=b") + "\r\n\r\nx", "parameters-many"),
        ["semicolons for parameters"] = (() => "Content-Type: text/plain" + new string(';', 65_000) + "\r\n\r\nx", ""),
        ["comments for a type"] = (() => "Content-Type: " + new string('(', 65_000) + "\r\n\r\nx", "content-type-unreadable"),
        ["quotes for a file name"] =
            (() => "Content-Disposition: attachment; filename=" + Repeat("\"\\", 32_000) + "\r\n\r\nx", ""),
        ["addresses of opened angles"] = (() => $"From: {new string('<', 60_000)}\r\n\r\nx", ""),
        ["addresses of opened comments"] = (() => $"From: {new string('(', 60_000)}\r\n\r\nx", ""),
        ["addresses of colons"] = (() => $"From: a@{new string(':', 60_000)}\r\n\r\nx", ""),
        ["addresses of encoded words"] = (() => $"From: {Repeat("=?=?u?q?", 8_000)} ?=\r\n\r\nx", ""),
        ["addresses by thousands"] = (() => $"From: {Repeat("a@b.c,", 10_000)}\r\n\r\nx", ""),
        ["identifiers by thousands"] =
            (() => $"References: {Repeat("<a@b>", 13_000)}\r\nIn-Reply-To: {new string('<', 100)}\r\n\r\nx", ""),
        ["results of comments"] =
            (() => $"Authentication-Results: x; {Repeat("(", 60_000)}\r\nReceived: x\r\nFrom: a@b.c\r\n\r\nx", ""),
        ["a report of many blocks"] = (() => Report(Repeat("Action: failed\r\n\r\n", 400_000)), ""),
        ["a report of one long line"] = (() => Report("Diagnostic-Code: " + new string('x', 9 * Mebi)), ""),
        ["a report without fields"] = (() => Report(Repeat("x\r\n", 2_000_000)), ""),
        ["html 100,000 deep"] = (() => Html(Repeat("<div>", 100_000)), ""),
        ["html of spans 100,000 deep, then paragraphs"] = (() => Html(Repeat("<span>", 50_000) + Repeat("<p>", 50_000)), ""),
        ["html of tables 100,000 deep"] = (() => Html(Repeat("<table>", 70_000)), ""),
        ["html of fonts and paragraphs"] = (() => Html(Numbered(20_000, i => $"<font color={i}>") + Repeat("<p>", 50_000)), ""),
        ["html of end tags"] = (() => Html(Repeat("<b>", 60_000) + Repeat("</i>", 60_000)), ""),
        ["html with thousands of attributes"] = (() => Html("<p " + Numbered(80_000, i => $"a{i} ") + ">x"), ""),
        ["html with one attribute thousands of times"] = (() => Html("<p " + Repeat("href ", 100_000) + ">x"), ""),
        ["html of quotations"] = (() => Html(Repeat("<blockquote>", 40_000) + Repeat("<br>x", 8_000)), ""),
        ["html of links"] = (() => Html(Repeat("<a href=http://x>", 30_000) + "x"), ""),
        ["html of one long link"] = (() => Html("<a href=http://" + new string('x', 500_000) + ">x</a>"), ""),
        ["html of links in one line"] = (() => Html(Repeat("<a href=http://x>y</a>", 23_000)), ""),
        ["html of entities"] = (() => Html(Repeat("&CounterClockwiseContourIntegral;", 15_000)), ""),
        ["html of broken entities"] = (() => Html(Repeat("&Counter", 60_000)), ""),
        ["html of comments"] = (() => Html(Repeat("<!--", 100_000)), ""),
        ["html of open tags"] = (() => Html(Repeat("<", 500_000)), ""),
        ["html of 9 MiB"] = (() => Html(Repeat("<p>words ", Mebi)), "text-cut"),
        ["flowed lines without end"] =
            (() => "Content-Type: text/plain; format=flowed\r\n\r\n" + Repeat("> x \r\n", 600_000), ""),
        ["flowed quotations"] =
            (() => "Content-Type: text/plain; format=flowed\r\n\r\n" + Repeat(new string('>', 1_000) + "\r\n", 3_000), ""),
    };

    private const string Multi = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bomb_costs_little(string name)
    {
        WarmUp();
        byte[] octets = Encoding.Latin1.GetBytes(Bombs[name].Mail());
        string outcome = Bombs[name].Outcome;
        var codes = ReadAll(octets);
        bool isRefused = codes.Any(code => code.StartsWith("mail-", StringComparison.Ordinal));
        Assert.True(outcome.Length == 0 ? !isRefused : codes.Contains(outcome), string.Join(' ', codes));
        var (cpu, allocated) = Measure(octets);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{octets.Length} octets, {cpu.TotalMilliseconds:F0} ms, {allocated / 1024} KiB: {string.Join(' ', codes)}"));
        Assert.True(cpu < CpuLimit, $"{cpu.TotalMilliseconds} ms");
        Assert.True(allocated < 64 * Mebi, $"{allocated} octets");
    }

    /// <summary>The cost of a mail and of all that is read of it: the best of three.</summary>
    private static (TimeSpan Cpu, long Allocated) Measure(byte[] octets)
    {
        var best = TimeSpan.MaxValue;
        long allocated = 0;
        for (int round = 0; round < 3 && best > CpuLimit / 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            ReadAll(octets);
            best = clock.Elapsed < best ? clock.Elapsed : best;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return (best, allocated);
    }

    /// <summary>Reads a mail and everything of it, and gives the codes of what was refused or tolerated.</summary>
    internal static IReadOnlyList<string> ReadAll(byte[] octets)
    {
        var reading = MimeReader.Read(octets, MimeReadLimits.Default);
        if (reading is not MimeReading.Read(var mail))
            return [((MimeReading.Refused)reading).Problem.Code];
        MailText.Of(mail);
        LetterKinds.Of(mail, OwnMail.None);
        VouchedSender.Domains(mail, new AuthenticationTrust("x"));
        ReceivedAddress.Recipients(mail);
        MessageId.ListOf(mail.Header("References"));
        return [.. mail.Tolerated.Select(problem => problem.Code)];
    }

    private static void WarmUp()
    {
        if (isWarm)
            return;
        isWarm = true;
        foreach (string name in new[] { "html 100,000 deep", "50 parts", "2,001 encoded words", "base64 of 9 MiB" })
            ReadAll(Encoding.Latin1.GetBytes(Bombs[name].Mail()));
    }

    private static string Repeat(string text, int count) =>
        new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static string Numbered(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static string Filled(string start, int octets) => start + new string('x', octets - start.Length);

    private static string Nested(int levels)
    {
        var mail = new StringBuilder();
        for (int i = 0; i < levels; i++)
            mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=n{i}\r\n\r\n--n{i}\r\n");
        return mail.Append("\r\ntext\r\n").ToString();
    }

    private static string MailsInside(int levels) =>
        Repeat("Content-Type: message/rfc822\r\n\r\n", levels) + "Subject: x\r\n\r\ntext\r\n";

    private static string EncodedMailsInside(int levels, int octets = 4)
    {
        string mail = "Subject: x\r\n\r\n" + new string('x', octets);
        for (int i = 0; i < levels; i++)
        {
            mail = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Convert.ToBase64String(Encoding.Latin1.GetBytes(mail));
        }
        return mail;
    }

    private static string Parts(int count, string header = "Content-Type: text/plain\r\n") =>
        Multi + Repeat($"--b\r\n{header}\r\n", count) + "--b--\r\n";

    private static string WithBoundary(int octets)
    {
        string boundary = new('b', octets);
        return $"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n--{boundary}\r\n\r\nx\r\n--{boundary}--\r\n";
    }

    private static string Coded(string encoding, string body) =>
        $"Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}";

    private static string Words(int count)
    {
        string line = "=?utf-8?q?a?= ";
        return "Subject: " + Repeat(line, count / 2) + "\r\nX-Other: " + Repeat(line, count - count / 2) + "\r\n\r\nx";
    }

    private static string Report(string fields) =>
        "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n"
        + "Content-Type: message/delivery-status\r\n\r\n" + fields;

    private static string Html(string html) => "Content-Type: text/html; charset=utf-8\r\n\r\n" + html;
}

/// <summary>Measured alone: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MailBombCollection
{
    public const string Name = "mail bombs";
}
