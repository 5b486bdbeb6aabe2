namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Reports of servers and readers, and mails that are not as they should be.</summary>
internal static partial class MailCorpus
{
    private static IEnumerable<(string, string)> Reports() =>
    [
        ("bounce", Report("delivery-status", "message/delivery-status",
            "Reporting-MTA: dns; mx.partner.example\nOriginal-Envelope-Id: 100042.3\n\n"
                + "Final-Recipient: rfc822; ill@partner.example\n"
            + "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user\n unknown\n")),
        ("bounce of several", Report("delivery-status", "message/delivery-status",
            "Reporting-MTA: dns; mx.partner.example\n\nFinal-Recipient: rfc822; a@partner.example\n"
                + "Action: delayed\nStatus: 4.4.1\n\n"
            + "Final-Recipient: rfc822; b@partner.example\nOriginal-Recipient: rfc822;B.Smith@partner.example\n"
            + "Action: failed\nStatus: 5.2.2\n\n"
            + "Final-Recipient: rfc822; c@partner.example\nAction: delivered\nStatus: 2.0.0\n")),
        ("read report", Report("disposition-notification", "message/disposition-notification",
            "Reporting-UA: desk.partner.example; Reader\nFinal-Recipient: rfc822; ill@partner.example\n"
                + "Original-Message-ID: <100042.3.k7f3q2@home.example>\n"
            + "Disposition: manual-action/MDN-sent-manually; displayed\n")),
        ("complaint", Report("feedback-report", "message/feedback-report",
            "Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: <ill@partner.example>\n")),
    ];

    private static string Report(string type, string part, string fields) =>
        "Return-Path: <>\nFrom: MAILER-DAEMON@partner.example\nTo: bounce+100042.3.k7f3q2@home.example\nSubject: Report\n"
        + $"Content-Type: multipart/report; report-type={type}; boundary=\"r1\"\n\n--r1\n\nFor people.\n--r1\n"
        + $"Content-Type: {part}\n\n{fields}\n"
        + "--r1\nContent-Type: text/rfc822-headers\n\nMessage-ID: <100042.3.k7f3q2@home.example>\n"
        + "Subject: [ILL HOME0000042/k7f3] Request\n--r1--\n";

    private static IEnumerable<(string, string)> Broken() =>
    [
        ("line of a mailbox file", "From lending@east.example Tue Mar  3 10:00:00 2026\n" + Head("\nx\n")),
        ("continuation at the top", " lost line\n" + Head("\nx\n")),
        ("no empty line before the body", "From: a@east.example\nSubject: x\nThis is the body already\n"
            + ": not a header\nX: nor this\n"),
        ("body only", "This is not a mail at all\nonly text\n"),
        ("space before the colon", "From : a@east.example\nSubject\t: odd\n\nx\n"),
        ("header without a name", "From: a@east.example\n: nothing\nSubject: after it\n\nx\n"),
        ("base64 with bad characters", Text("us-ascii", "base64", "V2Ug*d2ls\n!bC BzdXBw\nbHku\n")),
        ("base64 without padding", Text("us-ascii", "base64", "V2Ugd2lsbCBzdXBwbHk\n")),
        ("base64 with a character too many", Text("us-ascii", "base64", "V2Ugd2lsbCBzdXBwbHkuC\n")),
        ("base64 with text behind it", Text("us-ascii", "base64", "V2Ugd2lsbA==\n\n_____\nfooter of a list\n")),
        ("base64 of nothing", Text("us-ascii", "base64", "\n")),
        ("quoted-printable with bad escapes", Text("utf-8", "quoted-printable", "50 =% of =XY and =C3=B6 and =\n")),
        ("quoted-printable with spaces behind", Text("utf-8", "quoted-printable", "soft = \nbreak and trailing  \n"
            + "end=09\n")),
        ("quoted-printable with lower case", Text("utf-8", "quoted-printable", "gr=c3=bc=c3=9fe\n")),
        ("quoted-printable with two equals signs", Text("utf-8", "quoted-printable", "a==41b\n")),
        ("unknown transfer encoding", Text("us-ascii", "x-secret", "as it is\n")),
        ("transfer encoding twice", Head("Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit\n\n"
            + "V2Ugd2lsbA==\n")),
        ("uuencode", Text("us-ascii", "x-uuencode", "begin 644 a.txt\n#0V%T\n`\nend\n")),
        ("nul octets", Text("us-ascii", "8bit", "a\0b\0\n")),
        ("a very long line", Text("us-ascii", "7bit", new string('x', 20_000) + "\n")),
        ("type with capitals", Head("CONTENT-TYPE: TEXT/HTML; CHARSET=UTF-8\n\n<p>x</p>\n")),
        ("attachment as the whole mail", Head("Content-Type: text/plain; name=notes.txt\n"
            + "Content-Disposition: ATTACHMENT; filename=notes.txt\n\nnotes\n")),
    ];

    private static IEnumerable<(string, string)> WithOtherLineEnds()
    {
        string mail = Multiparts().First(m => m.Item1 == "nested three times").Item2;
        yield return ("lf only", mail);
        yield return ("cr only", mail.Replace('\n', '\r'));
        yield return ("line ends mixed", string.Concat(mail.Split('\n').Select((line, i) => line + (i % 3 == 0
            ? "\r\n" : "\n"))));
    }
}
