using System.Text;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>Documents that were made to do harm, for listeners. None of them is a message.</summary>
internal static class HostileXml
{
    /// <summary>By what they try.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Documents { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["an external entity"] = () => Of("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + Around("<LookupUser>&x;</LookupUser>")),
        ["a parameter entity"] = () => Of("<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]>" + Around("<LookupUser/>")),
        ["an external type with an entity"] = () => Of("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x'>" + Around("<LookupUser>&x;</LookupUser>")),
        ["a billion laughs"] = () => Of("<!DOCTYPE a [<!ENTITY a '0'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>" + Around("&c;")),
        ["entities in a circle"] = () => Of("<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>" + Around("<LookupUser>&a;</LookupUser>")),
        ["an entity of HTML"] = () => Of(Around("<LookupUser>&nbsp;</LookupUser>")),
        ["a quadratic blow-up"] = () => Of($"<!DOCTYPE a [<!ENTITY a '{new string('a', 50_000)}'>]>" + Around(Times("&a;", 50_000))),
        ["a hundred thousand levels"] = () => Of(Around(Times("<a>", 100_000) + Times("</a>", 100_000))),
        ["a hundred thousand levels without an end"] = () => Of("<NCIPMessage>" + Times("<a>", 100_000)),
        ["two hundred thousand elements"] = () => Of(Around(Times("<a/>", 200_000))),
        ["eighty thousand attributes"] = () => Of(Around($"<a {string.Join(' ', Enumerable.Range(0, 80_000).Select(i => $"a{i}=''"))}/>")),
        ["forty thousand namespaces"] = () => Of(Around($"<a {string.Join(' ', Enumerable.Range(0, 40_000).Select(i => $"xmlns:a{i}='u{i}'"))}/>")),
        ["a name of 900 kB"] = () => Of(Around($"<{new string('n', 900_000)}/>")),
        ["a text of 900 kB"] = () => Of(Around($"<LookupUser>{new string('x', 900_000)}</LookupUser>")),
        ["one octet more than a mebibyte"] = () => Of(Around(new string(' ', NcipLimits.MaxOctets + 1 - Around("").Length))),
        ["two mebibytes"] = () => Of("<NCIPMessage>" + new string(' ', 2 << 20)),
        ["a comment without an end"] = () => Of("<NCIPMessage><!--" + new string('-', 900_000)),
        ["character data without an end"] = () => Of("<NCIPMessage><![CDATA[" + new string(']', 900_000)),
        ["a declaration without an end"] = () => Of("<!DOCTYPE " + new string('x', 900_000)),
        ["nothing but bare signs"] = () => Of(new string('<', 1_000_000)),
        ["tags without an end"] = () => Of(Times("<a ", 300_000)),
        ["a reference to NUL"] = () => Of(Around("<LookupUser>&#0;</LookupUser>")),
        ["half a character"] = () => Of(Around("<LookupUser>&#xD800;</LookupUser>")),
        ["two halves of a character by reference"] = () => Of(Around("<LookupUser>&#xD83D;&#xDE00;</LookupUser>")),
        ["a character beyond all"] = () => Of(Around("<LookupUser>&#x7FFFFFFFFFFF;</LookupUser>")),
        ["a reference of a megabyte"] = () => Of(Around($"<LookupUser>&#{new string('0', 900_000)}65;</LookupUser>")),
        ["NUL in the name of a tag"] = () => Of(Around("<Lookup\0User/>")),
        ["UTF-7"] = () => Of("+ADw-NCIPMessage+AD4-+ADw-LookupUser/+AD4-+ADw-/NCIPMessage+AD4-"),
        ["UTF-16 on a bare connection"] = () => Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<NCIPMessage><a></NCIPMessage>")).ToArray(),
        ["UTF-32"] = () => Encoding.UTF32.GetPreamble().Concat(Encoding.UTF32.GetBytes(Around("<LookupUser/>"))).ToArray(),
        ["octets that are no text"] = () => [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7919 >> 3))],
        ["two attributes of one name"] = () => Of(Around("<LookupUser a='1' a='2'/>")),
        ["a prefix of nowhere"] = () => Of(Around("<x:LookupUser/>")),
        ["an inclusion"] = () => Of("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"),
    };

    private static string Around(string content) => $"<NCIPMessage version=\"2.0\">{content}</NCIPMessage>";

    private static string Times(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);
}
