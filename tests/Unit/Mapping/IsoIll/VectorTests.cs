using System.Text.Json.Nodes;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.IsoIll.Ber;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class VectorTests
{
    /// <summary>Remarks that the other decoder adds to a text that is not ASCII.</summary>
    private static readonly string[] CharsetRemarks = [" {not utf-8; shown as latin-1}", " {utf-8}"];

    /// <summary>Definite lengths, and yet not as we write: why.</summary>
    private static readonly Dictionary<string, string> NotOurWriting = new(StringComparer.Ordinal)
    {
        ["05-conditional-reply-yes-min"] = "TRUE is FF here",
        ["07-cancel-reply-yes-min"] = "TRUE is FF here",
        ["12-overdue-min"] = "TRUE is FF here",
        ["14-renew-answer-yes-min"] = "TRUE is FF here",
        ["edge/bool-true-as-01"] = "TRUE is FF here",
        ["edge/canonical-ill-request-defaults-omitted"] = "defaults are written here",
        ["edge/ilstring-latin1"] = "text is written in UTF-8 here",
        ["edge/nonminimal-length-cancel"] = "lengths are minimal here",
        ["edge/overdue-ext49-implicit"] = "the tag is written explicit here",
        ["edge/segmented-generalstring-title"] = "strings are written whole here",
        ["edge/two-apdus-back-to-back"] = "one APDU is written at a time",
        ["edge/unknown-trailing-element-99"] = "nothing outside the module is written here",
    };

    public static TheoryData<string> Honest =>
        new(IsoIllVectors.Names.Where(name => !name.Contains("hostile", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Honest))]
    public void Every_vector_decodes_to_what_another_decoder_says(string name)
    {
        var decoded = IsoIllVectors.Decode(name);
        if (!IsoIllVectors.HasJson(name))
        {
            Assert.StartsWith("yaz-illclient", name, StringComparison.Ordinal);
            return;
        }

        AssertSame(IsoIllVectors.Json(name), IsoIllVectors.Print(decoded.Apdu), name);
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void What_our_writer_could_have_made_is_written_byte_for_byte(string name)
    {
        var octets = IsoIllVectors.Octets(name);
        var scanner = new BerScanner(withIndex: true);
        Assert.Equal(ScanState.Complete, scanner.Scan(octets, 0));
        bool definite = !scanner.Index.ToArray().Any(element => element.Form == BerForm.Indefinite);
        int content = scanner.Index[0].Content;
        scanner.ReturnIndex();

        var written = IsoIllCodec.Encode(IsoIllVectors.Decode(octets).Apdu);

        // Only the form of the outermost length differs by intent, so the contents are compared.
        bool same =
            octets.AsSpan(content).SequenceEqual(written.AsSpan(written.Length < 0x83 ? 3 : Header(written)));
        Assert.Equal(definite && !NotOurWriting.ContainsKey(name), same);
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void Writing_a_decoded_vector_and_reading_it_gives_the_same_value(string name)
    {
        var apdu = IsoIllVectors.Decode(name).Apdu;
        var octets = IsoIllCodec.Encode(apdu);
        var again = IsoIllVectors.Decode(octets).Apdu;
        Assert.Equal(apdu, again);
        Assert.Equal(apdu.GetHashCode(), again.GetHashCode());
        Assert.Equal(octets, IsoIllCodec.Encode(again));
    }

    [Theory]
    [InlineData(
        "edge/overdue-ext49-implicit", "OVERDUE.overdue-extensions", "explicit tag was coded implicit")]
    [InlineData(
        "edge/segmented-generalstring-title", "ILL-REQUEST.item-id.title", "segmented string put together")]
    [InlineData("edge/two-apdus-back-to-back", "CANCEL", "102 octets after the APDU")]
    [InlineData("edge/unknown-trailing-element-99", "CANCEL", "unknown element skipped: [99]")]
    [InlineData("edge/ilstring-latin1", "ILL-REQUEST.item-id.title", "not UTF-8; read as iso-8859-1")]
    [InlineData(
        "edge/amount-with-dollar-sign",
        "ILL-REQUEST.cost-info-type.maximum-cost.monetary-value",
        "unusual AmountString, kept as sent")]
    public void What_is_outside_the_rules_is_noted_with_its_path(string name, string path, string what) =>
        Assert.Contains(new DecodeNote(path, what), IsoIllVectors.Decode(name).Notes);

    [Fact]
    public void Honest_vectors_of_libyaz_need_no_note()
    {
        foreach (
            string name in IsoIllVectors.Names.Where(name => char.IsAsciiDigit(name[0]) && name[0] != '9'))
            Assert.Empty(IsoIllVectors.Decode(name).Notes);
    }

    [Fact]
    public void A_critical_extension_of_an_unknown_type_is_reported()
    {
        Assert.Equal(
            ["1.0.10161.13.1000.2.4.127"],
            IsoIllVectors.Decode("edge/ext-critical-unknown-oid").UnknownCriticalExtensions);
        Assert.Empty(IsoIllVectors.Decode("edge/ext-noncritical-unknown-oid").UnknownCriticalExtensions);
    }

    [Fact]
    public void Defaults_are_the_same_whether_sent_or_left_out_but_are_printed_only_when_sent()
    {
        var sent = IsoIllVectors.Decode("edge/canonical-ill-request-defaults-explicit").Apdu;
        var leftOut = IsoIllVectors.Decode("edge/canonical-ill-request-defaults-omitted").Apdu;
        Assert.Equal(sent, leftOut);
        Assert.NotNull(IsoIllVectors.Print(sent)["ILL-Request"]!["retry-flag"]);
        Assert.Null(IsoIllVectors.Print(leftOut)["ILL-Request"]!["retry-flag"]);
        Assert.Equal(IsoIllCodec.Encode(sent), IsoIllCodec.Encode(leftOut));
    }

    private static int Header(byte[] octets) => 2 + (octets[1] & 0x7F);

    private static void AssertSame(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject raw when raw.ContainsKey("_raw"):
                Assert.Matches("^([0-9a-f]{2})+$", actual!["_raw"]!.GetValue<string>());
                break;
            case JsonObject members:
                Assert.Equal(members.Select(m => m.Key), actual!.AsObject().Select(m => m.Key));
                foreach (var (key, value) in members)
                    AssertSame(value, actual[key], path + "." + key);
                break;
            case JsonArray items:
                Assert.Equal(items.Count, actual!.AsArray().Count);
                for (int i = 0; i < items.Count; i++)
                    AssertSame(items[i], actual[i], $"{path}[{i}]");
                break;
            default:
                string? said = expected?.ToString();
                foreach (string remark in CharsetRemarks)
                    said = said?.Replace(remark, "", StringComparison.Ordinal);
                Assert.True(said == actual?.ToString(), $"{path}: {said} is not {actual}");
                break;
        }
    }
}
