using System.Text;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class ReadingTests
{
    [Theory]
    [InlineData("1B03 414243", "ABC", "")]
    [InlineData("1A03 414243", "ABC", "")]
    [InlineData("1B05 4BC3A46C6E", "Käln", "")]
    [InlineData("1B04 4BE46C6E", "Käln", "not UTF-8; read as iso-8859-1")]
    [InlineData("1B00", "", "empty text")]
    [InlineData("1B04 41422020", "AB  ", "text with leading or trailing blanks")]
    [InlineData("1B04 410D0A42", "A\r\nB", "text with line breaks or control characters")]
    [InlineData("1B08 1B2D4141421B2842", "AB", "escape sequences of ISO 2022 removed")]
    [InlineData("0C03 414243", "ABC", "string of type universal 12 taken for a GeneralString")]
    [InlineData("3B80 040141 04024243 0000", "ABC", "segmented string put together")]
    [InlineData("3B09 040141 2404 04024243", "ABC", "segmented string put together")]
    [InlineData("3B07 1B0141 1B024243", "ABC", "segmented string put together")]
    public void Texts_are_read_in_every_form(string hex, string text, string note)
    {
        var decoded = IsoIllVectors.Decode(
            Ber.Cancel(Ber.Note(Ber.Hex(hex.Replace(" ", "", StringComparison.Ordinal)))));
        Assert.Equal(text, ((CancelApdu)decoded.Apdu).RequesterNote!.Value.Text);
        Assert.Equal(note.Length == 0 ? [] : [new DecodeNote("CANCEL.requester-note", note)], decoded.Notes);
    }

    [Fact]
    public void The_charset_of_last_resort_is_an_option()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var options = new DecodeOptions { FallbackCharset = Encoding.GetEncoding(1250) };
        var result = IsoIllCodec.Decode(Ber.Cancel(Ber.Note(Ber.Hex("1B029AE8"))), options);
        var apdu = (CancelApdu)Assert.IsType<DecodeResult.Decoded>(result).Apdu;
        Assert.Equal("šč", apdu.RequesterNote!.Value.Text);
    }

    [Theory]
    [InlineData("BF2E80 1B0141 0000", "A", "")]
    [InlineData("9F2E01 41", "A", "explicit tag was coded implicit")]
    [InlineData("BF2E00", null, "empty element taken for an absent one")]
    [InlineData(
        "BF2E06 1B0141 1B0142", "A",
        "more than one value inside an explicit tag; the first one was taken")]
    public void Explicit_tags_are_read_in_every_form(string hex, string? text, string note)
    {
        var decoded =
            IsoIllVectors.Decode(Ber.Cancel(Ber.Hex(hex.Replace(" ", "", StringComparison.Ordinal))));
        Assert.Equal(text, ((CancelApdu)decoded.Apdu).RequesterNote?.Text);
        Assert.Equal(note.Length == 0 ? [] : [new DecodeNote("CANCEL.requester-note", note)], decoded.Notes);
    }

    [Fact]
    public void An_application_tag_that_stands_for_the_sequence_is_read()
    {
        var perl = Ber.Of("66", Ber.Hex("800102"), Ber.TransactionId, Ber.ServiceDateTime);
        var decoded = IsoIllVectors.Decode(perl);
        Assert.Equal(IsoIllVectors.Decode(Ber.Cancel()).Apdu, decoded.Apdu);
        Assert.Equal(new DecodeNote("CANCEL", "APPLICATION tag was coded implicit"),
            Assert.Single(decoded.Notes));
    }

    [Fact]
    public void Unknown_and_misplaced_elements_are_passed_over_or_taken_and_noted()
    {
        var decoded = IsoIllVectors.Decode(
            Ber.Of("66", Ber.Of("30", Ber.Of("9F63", "x"), Ber.TransactionId, Ber.Hex("800102"),
                Ber.ServiceDateTime)));
        Assert.Equal(IsoIllVectors.Decode(Ber.Cancel()).Apdu, decoded.Apdu);
        Assert.Equal(["unknown element skipped: [99]", "out of order: [0]"],
            decoded.Notes.Select(note => note.What));
    }

    [Fact]
    public void A_time_without_seconds_is_kept_as_sent()
    {
        var sent = Ber.Of("A2", Ber.Of("A0", Ber.Of("80", "20240105"), Ber.Of("81", "1300")));
        var decoded =
            IsoIllVectors.Decode(Ber.Of("66", Ber.Of("30", Ber.Hex("800102"), Ber.TransactionId, sent)));
        Assert.Equal("1300", decoded.Apdu.ServiceDateTime.DateTimeOfThisService.Time);
        Assert.Equal("CANCEL.service-date-time.date-time-of-this-service.time",
            Assert.Single(decoded.Notes).Path);
    }

    [Fact]
    public void An_unusual_reason_is_kept_as_a_number_and_written_again()
    {
        var answer = Ber.Apdu("64", Ber.Hex("9F1F0103"),
            Ber.Of("BF20", Ber.Of("A3", Ber.Of("30", Ber.Hex("80016F")))));
        var decoded = IsoIllVectors.Decode(answer);
        var explanation =
            (ResultsExplanation.UnfilledResults)((IllAnswerApdu)decoded.Apdu).ResultsExplanation!;
        Assert.Equal(111, (int)explanation.Value.ReasonUnfilled);
        Assert.Contains("ReasonUnfilled has no value 111", Assert.Single(decoded.Notes).What,
            StringComparison.Ordinal);
        Assert.Equal(decoded.Apdu, IsoIllVectors.Decode(IsoIllCodec.Encode(decoded.Apdu)).Apdu);
        Assert.Equal(
            "unknown(111)",
            (string?)IsoIllVectors.Print(
                decoded.Apdu)["ILL-Answer"]!["results-explanation"]!["unfilled-results"]!["reason-unfilled"]);
    }

    [Theory]
    [InlineData("28 0B 0603 2A0304 A004 30020500", "single-ASN1-type", "30020500")]
    [InlineData("28 09 0603 2A0304 8102 0500", "octet-aligned", "0500")]
    [InlineData("28 0F 0603 2A0304 020107 070141 8102 0500", "octet-aligned", "0500")]
    [InlineData("28 80 0603 2A0304 A080 30800500 0000 0000 0000", "single-ASN1-type", "308005000000")]
    public void An_external_of_an_unknown_type_is_kept_octet_by_octet(string hex, string form, string octets)
    {
        var external = Ber.Hex(hex.Replace(" ", "", StringComparison.Ordinal));
        var extensions = Ber.Of("BF31", Ber.Of("30", Ber.Hex("8001018101FF"), Ber.Of("A2", external)));
        var decoded = IsoIllVectors.Decode(Ber.Cancel(extensions));
        Assert.Equal(["1.2.3.4"], decoded.UnknownCriticalExtensions);
        var item = IsoIllVectors.Print(decoded.Apdu)["Cancel"]!["cancel-extensions"]![0]!["item"]!;
        Assert.Equal(octets, (string?)item[form]!["_raw"]);
        Assert.Equal(decoded.Apdu, IsoIllVectors.Decode(IsoIllCodec.Encode(decoded.Apdu)).Apdu);
    }

    [Fact]
    public void A_known_extension_that_cannot_be_read_is_kept_as_sent_and_counts_as_unknown()
    {
        var external = Ber.Of("28", Ber.Hex("060528CF310D03"),
            Ber.Of("A0", Ber.Of("30", Ber.Of("A0", Ber.Of("04", "x")))));
        var extensions = Ber.Of("BF31", Ber.Of("30", Ber.Hex("8001018101FF"), Ber.Of("A2", external)));
        var decoded = IsoIllVectors.Decode(Ber.Cancel(extensions));
        Assert.IsType<OpaqueContent>(((External)decoded.Apdu.Extensions![0].Item).Content);
        Assert.Equal(["1.0.10161.13.3"], decoded.UnknownCriticalExtensions);
        Assert.Contains("kept as sent", Assert.Single(decoded.Notes).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("800103", GeneralProblem.ProtocolVersionNotSupported, "CANCEL.protocol-version-num")]
    [InlineData("", GeneralProblem.MistypedApdu, "CANCEL.protocol-version-num")]
    [InlineData("80020001", null, "")]
    [InlineData("8000", GeneralProblem.MistypedApdu, "CANCEL.protocol-version-num")]
    [InlineData("800102800102", GeneralProblem.BadlyStructuredApdu, "CANCEL.protocol-version-num")]
    [InlineData("800102830102", GeneralProblem.MistypedApdu, "CANCEL.requester-id")]
    public void A_wrong_header_is_refused_with_what_a_report_needs(string version, GeneralProblem? problem,
        string path)
    {
        var octets = Ber.Of("66", Ber.Of("30", Ber.Hex(version), Ber.TransactionId, Ber.ServiceDateTime));
        if (problem is null)
        {
            Assert.Equal(ProtocolVersion.Version1, IsoIllVectors.Decode(octets).Apdu.ProtocolVersionNum);
            return;
        }

        var refusal = IsoIllVectors.Refuse(octets);
        Assert.Equal((problem, path), (refusal.Problem, refusal.Path));
        Assert.Equal(IllApduType.Cancel, refusal.Header!.ApduType);
        Assert.Equal("T1", refusal.Header.TransactionId.TransactionQualifier.Text);
        Assert.Equal("20240105", refusal.Header.ServiceDateTime!.DateTimeOfThisService.Date);
    }

    [Theory]
    [InlineData("65", "9F230100", null, "")]
    [InlineData("65", "", GeneralProblem.MistypedApdu, "CONDITIONAL-REPLY.answer")]
    [InlineData("65", "9F23020000", GeneralProblem.MistypedApdu, "CONDITIONAL-REPLY.answer")]
    [InlineData("64", "9F1F0108", GeneralProblem.MistypedApdu, "ILL-ANSWER.transaction-results")]
    [InlineData(
        "64", "9F1F0101BF2004A9023000", GeneralProblem.MistypedApdu,
        "ILL-ANSWER.results-explanation")]
    [InlineData(
        "70", "A505A203010100", GeneralProblem.MistypedApdu,
        "DAMAGED.damaged-details.damaged-portion.specific-units[0]")]
    [InlineData(
        "61", "A9030A0101AB0C800101810101820102830102B004A4021B05", GeneralProblem.BadlyStructuredApdu,
        "ILL-REQUEST")]
    [InlineData("61", "A9060A01010A0109", GeneralProblem.MistypedApdu, "ILL-REQUEST.iLL-service-type[1]")]
    public void A_wrong_element_is_refused_with_its_path(string tag, string hex, GeneralProblem? problem,
        string path)
    {
        var result = IsoIllCodec.Decode(Ber.Apdu(tag, Ber.Hex(hex)));
        var refusal = (result as DecodeResult.Refused)?.Refusal;
        Assert.Equal((problem, path), (refusal?.Problem, refusal?.Path ?? ""));
        Assert.True(refusal is null || refusal.Header!.TransactionId.TransactionGroupQualifier.Text == "G1");
    }

    [Theory]
    [InlineData("", "no octets")]
    [InlineData("474554", "the first octet is 47, not 61 to 74")]
    [InlineData("7500", "the first octet is 75, not 61 to 74")]
    public void What_is_no_apdu_is_unrecognized_and_has_no_header(string hex, string detail)
    {
        var refusal = IsoIllVectors.Refuse(Ber.Hex(hex));
        Assert.Equal((GeneralProblem.UnrecognizedApdu, detail), (refusal.Problem, refusal.PrivateDetail));
        Assert.Null(refusal.Header);
    }

    [Fact]
    public void A_message_that_is_cut_off_still_tells_its_transaction()
    {
        var octets = IsoIllVectors.Octets("01-ill-request-loan-full");
        var refusal = IsoIllVectors.Refuse(octets.AsMemory(0, octets.Length - 7));
        Assert.Equal(GeneralProblem.BadlyStructuredApdu, refusal.Problem);
        Assert.Equal("SYM:REQ1", Symbol(refusal.Header!.RequesterId));
        Assert.Equal("SYM:RSP1", Symbol(refusal.Header.ResponderId));
        Assert.Null(IsoIllVectors.Refuse(octets.AsMemory(0, 20)).Header);
    }

    private static string? Symbol(SystemId? id) =>
        (id?.PersonOrInstitutionSymbol as PersonOrInstitutionSymbol.InstitutionSymbol)?.Value.Text;
}
