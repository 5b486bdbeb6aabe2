using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Mails in many shapes, octet by octet as other programs write them, right and wrong.</summary>
internal static partial class MailCorpus
{
    private const string Pdf = "JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSPj4Kc3RyZWFtCg==";

    internal static IReadOnlyDictionary<string, byte[]> All { get; } = Collect();

    /// <summary>One mail of the corpus, read.</summary>
    internal static ReceivedMail Read(string name) => Read(All[name]);

    internal static ReceivedMail Read(byte[] octets) =>
        Assert.IsType<MimeReading.Read>(MimeReader.Read(octets, MimeReadLimits.Default)).Mail;

    private static Dictionary<string, byte[]> Collect()
    {
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, text) in Plain().Concat(Headers()).Concat(Multiparts()).Concat(Reports()).Concat(Broken()))
            all.Add(name, Octets(text));
        foreach (var (name, text) in WithOtherLineEnds())
            all.Add(name, Encoding.Latin1.GetBytes(text));
        foreach (string path in Directory.EnumerateFiles(GoldenLetters.Folder, "*.eml").Order(StringComparer.Ordinal))
            all.Add("file " + Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));
        return all;
    }

    /// <summary>Every character up to U+00FF is one octet; lines end with CRLF.</summary>
    internal static byte[] Octets(string text) =>
        Encoding.Latin1.GetBytes(text.Replace("\r\n", "\n").Replace("\n", "\r\n"));

    /// <summary>The characters that stand for the octets of UTF-8.</summary>
    private static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Head(string rest, string subject = "Reply") =>
        $"From: Lending <lending@east.example>\nTo: ill@home.example\nSubject: {subject}\n"
        + $"Date: Tue, 3 Mar 2026 10:00:00 +0100\nMessage-ID: <1@east.example>\nMIME-Version: 1.0\n{rest}";

    private static string Text(string charset, string encoding, string body) =>
        Head($"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n{body}");

    private static IEnumerable<(string, string)> Plain() =>
    [
        ("no mime at all", "From: a@east.example\nTo: b@home.example\nSubject: Hello\n\nWe cannot supply.\n"),
        ("ascii", Text("us-ascii", "7bit", "We will supply the book.\n-- \nEast Library\n")),
        ("no line end at the end", Text("us-ascii", "7bit", "Shipped today")),
        ("empty body", Text("us-ascii", "7bit", "")),
        ("header only", "From: a@east.example\nSubject: nothing else\n"),
        ("header without line end", "From: a@east.example\nSubject: cut"),
        ("utf-8 8bit", Text("utf-8", "8bit", Utf8("Leider ist das Buch nicht verfügbar – schöne Grüße, 東京\n"))),
        ("utf-8 quoted-printable", Text("UTF-8", "Quoted-Printable", "Sch=C3=B6ne Gr=C3=BC=C3=9Fe,=\n weiter=20\n"
            + "Ende =3D gut\n")),
        ("utf-8 base64", Text("\"utf-8\"", "BASE64", "TGVpZGVyIG5pY2h0IHZlcmbDvGdiYXIu\nR3LDvMOfZQo=\n")),
        ("latin-1 8bit", Text("iso-8859-1", "8bit", "Gr\u00fc\u00dfe aus M\u00fcnchen\n")),
        ("latin-1 quoted-printable", Text("ISO-8859-1", "quoted-printable", "Pr=EAt entre biblioth=E8ques\n")),
        ("latin-9", Text("iso-8859-15", "quoted-printable", "Kosten: 12 =A4\n")),
        ("windows-1252", Text("windows-1252", "quoted-printable", "=84Nicht im Regal=93 =96 12 =80\n")),
        ("windows-1251", Text("windows-1251", "base64", "yu3o4+Ag7eUg7eDp5OXt4C4K\n")),
        ("koi8-r", Text("koi8-r", "8bit", "\u00eb\u00ce\u00c9\u00c7\u00c1\n")),
        ("iso-8859-2", Text("iso-8859-2", "8bit", "Ksi\u00b1\u00bfka\n")),
        ("iso-8859-7", Text("iso-8859-7", "8bit", "\u00c2\u00e9\u00e2\u00eb\u00df\u00ef\n")),
        ("iso-2022-jp", Text("iso-2022-jp", "7bit", "\u001b$B?^=q4[\u001b(B ILL\n")),
        ("shift_jis", Text("shift_jis", "base64", "kH2PkYrZCg==\n")),
        ("euc-jp", Text("euc-jp", "8bit", "\u00bf\u00de\u00bd\u00f1\u00b4\u00db\n")),
        ("gb2312", Text("gb2312", "8bit", "\u00cd\u00bc\u00ca\u00e9\u00b9\u00dd\n")),
        ("gb18030", Text("gb18030", "8bit", "\u00cd\u00bc\u00ca\u00e9\u0081\u0030\u0081\u0030\n")),
        ("big5", Text("big5", "8bit", "\u00b9\u00cf\u00ae\u00d1\u00c0\u005d\n")),
        ("euc-kr", Text("euc-kr", "8bit", "\u00b5\u00b5\u00bc\u00ad\u00b0\u00fc\n")),
        ("utf-16 with mark", Text("utf-16", "base64", "//5CAG8AbwBrAAoA\n")),
        ("utf-7", Text("utf-7", "7bit", "Hi Mom +Jjo-!\n")),
        ("unknown charset with utf-8", Text("x-mystery", "8bit", Utf8("Größe\n"))),
        ("unknown charset with other octets", Text("x-mystery", "8bit", "Gr\u00f6\u00dfe\n")),
        ("8-bit octets called ascii", Text("us-ascii", "8bit", "Gr\u00f6\u00dfe\n")),
        ("latin-1 that is windows-1252", Text("iso-8859-1", "8bit", "\u0084Nein\u0093\n")),
        ("broken utf-8", Text("utf-8", "8bit", "a\u00c3(b\u00ff\u00e2\u0082 c\n")),
        ("html only", Head("Content-Type: text/html; charset=utf-8\n\n<html><body><p>Not on shelf</p></body></html>\n")),
        ("format flowed", Head("Content-Type: text/plain; charset=utf-8; format=flowed\n\nThis is one \n"
            + "paragraph.\n> quoted \n> text\n-- \nMe\n")),
        ("iso ill part alone", Head("Content-Type: application/iso-10161-ill-1; transfer-encoding=iso-8825-ber\n"
            + "Content-Transfer-Encoding: base64\n\nYYIBAoABAqEOMAyAAVg=\n")),
    ];

    private static IEnumerable<(string, string)> Headers() =>
    [
        ("encoded subject q", Head("\nx\n", "=?iso-8859-1?Q?Gr=FC=DFe_aus_M=FCnchen?=")),
        ("encoded subject b in pieces", Head("\nx\n", "=?UTF-8?B?W0lMTCBIT01FMS9rN2YzXSDDnGJl?=\n"
            + " =?UTF-8?B?ciBkaWUgR3Jlbnplbg==?= [tail]")),
        ("encoded subject with raw text", Head("\nx\n", "AW: [ILL HOME0000042/k7f3] =?utf-8?q?R=C3=BCckgabe?= am 3. Mai")),
        ("encoded word with a language", Head("\nx\n", "=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=")),
        ("encoded words of two charsets", Head("\nx\n", "=?iso-8859-1?q?caf=E9?= =?utf-8?q?_na=C3=AFf?=")),
        ("encoded word next to text", Head("\nx\n", "Re:=?utf-8?q?_Gr=C3=BC=C3=9Fe?=!")),
        ("encoded word with spaces inside", Head("\nx\n", "=?utf-8?q?two words inside?= end")),
        ("encoded word never ended", Head("\nx\n", "=?utf-8?q?never ended")),
        ("encoded word with a wrong letter", Head("\nx\n", "=?utf-8?x?abc?= end")),
        ("encoded word with bad base64", Head("\nx\n", "=?utf-8?b?R3LDvMOf?= =?utf-8?b?ZQ?=")),
        ("encoded word cut inside a character", Head("\nx\n", "=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=")),
        ("encoded word with a line end", Head("\nx\n", "=?utf-8?q?one=0D=0AX-Evil:_two?=")),
        ("encoded word of an unknown charset", Head("\nx\n", "=?x-mystery?q?Gr=F6=DFe?=")),
        ("folded headers", "From: Lending\n <lending@east.example>\nTo: ill@home.example\nSubject: a long\n"
            + " subject\n\tfolded twice\nX-Empty:\nX-Blank: \n\nx\n"),
        ("raw utf-8 in a header", Head("\nx\n", Utf8("Rückgabe – größer"))),
        ("raw latin-1 in a header", Head("\nx\n", "R\u00fcckgabe")),
        ("addresses", "From: \"Smith, Jane\" <jane@east.example>\nTo: ill@home.example, Other Desk <desk@home.example>\n"
            + "Cc: \"quoted \\\"name\\\"\" <q@home.example>\nReply-To: Desk: a@home.example, B <b@home.example>;\n\nx\n"),
        ("encoded addresses", "From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <juergen@east.example>\n"
            + "To: =?iso-8859-1?q?Caf=E9?= =?iso-8859-1?q?_Nord?= <cafe@home.example>\n"
            + "Cc: undisclosed-recipients:;\n\nx\n"),
        ("comments in addresses", "From: jane@east.example (Jane (of the desk))\nTo: ill@home.example (ILL)\n\nx\n"),
        ("comments in the type", Head("Content-Type: text/plain (plain (nested)); charset=utf-8 (UTF)\n"
            + "Content-Transfer-Encoding: quoted-printable (why not)\n\nGr=C3=BC=C3=9Fe\n")),
        ("file name of rfc 2231", Head("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename*=utf-8''%C3%9Cber%20die%20Grenzen.pdf\n\n" + Pdf + "\n")),
        ("file name in pieces", Head("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment;\n filename*1*=%20Grenzen; filename*0*=iso-8859-1'de'%DCber;\n"
            + " filename*2=.pdf\n\n" + Pdf + "\n")),
        ("file name in plain pieces", Head("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename*0=\"one \"; filename*1=\"two.pdf\"\n\n" + Pdf + "\n")),
        ("file name as encoded word", Head("Content-Type: application/pdf; name=\"=?utf-8?b?w5xiZXIucGRm?=\"\n"
            + "Content-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename=\"=?utf-8?b?w5xiZXIucGRm?=\"\n\n" + Pdf + "\n")),
        ("file name without quotes", Head("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename=two words (1).pdf\n\n" + Pdf + "\n")),
        ("file name with a folder", Head("Content-Type: application/pdf; name=\"..\\\\..\\\\boot.pdf\"\n"
            + "Content-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename=\"../../etc/passwd\"\n\n" + Pdf + "\n")),
        ("file name only in the type", Head("Content-Type: application/pdf; name=article.pdf\n"
            + "Content-Transfer-Encoding: base64\n\n" + Pdf + "\n")),
        ("content type twice", Head("Content-Type: text/plain; charset=utf-8\nContent-Type: text/html\n\n<p>x</p>\n")),
        ("content type without a subtype", Head("Content-Type: text\n\nplain enough\n")),
        ("content type that is nonsense", Head("Content-Type: ///;;;==\n\nplain enough\n")),
        ("semicolon at the end", Head("Content-Type: text/plain; charset=utf-8;\n\nGr\u00c3\u00bc\u00c3\u009fe\n")),
        ("many traces", "Return-Path: <lending@east.example>\nDelivered-To: ill+1.2.abc@home.example\n"
            + "Authentication-Results: mx.home.example; dmarc=pass header.from=east.example\n"
            + "Received: from mail.east.example by mx.home.example; Tue, 3 Mar 2026 10:00:01 +0100\n"
            + "Received: from desk.east.example by mail.east.example; Tue, 3 Mar 2026 10:00:00 +0100\n"
            + "References: <1@home.example>\n <2@home.example>\nIn-Reply-To: <2@home.example>\n" + Head("\nShipped.\n")),
    ];

    private static string Mixed(string parts, string type = "multipart/mixed", string boundary = "b1") =>
        Head($"Content-Type: {type}; boundary=\"{boundary}\"\n\n{parts}");

    private static IEnumerable<(string, string)> Multiparts() =>
    [
        ("alternative", Mixed("preamble\n--b1\nContent-Type: text/plain; charset=utf-8\n\nplain\n--b1\n"
            + "Content-Type: text/html; charset=utf-8\n\n<p>html</p>\n--b1--\nepilogue\n", "multipart/alternative")),
        ("mixed with a file", Mixed("--b1\nContent-Type: text/plain\n\nattached\n--b1\n"
            + "Content-Type: application/pdf; name=a.pdf\n"
            + "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.pdf\n\n" + Pdf + "\n"
            + "--b1--\n")),
        ("nested three times", Mixed("--b1\nContent-Type: multipart/related; boundary=b2\n\n--b2\n"
            + "Content-Type: multipart/alternative; boundary=b3\n\n--b3\n\nplain\n--b3\nContent-Type: text/html\n"
            + "\n<b>html</b>\n--b3--\n"
            + "--b2\nContent-Type: image/png\nContent-ID: <p@x>\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: inline\n\niVBORw==\n--b2--\n"
            + "--b1\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nAAECAwQ=\n--b1--\n")),
        ("boundary with odd characters", Mixed("--=_a'b(c)+d,e-f.g/h:i=j?\n\none\n--=_a'b(c)+d,e-f.g/h:i=j?--\n",
            boundary: "=_a'b(c)+d,e-f.g/h:i=j?")),
        ("boundary with spaces behind", Mixed("--b1  \n\none\n--b1\t\n\ntwo\n--b1-- \n")),
        ("boundary that begins another", Mixed("--b1\nContent-Type: multipart/mixed; boundary=b11\n\n--b11\n\n"
            + "inner\n--b11--\n--b1\n\nouter\n--b1--\n")),
        ("text like a boundary", Mixed("--b1\n\n--b1x is no boundary\n --b1\n---b1\n--b2\n--b1--\n")),
        ("end boundary missing", Mixed("--b1\n\none\n--b1\n\ntwo, and the mail was cut\n")),
        ("end boundary missing inside", Mixed("--b1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\n\n"
            + "plain\n--b1\nContent-Type: text/html\n\n<p>outer</p>\n--b1--\n")),
        ("boundary never there", Mixed("just text\nwithout any boundary\n")),
        ("boundary not named", Head("Content-Type: multipart/mixed\n\n--b1\n\none\n--b1--\n")),
        ("empty parts", Mixed("--b1\n--b1\n\n--b1\n\n\n--b1--\n")),
        ("part without empty line", Mixed("--b1\nContent-Type: text/plain\nThis line is no header\nnor this\n--b1--\n")),
        ("part of headers only", Mixed("--b1\nContent-Type: text/plain\nX-A: b\n--b1--\n")),
        ("text behind the end", Mixed("--b1\n\none\n--b1--\n--b1\n\nnot a part any more\n--b1--\n")),
        ("no line end at the last boundary", Mixed("--b1\n\none\n--b1--")),
        ("mail inside", Mixed("--b1\n\nforwarded\n--b1\nContent-Type: message/rfc822\n\nFrom: c@far.example\n"
            + "Subject: =?utf-8?q?=C3=A9t=C3=A9?=\n"
            + "Content-Type: multipart/mixed; boundary=b2\n\n--b2\n\ninner\n--b2\nContent-Type: text/html\n\n"
            + "<i>inner</i>\n--b2--\n--b1--\n")),
        ("mail inside with headers only", Mixed("--b1\nContent-Type: message/rfc822\n\nFrom: c@far.example\n"
            + "Subject: returned\n--b1--\n")),
        ("mail inside that is encoded", Mixed("--b1\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            + "RnJvbTogY0BmYXIuZXhhbXBsZQ0KU3ViamVjdDogaW5uZXINCg0KaW5uZXIgdGV4dA0K\n--b1--\n")),
        ("digest", Mixed("--b1\n\nFrom: a@x.example\nSubject: one\n\nfirst\n--b1\nContent-Type: text/plain\n\n"
            + "no mail\n--b1--\n", "multipart/digest")),
        ("signed", Mixed("--b1\nContent-Type: text/plain\n\nsigned text\n--b1\n"
            + "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\nabc\n"
            + "-----END PGP SIGNATURE-----\n--b1--\n",
            "multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256")),
        ("multipart that claims base64", Head("Content-Type: multipart/mixed; boundary=b1\n"
            + "Content-Transfer-Encoding: base64\n\n--b1\n\none\n--b1--\n")),
        ("unknown subtype of multipart", Mixed("--b1\n\none\n--b1\n\ntwo\n--b1--\n", "multipart/x-strange")),
    ];
}
