using System.Diagnostics;
using System.Text;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.Unit.Mapping.Soap;

public sealed class SoapReaderTests
{
    private const string V11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string V12 = "http://www.w3.org/2003/05/soap-envelope";
    private const string Ns = "urn:example";

    [Theory]
    [InlineData(V11, SoapVersion.V11)]
    [InlineData(V12, SoapVersion.V12)]
    public void The_one_element_in_the_body_is_what_is_called(string names, SoapVersion version)
    {
        var read = Assert.IsType<SoapReadResult.Understood>(Read(Envelope(names, $"<x:Do xmlns:x='{Ns}'>1</x:Do>")));
        Assert.Equal((version, "Do", Ns), (read.Version, read.Body.Name, read.Body.Namespace));
    }

    [Theory]
    [InlineData("<w:To xmlns:w='urn:w'>http://10.0.0.1/</w:To>", true)]
    [InlineData("<w:To xmlns:w='urn:w' e:mustUnderstand='0'/>", true)]
    [InlineData("<w:To xmlns:w='urn:w' e:mustUnderstand='false'/>", true)]
    [InlineData("<w:To xmlns:w='urn:w' e:mustUnderstand='1'/>", false)]
    [InlineData("<w:To xmlns:w='urn:w' e:mustUnderstand=' true '/>", false)]
    public void A_header_that_must_be_understood_is_refused(string header, bool isTaken)
    {
        var read = Read(Envelope(V12, $"<Do xmlns='{Ns}'/>", header));
        Assert.Equal(isTaken, read is SoapReadResult.Understood);
        if (!isTaken)
            Assert.Equal(SoapFaultCode.MustUnderstand, Assert.IsType<SoapReadResult.Refused>(read).Fault.Code);
    }

    [Theory]
    [InlineData(SoapVersion.V11)]
    [InlineData(SoapVersion.V12)]
    public void Faults_are_read_as_they_were_written(SoapVersion version)
    {
        foreach (var code in Enum.GetValues<SoapFaultCode>().Where(one =>
            version == SoapVersion.V12 || one != SoapFaultCode.DataEncodingUnknown))
        {
            var fault = new SoapFault(code, "it <is> so & \u0001") { Detail = code == SoapFaultCode.Sender
                ? "because" : null };
            var read = Assert.IsType<SoapReadResult.Faulted>(Read(SoapWriter.Write(version, fault)));
            Assert.Equal((version, fault with { Reason = "it <is> so & \uFFFD" }), (read.Version, read.Fault));
        }
    }

    [Fact]
    public void Other_versions_are_told_as_such()
    {
        var refused = Assert.IsType<SoapReadResult.Refused>(Read(Envelope("urn:soap-2", "<a/>")));
        Assert.Equal(SoapFaultCode.VersionMismatch, refused.Fault.Code);
    }

    [Theory]
    [InlineData("text/xml; charset=utf-8", SoapVersion.V11)]
    [InlineData("TEXT/XML", SoapVersion.V11)]
    [InlineData("application/soap+xml; charset=utf-8; action=\"urn:a\"", SoapVersion.V12)]
    [InlineData("multipart/related; type=\"application/xop+xml\"", null)]
    [InlineData("application/json", null)]
    [InlineData("nonsense", null)]
    [InlineData(null, null)]
    public void The_content_type_tells_the_version(string? contentType, SoapVersion? version) =>
        Assert.Equal(version, SoapMedia.VersionOf(contentType));

    [Fact]
    public void The_action_goes_where_its_version_has_it()
    {
        Assert.Equal(("text/xml; charset=utf-8", "\"urn:a\""),
            (SoapMedia.ContentType(SoapVersion.V11, "urn:a"), SoapMedia.Action(SoapVersion.V11, "urn:a")));
        Assert.Equal("application/soap+xml; charset=utf-8; action=\"urn:a\"",
            SoapMedia.ContentType(SoapVersion.V12, "urn:a"));
        Assert.Null(SoapMedia.Action(SoapVersion.V12, "urn:a"));
    }

    public static TheoryData<string, string> Encodings => new()
    {
        { "UTF-7", "<?xml version='1.0' encoding='utf-7'?>" },
        { "latin 1", "<?xml version='1.0' encoding='ISO-8859-1'?>" },
        { "UTF-16 that is none", "<?xml version='1.0' encoding='utf-16'?>" },
        { "a declaration without an end", "<?xml version='1.0' encoding='utf-8'" + new string(' ', 300) + "?>" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void An_encoding_that_is_declared_has_to_be_the_one_that_is_used(string what, string declaration)
    {
        Assert.NotEmpty(what);
        Assert.IsType<SoapReadResult.Refused>(
            Read(Encoding.UTF8.GetBytes(declaration + Text(V11, $"<Do xmlns='{Ns}'/>"))));
    }

    [Fact]
    public void Utf_16_is_read_by_its_mark_and_not_without()
    {
        var text = "<?xml version='1.0' encoding='UTF-16'?>" + Text(V11, $"<Do xmlns='{Ns}'>ä</Do>");
        Assert.IsType<SoapReadResult.Understood>(Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]));
        Assert.IsType<SoapReadResult.Understood>(Read([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]));
        Assert.IsType<SoapReadResult.Refused>(Read(Encoding.Unicode.GetBytes(text)));
        Assert.IsType<SoapReadResult.Refused>(
            Read([.. Encoding.UTF8.GetBytes(Text(V11, $"<Do xmlns='{Ns}'>")), 0xC3, 0x28]));
        Assert.IsType<SoapReadResult.Refused>(Read(Encoding.UTF8.GetBytes(Text(V11, $"<Do xmlns='{Ns}'>\0</Do>"))));
    }

    [Fact]
    public void Bombs_are_refused_at_once()
    {
        var laughs = "<!DOCTYPE l [<!ENTITY a 'ha'>"
            + string.Concat(Enumerable.Range(0, 20).Select(i => $"<!ENTITY a{i} '&a;&a;'>")) + "]>";
        string[] bombs =
        [
            laughs + Text(V11, $"<Do xmlns='{Ns}'>&a19;</Do>"),
            "<!DOCTYPE l SYSTEM 'http://127.0.0.1:1/x.dtd'>" + Text(V11, $"<Do xmlns='{Ns}'/>"),
            Text(V11, $"<Do xmlns='{Ns}'>" + string.Concat(Enumerable.Repeat("<a>", 100_000))),
            Text(V11, $"<Do xmlns='{Ns}'>" + string.Concat(Enumerable.Repeat("<a/>", 25_000)) + "</Do>"),
            Text(V11, $"<Do xmlns='{Ns}' {string.Concat(Enumerable.Range(0, 100).Select(i => $" a{i}='1'"))}/>"),
            Text(V11, $"<{new string('n', 300)} xmlns='{Ns}'/>"),
            Text(V11, $"<Do xmlns='{Ns}'>{new string('t', SoapLimits.MaxTextChars + 1)}</Do>"),
            Text(V11, $"<Do xmlns='{Ns}'/>",
                string.Concat(Enumerable.Repeat("<h xmlns=''/>", SoapLimits.MaxHeaders + 1))),
            new string(' ', SoapLimits.Call.MaxOctets + 1),
        ];
        foreach (var bomb in bombs)
        {
            var octets = Encoding.UTF8.GetBytes(bomb);
            var clock = Stopwatch.StartNew();
            Assert.IsType<SoapReadResult.Refused>(Read(octets));
            Assert.True(clock.ElapsedMilliseconds < 1000, $"{clock.Elapsed} for {bomb[..40]}");
        }
    }

    [Fact]
    public void What_is_at_the_limits_is_read()
    {
        int around = Text(V11, $"<Do xmlns='{Ns}'></Do>").Length;
        var deep = SoapLimits.MaxDepth - 3;
        string[] taken =
        [
            Text(V11, $"<Do xmlns='{Ns}'>{new string('t', SoapLimits.MaxTextChars)}</Do>"),
            Text(V11, $"<Do xmlns='{Ns}'>{Many("<a>", deep)}{Many("</a>", deep)}</Do>"),
            Text(V11, $"<Do xmlns='{Ns}'/>", string.Concat(Enumerable.Repeat("<h xmlns=''/>", SoapLimits.MaxHeaders))),
            Text(V11, $"<Do xmlns='{Ns}'>{string.Concat(Enumerable.Repeat("<a/>", 20_000 - 4))}</Do>"),
            Text(V11, $"<Do xmlns='{Ns}'></Do>") + new string(' ', SoapLimits.MaxTextChars - around),
        ];
        Assert.All(taken, text => Assert.IsType<SoapReadResult.Understood>(Read(Encoding.UTF8.GetBytes(text))));
    }

    private static string Many(string tag, int count) => string.Concat(Enumerable.Repeat(tag, count));

    private static SoapReadResult Read(ReadOnlyMemory<byte> octets) => SoapReader.Read(octets, SoapLimits.Call, Ns);

    private static SoapReadResult Read(byte[] octets) => SoapReader.Read(octets, SoapLimits.Call, Ns);

    private static byte[] Envelope(string names, string body, string header = "") =>
        Encoding.UTF8.GetBytes(Text(names, body, header));

    private static string Text(string names, string body, string header = "") =>
        $"<e:Envelope xmlns:e='{names}'><e:Header>{header}</e:Header><e:Body>{body}</e:Body></e:Envelope>";
}
