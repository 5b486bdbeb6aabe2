using System.Text;

namespace ResourceSharing.Tests.Hostile;

/// <summary>Messages of a system that is known, strange enough to do harm, though some of them may be understood.</summary>
internal static class NcipOddities
{
    private const string Text = "application/xml";
    private const string Form = "application/x-www-form-urlencoded";

    private static int _requests;

    /// <summary>By what is odd: the octets, and what they are called.</summary>
    public static IReadOnlyDictionary<string, Func<(byte[] Octets, string ContentType)>> Messages { get; } =
        new Dictionary<string, Func<(byte[], string)>>(StringComparer.Ordinal)
        {
            ["a number of 250,000 characters"] = () => Of(Lookup(new string('9', 250_000))),
            ["a number of one character too many"] = () => Of(Lookup(new string('9', 257))),
            ["a number of control characters"] = () => Of(Lookup("&#9;&#10;&#13;")),
            ["a number that is code"] = () => Of(Lookup("' OR 1=1; DROP TABLE circulation; --")),
            ["a number of combining marks"] = () => Of(Lookup("a" + new string('\u0301', 120_000))),
            ["a number from right to left"] = () => Of(Lookup("\u202E\u200B\uFEFFCARD-1\u2066")),
            ["a PIN of 250,000 characters"] = () => Of(Message("LookupUser",
                Input("Barcode Id", HostileGateway.PatronNumber) + Input("PIN", new string('1', 250_000)))),
            ["a title of 250,000 characters"] = () => Of(Accept(new string('t', 250_000))),
            ["a title with NUL"] = () => Of(Accept("a\0b")),
            ["a title with escapes and ends of lines"] = () => Of(Accept("a\u001b[31m\u0007\r\nInjected: yes")),
            ["a title of half a character"] = () => (Between(Accept("|"), [0xED, 0xA0, 0x80]), Text),
            ["a title in too many octets"] = () => (Between(Accept("|"), [0xC0, 0xBC, 0xE0, 0x80, 0xBC]), Text),
            ["a title that ends in the middle of a character"] = () => (Between(Accept("|"), [0xF0, 0x9F]), Text),
            ["a title that is a formula"] = () => Of(Accept("=cmd|' /C calc'!A0")),
            ["a title of references"] = () => Of(Accept(Times("&#65;", 150_000))),
            ["a title of character data"] = () => Of(Accept($"<![CDATA[{new string('<', 200_000)}]]>")),
            ["a title of signs that need two octets each"] = () => Of(Accept(Times("&lt;&amp;", 60_000))),
            ["a date of the year 99999"] = () => Of(Accept("Book", "99999-12-31T23:59:00")),
            ["a date of the first day"] = () => Of(Accept("Book", "0001-01-01T00:00:00+14:00")),
            ["a date of the last day"] = () => Of(Accept("Book", "9999-12-31T23:59:59-14:00")),
            ["a date of 100,000 digits"] = () => Of(Accept("Book", new string('2', 100_000))),
            ["five thousand items"] = () => Of(Message("RequestItem",
                User + Times("<ItemId><ItemIdentifierValue>B</ItemIdentifierValue></ItemId>", 5_000))),
            ["nine thousand kinds of elements"] = () => Of(Message("LookupUser",
                User + Times("<UserElementType>Name Information</UserElementType>", 9_000))),
            ["nineteen thousand unknown elements"] = () => Of(Message("LookupUser", Times("<x/>", 19_000) + User)),
            ["sixty levels of unknown elements"] = () => Of(Message(
                "LookupUser", Times("<x>", 60) + Times("</x>", 60) + User)),
            ["sixty long attributes"] = () => Of(Message("LookupUser",
                $"<x {string.Join(' ', Enumerable.Range(0, 60).Select(i => $"a{i}='{new string('v', 10_000)}'"))}/>")),
            ["a comment of 900 kB"] = () => Of(Message("LookupUser", $"<!--{new string('c', 900_000)}-->{User}")),
            ["an instruction of 900 kB"] = () => Of(Message("LookupUser", $"<?x {new string('c', 900_000)}?>{User}")),
            ["900 kB of blanks"] = () => Of(Message("LookupUser", new string(' ', 900_000) + User)),
            ["a version of 200 kB"] = () => Of(Lookup("X").Replace(
                "2.02", new string('2', 200_000), StringComparison.Ordinal)),
            ["a service of 250 characters"] = () => Of(Message(new string('S', 250), User)),
            ["a profile of 250,000 characters"] = () => Of(Lookup("X").Replace(
                HostileGateway.NcipProfile, new string('P', 250_000), StringComparison.Ordinal)),
            ["declared as UTF-16, sent as ASCII"] = () => Of("<?xml version='1.0' encoding='UTF-16'?>" + Lookup("X")),
            ["declared as UTF-7"] = () => Of("<?xml version='1.0' encoding='UTF-7'?>" + Lookup("+ADw-script+AD4-")),
            ["declared as EBCDIC"] = () => Of("<?xml version='1.0' encoding='IBM037'?>" + Lookup("X")),
            ["declared as nothing that is known"] = () => Of(
                "<?xml version='1.0' encoding='x-" + new string('e', 5_000) + "'?>" + Lookup("X")),
            ["UTF-16 with its mark"] = () => ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Lookup("X"))], Text),
            ["UTF-16 without a mark"] = () => (Encoding.BigEndianUnicode.GetBytes(Lookup("X")), Text),
            ["UTF-16 with half a character"] = () => (
                [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Lookup("X")), 0x00, 0xD8, 0x20], Text),
            ["a charset that says otherwise"] = () => (Of(Lookup("X")).Octets, "application/xml; charset=utf-16"),
            ["a charset of 4,000 characters"] = () => (
                Of(Lookup("X")).Octets, $"application/xml; charset={new string('c', 4_000)}"),
            ["a form of percent signs"] = () => (Encoding.ASCII.GetBytes("xml=" + new string('%', 900_000)), Form),
            ["a form of forms"] = () => (Encoding.ASCII.GetBytes(Times("xml=xml%3D", 90_000)), Form),
            ["a form that shrinks to a third of its size"] = () => (
                Encoding.ASCII.GetBytes("xml=" + Uri.EscapeDataString(Lookup(new string('\u20AC', 80_000)))), Form),
            ["nothing"] = () => ([], Text),
            ["one octet"] = () => ([0], Text),
        };

    private static string User => "<UserId><AgencyId>HOME_INST</AgencyId>"
        + $"<UserIdentifierValue>{HostileGateway.PatronNumber}</UserIdentifierValue></UserId>";

    private static string Message(string service, string content) => HostileGateway.NcipMessage(service, content);

    private static string Lookup(string number) =>
        Message("LookupUser", $"<UserId><UserIdentifierValue>{number}</UserIdentifierValue></UserId>");

    private static string Input(string type, string value) => "<AuthenticationInput>"
        + $"<AuthenticationInputData>{value}</AuthenticationInputData>"
        + "<AuthenticationDataFormatType>text</AuthenticationDataFormatType>"
        + $"<AuthenticationInputType>{type}</AuthenticationInputType></AuthenticationInput>";

    private static string Accept(string title, string due = "2099-01-31T23:59:00")
    {
        var number = $"ODD-{Interlocked.Increment(ref _requests)}";
        return Message("AcceptItem",
            $"<RequestId><AgencyId>HOME_INST</AgencyId><RequestIdentifierValue>{number}</RequestIdentifierValue></RequestId>"
            + $"<RequestedActionType>Hold For Pickup</RequestedActionType>{User}"
            + $"<ItemId><ItemIdentifierValue>{number}</ItemIdentifierValue></ItemId><DateForReturn>{due}</DateForReturn>"
            + $"<ItemOptionalFields><BibliographicDescription><Title>{title}</Title></BibliographicDescription>"
            + "</ItemOptionalFields>");
    }

    private static string Times(string text, int count) =>
        new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static (byte[] Octets, string ContentType) Of(string text) => (Encoding.UTF8.GetBytes(text), Text);

    /// <summary>The text with octets in the place of its bar.</summary>
    private static byte[] Between(string text, byte[] octets)
    {
        var parts = text.Split('|');
        return [.. Encoding.UTF8.GetBytes(parts[0]), .. octets, .. Encoding.UTF8.GetBytes(parts[1])];
    }
}
