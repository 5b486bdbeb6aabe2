using System.Text;
using ResourceSharing.Mapping.Sru;
using ResourceSharing.Tests.Unit.Mapping.Locate;

namespace ResourceSharing.Tests.Unit.Mapping.Sru;

public sealed class SruTests
{
    [Theory]
    [InlineData(SruVersion.V11, "version=1.1", "recordPacking=xml")]
    [InlineData(SruVersion.V12, "version=1.2", "recordPacking=xml")]
    [InlineData(SruVersion.V20, "version=2.0", "recordXMLEscaping=xml")]
    public void Each_version_has_its_own_parameters(SruVersion version, string first, string packing)
    {
        var address = Request(version).Address(new Uri("http://127.0.0.1:210/Default"));
        Assert.Equal(
            $"http://127.0.0.1:210/Default?{first}&operation=searchRetrieve&query=bath.isbn%20%3D%20%22x%22"
            + $"&startRecord=1&maximumRecords=10&recordSchema=marcxml&{packing}", address.AbsoluteUri);
        var without = (Request(version) with { AskForXmlPacking = false }).Address(new Uri("http://127.0.0.1/?db=a"));
        Assert.StartsWith("http://127.0.0.1/?db=a&version=", without.AbsoluteUri, StringComparison.Ordinal);
        Assert.EndsWith("recordSchema=marcxml", without.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_term_cannot_leave_its_quotes() => Assert.Equal(
        """dc.title all "a \" or x \\ \* \? \^  b" """.TrimEnd(), Cql.Clause("dc.title", "all", "a \" or x \\ * ? ^ \nb"));

    [Fact]
    public void The_answer_of_a_real_server_is_read()
    {
        var response = Read("sru-1.1-marcxml.xml");
        Assert.Equal(3, response.Hits);
        Assert.Equal("How to program a computer", Assert.Single(response.Records).First("245", 'a'));
        Assert.Empty(response.Diagnostics);
    }

    [Fact]
    public void A_diagnostic_at_the_top_is_read()
    {
        var response = Read("sru-1.1-out-of-range.xml");
        Assert.Equal(23, response.Hits);
        Assert.Equal("diagnostic 61: First record position out of range", Assert.Single(response.Diagnostics).ToString());
    }

    [Fact]
    public void A_diagnostic_in_a_records_place_is_read_and_gets_its_meaning()
    {
        var response = Read("sru-1.2-surrogate-diagnostic.xml");
        Assert.Empty(response.Records);
        Assert.Equal(0, response.Unreadable);
        Assert.Equal("diagnostic 67: unknown or unavailable schema: marcxml", Assert.Single(response.Diagnostics).ToString());
    }

    [Fact]
    public void A_record_that_is_text_is_read_in_the_new_namespace_without_prefixes()
    {
        var response = Read("sru-2.0-string.xml");
        Assert.Equal(1, response.Hits);
        Assert.Equal("11224466", Assert.Single(response.Records).Control("001"));
    }

    [Theory]
    [InlineData("exact", 0L)]
    [InlineData("info:srw/vocabulary/resultCountPrecision/1/exact", 0L)]
    [InlineData("unknown", null)]
    [InlineData("estimate", null)]
    [InlineData("minimum", null)]
    [InlineData("maximum", 0L)]
    public void A_guessed_number_is_no_number(string precision, long? hits) => Assert.Equal(hits, Read(Encoding.UTF8.GetBytes(
        "<r:searchRetrieveResponse xmlns:r='http://docs.oasis-open.org/ns/search-ws/sruResponse'><r:numberOfRecords>0"
        + $"</r:numberOfRecords><r:resultCountPrecision>{precision}</r:resultCountPrecision></r:searchRetrieveResponse>")).Hits);

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>It works</body></html>")]
    [InlineData("<a><b></a>")]
    [InlineData("<?xml version='1.0' encoding='x-none'?><a/>")]
    [InlineData("{\"json\": true}")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    [InlineData("<searchRetrieveResponse><numberOfRecords>0</numberOfRecords></searchRetrieveResponse>")]
    [InlineData("<x:searchRetrieveResponse xmlns:x='http://www.loc.gov/zing/srw/'><x:numberOfRecords>0")]
    public void What_is_no_answer_is_garbage(string body) =>
        Assert.IsType<SruReading.Garbage>(SruReader.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Size_depth_and_number_of_elements_are_limited()
    {
        Assert.IsType<SruReading.Answered>(SruReader.Read(Nested(SruLimits.MaxDepth - 1)));
        AssertGarbage("deeper", Nested(SruLimits.MaxDepth));
        AssertGarbage("deeper", Nested(20_000));
        AssertGarbage("more elements", Body(string.Concat(Enumerable.Repeat("<a/>", SruLimits.MaxNodes))));
        AssertGarbage("longer", Body(new string(' ', SruLimits.MaxOctets)));

        static byte[] Nested(int levels) =>
            Body(string.Concat(Enumerable.Repeat("<a>", levels)) + string.Concat(Enumerable.Repeat("</a>", levels)));
        static byte[] Body(string inner) => Encoding.UTF8.GetBytes(
            $"<searchRetrieveResponse xmlns='http://www.loc.gov/zing/srw/'>{inner}</searchRetrieveResponse>");
        static void AssertGarbage(string fault, byte[] body) =>
            Assert.Contains(fault, Assert.IsType<SruReading.Garbage>(SruReader.Read(body)).Fault, StringComparison.Ordinal);
    }

    private static SruRequest Request(SruVersion version) => new()
    {
        Version = version, Query = Cql.Clause("bath.isbn", "=", "x"), MaximumRecords = 10, RecordSchema = "marcxml",
    };

    private static SruResponse Read(string fixture) => Read(LocateFixtures.Octets(fixture));

    private static SruResponse Read(byte[] octets) =>
        Assert.IsType<SruReading.Answered>(SruReader.Read(octets)).Response;
}
