using System.Diagnostics;
using System.Text;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>Documents that were made to do harm: refused, or read within the limits.</summary>
public sealed class NcipHostileTests
{
    private const int MaxMs = 250;
    private const long MaxAllocatedOctets = 64L * 1024 * 1024;
    private const int Mutations = 100_000;

    public static TheoryData<string> Bombs => [.. Documents.Keys];

    private static Dictionary<string, Func<string>> Documents { get; } = new(StringComparer.Ordinal)
    {
        ["depth"] = () => string.Concat(Enumerable.Repeat("<a>", 100_000)),
        ["depth closed"] = () => Around(string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000))),
        ["width"] = () => Around(string.Concat(Enumerable.Repeat("<a/>", 200_000))),
        ["attributes"] = () => Around($"<a {string.Join(' ', Enumerable.Range(0, 80_000).Select(i => $"a{i}=''"))}/>"),
        ["namespaces"] = () => Around($"<a {string.Join(' ', Enumerable.Range(0, 40_000).Select(i => $"xmlns:a{i}='u{i}'"))}/>"),
        ["one attribute"] = () => Around($"<a b='{new string('x', 900_000)}'/>"),
        ["one name"] = () => Around($"<{new string('n', 900_000)}/>"),
        ["one attribute name"] = () => Around($"<a {new string('n', 900_000)}='1'/>"),
        ["one text"] = () => Around($"<LookupUser>{new string('x', 900_000)}</LookupUser>"),
        ["billion laughs"] = () => "<!DOCTYPE a [<!ENTITY a '0'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>" + Around("&c;"),
        ["quadratic blow-up"] = () => $"<!DOCTYPE a [<!ENTITY a '{new string('a', 50_000)}'>]>" + Around(string.Concat(Enumerable.Repeat("&a;", 50_000))),
        ["external entity"] = () => "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + Around("<LookupUser>&x;</LookupUser>"),
        ["parameter entity"] = () => "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]>" + Around("<LookupUser/>"),
        ["entity of an external type"] = () => "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x'>" + Around("<LookupUser>&x;</LookupUser>"),
        ["a type without an end"] = () => "<!DOCTYPE " + new string('x', 900_000),
        ["a comment without an end"] = () => "<NCIPMessage><!--" + new string('-', 900_000),
        ["character data without an end"] = () => "<NCIPMessage><![CDATA[" + new string(']', 900_000),
        ["instructions"] = () => Around(string.Concat(Enumerable.Repeat("<?a b?>", 130_000))),
        ["comments"] = () => Around(string.Concat(Enumerable.Repeat("<!---->", 130_000))),
        ["bare signs"] = () => new string('<', 1_000_000),
        ["tags without an end"] = () => string.Concat(Enumerable.Repeat("<a ", 300_000)),
        ["quotes"] = () => "<NCIPMessage " + new string('"', 900_000),
        ["null reference"] = () => Around("<LookupUser>&#0;</LookupUser>"),
        ["lone surrogate reference"] = () => Around("<LookupUser>&#xD800;</LookupUser>"),
        ["two attributes of one name"] = () => Around("<LookupUser a='1' a='2'/>"),
        ["prefix of nowhere"] = () => Around("<x:LookupUser/>"),
        ["two roots"] = () => Around("<LookupUser/>") + Around("<LookupUser/>"),
        ["nothing"] = () => "",
        ["blanks"] = () => new string(' ', 1_000_000),
        ["references"] = () => Around($"<LookupUser>{string.Concat(Enumerable.Repeat("&amp;", 180_000))}</LookupUser>"),
    };

    /// <summary>Documents that cost the most and are within the limits.</summary>
    public static TheoryData<string> Burdens => [.. Loads.Keys];

    private static Dictionary<string, Func<string>> Loads { get; } = new(StringComparer.Ordinal)
    {
        ["unknown elements"] = () => Around($"<LookupUser>{string.Concat(Enumerable.Repeat("<a>text</a>", 19_000))}</LookupUser>"),
        ["unknown elements deep"] = () => Around("<LookupUser>" + string.Concat(Enumerable.Repeat(
            string.Concat(Enumerable.Repeat("<a>", 60)) + string.Concat(Enumerable.Repeat("</a>", 60)), 300)) + "</LookupUser>"),
        ["values"] = () => Around($"<LookupUser>{string.Concat(Enumerable.Repeat("<UserElementType>x</UserElementType>", 19_000))}</LookupUser>"),
        ["repeated single"] = () => Around($"<LookupUser>{string.Concat(Enumerable.Repeat("<UserId>1</UserId>", 19_000))}</LookupUser>"),
        ["blanks and elements"] = () => Around($"<LookupUser>{new string(' ', 250_000)}{string.Concat(Enumerable.Repeat("<a/>", 19_000))}</LookupUser>"),
        ["problems"] = () => Around(string.Concat(Enumerable.Repeat("<Problem/>", 19_000))),
        ["ext"] = () => Around($"<LookupUser><Ext>{string.Concat(Enumerable.Repeat("<a><b>1</b></a>", 9_000))}</Ext></LookupUser>"),
        ["batch"] = () => Around(string.Concat(Enumerable.Repeat("<LookupUser/>", 19_000))),
        ["dates"] = () => Around($"<LookupUserResponse><UserOptionalFields>{string.Concat(Enumerable.Repeat("<UserPrivilege><ValidToDate>2027-01-01TT</ValidToDate></UserPrivilege>", 6_000))}</UserOptionalFields></LookupUserResponse>"),
        ["percent signs"] = () => "xml=" + new string('%', 1_000_000),
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_hostile_document_is_refused_cheaply(string name)
    {
        var octets = Encoding.UTF8.GetBytes(Documents[name]());
        var refused = Assert.IsType<NcipReadResult.Refused>(Measured(octets));
        Assert.Equal(NcipProblemTypes.InvalidMessageSyntaxError, refused.Problem.Type!.Value);
        Assert.DoesNotContain("root:", refused.PrivateDetail, StringComparison.Ordinal);
        Assert.InRange(refused.PrivateDetail.Length, 1, 600);
        // The answer to it can be written and read again.
        var answer = NcipSamples.Write(refused.Answer(), refused.Form.Answer());
        Assert.IsType<GeneralResponse>(NcipSamples.Read(answer).Message);
    }

    [Theory]
    [MemberData(nameof(Burdens))]
    public void A_document_within_the_limits_is_read_cheaply(string name)
    {
        var result = Measured(Encoding.UTF8.GetBytes(Loads[name]()));
        if (result is NcipReadResult.Understood understood)
        {
            Assert.InRange(understood.Losses.Losses.Count, 0, NcipLimits.MaxNotes);
            Assert.All(understood.Unread, unread => Assert.InRange(unread.Text.Length, 0, NcipLimits.MaxCitedChars));
        }
    }

    [Fact]
    public void Octets_that_are_no_text_are_refused()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            var octets = new byte[random.Next(2000)];
            random.NextBytes(octets);
            Assert.IsType<NcipReadResult.Refused>(NcipCodec.Read(octets));
        }

        Assert.IsType<NcipReadResult.Refused>(NcipCodec.Read(Encoding.UTF32.GetPreamble()));
        var utf7 = "+ADw-NCIPMessage+AD4-+ADw-LookupUser/+AD4-+ADw-/NCIPMessage+AD4-"u8.ToArray();
        Assert.IsType<NcipReadResult.Refused>(NcipCodec.Read(utf7, "text/xml; charset=utf-7"));
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_not_beyond()
    {
        string Deep(int depth) => Around(string.Concat(Enumerable.Repeat("<a>", depth - 1)) + string.Concat(Enumerable.Repeat("</a>", depth - 1)));
        string Wide(int elements) => Around(string.Concat(Enumerable.Repeat("<a/>", elements - 1)));
        string Attributes(int count) => Around($"<a {string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}='>'"))}/>");
        string Name(int chars) => Around($"<{new string('n', chars)}/>");
        string Text(int chars) => Around($"<a>{new string('x', chars)}</a>");
        string Whole(int chars) => Around($"<a/>{string.Concat(Enumerable.Repeat("<!-- -->", 200_000))}")[..(chars - 30)] + "<!--" + new string('c', 9) + "--></NCIPMessage>";
        AssertLimit(Deep, NcipLimits.MaxDepth);
        AssertLimit(Wide, NcipLimits.MaxElements);
        AssertLimit(Attributes, NcipLimits.MaxAttributes);
        AssertLimit(Name, NcipLimits.MaxNameChars);
        AssertLimit(Text, NcipLimits.MaxTextChars);
        Assert.IsType<NcipReadResult.Refused>(NcipCodec.Read(new byte[NcipLimits.MaxOctets + 1]));
        Assert.Equal(NcipLimits.MaxOctets, Whole(NcipLimits.MaxOctets).Length);
    }

    [Fact]
    public void A_mutated_message_is_a_message_or_a_clean_refusal()
    {
        var seeds = NcipSamples.Names.Select(NcipSamples.Octets).ToArray();
        int understood = 0;
        for (int seed = 1; seed <= Mutations; seed++)
        {
            var octets = Mutated(new Random(seed), seeds);
            try
            {
                var result = NcipCodec.Read(octets);
                if (result is not NcipReadResult.Understood read)
                    continue;
                understood++;
                var written = NcipCodec.Write(read.Message, read.Form.Answer());
                Assert.IsType<NcipReadResult.Understood>(NcipCodec.Read(written.Octets));
                NcipExplainer.Explain(read.Message);
                if (read.Message is NcipInitiation initiation)
                    NcipIdentity.Of(initiation);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"seed {seed}: {exception}\n{Encoding.UTF8.GetString(octets)}");
            }
        }

        Assert.True(understood > Mutations / 10, $"{understood} of {Mutations} were understood");
    }

    private static byte[] Mutated(Random random, byte[][] seeds)
    {
        var octets = seeds[random.Next(seeds.Length)].ToList();
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(octets.Count);
            switch (random.Next(7))
            {
                case 0:
                    octets[at] = (byte)random.Next(256);
                    break;
                case 1:
                    octets.RemoveRange(at, Math.Min(random.Next(40), octets.Count - at - 1));
                    break;
                case 2:
                    octets.InsertRange(at, octets.Skip(random.Next(octets.Count)).Take(random.Next(60)).ToArray());
                    break;
                case 3:
                    var other = seeds[random.Next(seeds.Length)];
                    octets.InsertRange(at, other.Skip(random.Next(other.Length)).Take(random.Next(200)).ToArray());
                    break;
                case 4:
                    MoveElement(random, octets);
                    break;
                default:
                    ReplaceText(random, octets);
                    break;
            }
        }

        return [.. octets];
    }

    /// <summary>Moves an element to another place, so that the document mostly stays well-formed.</summary>
    private static void MoveElement(Random random, List<byte> octets)
    {
        var text = Encoding.Latin1.GetString([.. octets]);
        var names = text.Split('<').Skip(3).Select(part => part.Split('>', ' ', '/')[0]).Where(name => name.Length > 1).ToArray();
        if (names.Length == 0)
            return;
        var name = names[random.Next(names.Length)];
        int from = text.IndexOf($"<{name}>", StringComparison.Ordinal);
        int to = from < 0 ? -1 : text.IndexOf($"</{name}>", from, StringComparison.Ordinal);
        if (to < 0)
            return;
        to += name.Length + 3;
        var moved = text[from..to];
        var rest = random.Next(2) == 0 ? text : text.Remove(from, to - from);
        int at = rest.IndexOf("><", random.Next(rest.Length), StringComparison.Ordinal);
        if (at < 0)
            return;
        octets.Clear();
        octets.AddRange(Encoding.Latin1.GetBytes(rest.Insert(at + 1, moved)));
    }

    private static void ReplaceText(Random random, List<byte> octets)
    {
        string[] texts = ["", "soon", "-1", "99999999999999999999", "2027-01-31", "\t", "&#1;", "&amp;", "\ufffd", "<a/>", "Problem"];
        int from = octets.IndexOf((byte)'>', random.Next(octets.Count));
        int to = from < 0 ? -1 : octets.IndexOf((byte)'<', from);
        if (to < 0)
            return;
        octets.RemoveRange(from + 1, to - from - 1);
        octets.InsertRange(from + 1, Encoding.UTF8.GetBytes(texts[random.Next(texts.Length)]));
    }

    private static void AssertLimit(Func<int, string> document, int limit)
    {
        Assert.IsType<NcipReadResult.Understood>(NcipCodec.Read(Encoding.UTF8.GetBytes(document(limit))));
        Assert.IsType<NcipReadResult.Refused>(NcipCodec.Read(Encoding.UTF8.GetBytes(document(limit + 1))));
    }

    /// <summary>Reads once to have the code compiled, then as often as it takes for the least of the times: others work on
    /// this machine, too.</summary>
    private static NcipReadResult Measured(byte[] octets)
    {
        var result = NcipCodec.Read(octets);
        long allocated = long.MaxValue;
        double ms = double.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            result = NcipCodec.Read(octets);
            ms = Math.Min(ms, watch.Elapsed.TotalMilliseconds);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{ms:0.0} ms, {allocated / 1024} KiB");
        Assert.True(ms < MaxMs, $"{ms} ms");
        Assert.True(allocated < MaxAllocatedOctets, $"{allocated} octets");
        return result;
    }

    private static string Around(string content) => $"<NCIPMessage>{content}</NCIPMessage>";
}
