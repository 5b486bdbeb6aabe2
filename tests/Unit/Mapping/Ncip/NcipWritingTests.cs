using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipWritingTests
{
    private static readonly NcipForm Answer = new() { Version = NcipVersion.V202, VersionText = "v" };

    [Fact]
    public void A_success_never_holds_the_word_by_which_clients_know_a_failure()
    {
        var response = new LookupItemResponse
        {
            ItemId = new NcipItemId { Value = "1" },
            ItemOptionalFields = new NcipItemOptionalFields
            {
                SecurityMarker = "Problem marker",
                BibliographicDescription = new NcipBibliographicDescription { Title = "The Three-Body Problem", Author = "Problem, A." },
            },
        };
        var written = NcipCodec.Write(response, Answer);
        Assert.DoesNotContain("Problem", System.Text.Encoding.UTF8.GetString(written.Octets.Span), StringComparison.Ordinal);
        Assert.Equal(3, written.Losses.Losses.Count(loss => loss.Kind == LossKind.Defaulted));
        // What we ask may speak of problems.
        var request = new CreateUser { NameInformation = new NcipNameInformation { Unstructured = "Problem" } };
        Assert.Contains("Problem<", NcipSamples.Write(request, Answer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_has_its_words_where_clients_look_for_them()
    {
        var response = new CheckInItemResponse
        {
            Problems = [new NcipProblem { Type = NcipProblemTypes.ItemNotCheckedOut, Detail = "It is not lent", Element = "//CheckInItem/ItemId" }],
        };
        var text = NcipSamples.Write(response, Answer);
        Assert.Contains("<ns1:ProblemType>Item Not Checked Out</ns1:ProblemType><ns1:ProblemDetail>It is not lent</ns1:ProblemDetail>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_schema_wants_and_nobody_gave_is_told()
    {
        Assert.Equal(["CheckOutItemResponse/ItemId", "CheckOutItemResponse/UserId", "CheckOutItemResponse/DateDue"],
            NcipCodec.Write(new CheckOutItemResponse { RenewalCount = 1 }, Answer).Missing);
        Assert.Equal(["AcceptItemResponse/Problem"], NcipCodec.Write(new AcceptItemResponse(), Answer).Missing);
        Assert.Equal(["LookupRequest in version 1, which does not have it"], NcipCodec.Write(
            new LookupRequest { RequestId = new NcipRequestId { Value = "1" } }, NcipForm.Initiating(NcipVersion.V1)).Missing);
    }

    [Fact]
    public void Version_1_gets_a_header_the_scheme_of_the_list_and_no_pickup_location()
    {
        var accept = new AcceptItem
        {
            RequestId = new NcipRequestId { Value = "R1" }, RequestedActionType = NcipValues.HoldForPickup, PickupLocation = "MAIN",
        };
        var written = NcipCodec.Write(accept, NcipForm.Initiating(NcipVersion.V1));
        var text = System.Text.Encoding.UTF8.GetString(written.Octets.Span);
        Assert.Contains("<InitiationHeader><FromAgencyId><UniqueAgencyId><Scheme></Scheme><Value></Value>", text, StringComparison.Ordinal);
        Assert.Contains("requestedactiontype.scm</Scheme><Value>Hold For Pickup</Value>", text, StringComparison.Ordinal);
        Assert.Contains(written.Losses.Losses, loss => loss is { Field: "AcceptItem/PickupLocation", Kind: LossKind.Dropped });
    }

    [Fact]
    public void Version_1_gets_the_scheme_of_the_problem_by_its_service()
    {
        var problem = new NcipProblem { Type = NcipProblemTypes.UserBlocked, Element = "//CheckOutItem/UserId", Detail = "owes" };
        var text = NcipSamples.Write(new CheckOutItemResponse { Problems = [problem] }, NcipForm.Initiating(NcipVersion.V1));
        Assert.Contains("processingerrortype/checkoutitemprocessingerror.scm", text, StringComparison.Ordinal);
        Assert.Contains("<ElementName>UniqueUserId</ElementName>", text, StringComparison.Ordinal);
        var general = problem with { Type = NcipProblemTypes.TemporaryProcessingFailure };
        Assert.Contains("generalprocessingerror.scm", NcipSamples.Write(
            new CheckOutItemResponse { Problems = [general] }, NcipForm.Initiating(NcipVersion.V1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EUR", 1234, "12.34 EUR")]
    [InlineData("jpy", 1234, "1234.00 JPY")]
    [InlineData("KWD", -1500, "-1.50 KWD")]
    public void Amounts_are_in_minor_units(string currency, long minor, string words)
    {
        var amount = new NcipAmount(currency, minor);
        Assert.Equal(words, amount.ToMoney().ToString());
        Assert.Equal(minor, NcipAmount.From(amount.ToMoney())!.MinorUnits);
    }

    [Fact]
    public void Dates_at_the_ends_of_the_calendar_can_be_written_and_placed()
    {
        Assert.Equal("9999-12-31T23:59:59", NcipDate.Of(DateOnly.MaxValue).ToString());
        foreach (var text in new[] { "0002-01-01", "9998-12-31T23:59:59" })
        {
            foreach (int hours in new[] { -14, 14 })
            {
                var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(hours), "test", "test");
                Assert.Equal(TimeSpan.FromHours(hours), NcipDate.Read(text)!.At(zone).Offset);
            }
        }
    }

    [Fact]
    public void Only_an_amount_too_large_to_be_told_is_none() =>
        Assert.Null(NcipAmount.From(new Money(decimal.MaxValue, "EUR")));

    [Fact]
    public void Secrets_do_not_show_in_the_text_of_a_record()
    {
        var message = new LookupUser
        {
            Header = new NcipHeader { FromAgencyAuthentication = new NcipSecret("hush"), FromSystemAuthentication = new NcipSecret("hush") },
            Authentication = [new NcipAuthenticationInput { Data = new NcipSecret("hush"), Type = NcipValues.Pin }],
        };
        Assert.DoesNotContain("hush", message.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", string.Concat(NcipExplainer.Explain(message)), StringComparison.Ordinal);
        Assert.Contains("hush", NcipSamples.Write(message, Answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a:AuthenticationInputData x='1'>hush</a:AuthenticationInputData><b>seen</b>", "<a:AuthenticationInputData x='1'>***</a:AuthenticationInputData><b>seen</b>")]
    [InlineData("<FromAgencyAuthentication><![CDATA[hush]]></FromAgencyAuthentication>", "<FromAgencyAuthentication>***</FromAgencyAuthentication>")]
    [InlineData("<FromSystemAuthentication>hush", "<FromSystemAuthentication>***")]
    [InlineData("<AuthenticationInputData/><b>seen</b>", "<AuthenticationInputData/><b>seen</b>")]
    [InlineData("no <markup", "no <markup")]
    public void A_transcript_has_no_secrets(string text, string blanked) => Assert.Equal(blanked, NcipSecrets.Blanked(text));

    [Fact]
    public void The_answer_of_a_header_goes_the_other_way()
    {
        var header = new NcipHeader
        {
            FromAgencyId = new NcipCode("A", "s"), ToAgencyId = "B", FromSystemId = "SYS", ApplicationProfileType = "ILLIAD",
            FromAgencyAuthentication = new NcipSecret("hush"),
        };
        Assert.Equal(
            new NcipHeader { FromAgencyId = "B", ToAgencyId = new NcipCode("A", "s"), ToSystemId = "SYS" }, header.Answer());
    }

    [Fact]
    public void A_message_is_told_in_plain_words()
    {
        var lines = NcipDecoding.Explain(NcipSamples.Octets("AcceptItem.req.xml")).Lines;
        Assert.Equal("AcceptItem: an item of another library is here; do with it: Hold For Pickup And Notify.", lines[0]);
        Assert.Contains("Title: Invented title", lines);
        Assert.Contains("User: P900001, Barcode Id", lines);
        Assert.Contains("Return by: 2027-01-31T23:59:59Z", lines);
        Assert.Contains("Version: http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd, read as 2.02", lines);
    }

    [Fact]
    public void Every_golden_message_has_its_words_and_its_elements()
    {
        foreach (var name in NcipSamples.Names)
        {
            var octets = NcipSamples.Octets(name);
            Assert.True(NcipDecoding.Recognizes(octets));
            var explanation = NcipDecoding.Explain(octets);
            Assert.Null(explanation.Refusal);
            Assert.NotNull(explanation.Kind);
            Assert.DoesNotContain(explanation.Lines, line => line.Contains("0000", StringComparison.Ordinal) && name.Contains("auth", StringComparison.Ordinal));
            Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(explanation.WireJson!));
        }

        var refused = NcipDecoding.Explain("<a/>"u8.ToArray());
        Assert.Equal("Message is no NCIPMessage", refused.Refusal);
        Assert.False(NcipDecoding.Recognizes("ILL"u8));
    }

    [Fact]
    public void The_wire_is_printed_as_it_was_sent()
    {
        var text = "<n:NCIPMessage xmlns:n='urn:n' n:version='v'><n:X><A> 1</A><A>2</A><B s='t'>x</B></n:X></n:NCIPMessage>";
        var json = NcipDecoding.Explain(System.Text.Encoding.UTF8.GetBytes(text)).WireJson!;
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!["n:NCIPMessage"]!;
        Assert.Equal("v", (string?)node["@n:version"]);
        Assert.Equal(" 1", (string?)node["n:X"]!["A"]![0]);
        Assert.Equal("t", (string?)node["n:X"]!["B"]!["@s"]);
        Assert.Equal("x", (string?)node["n:X"]!["B"]!["#text"]);
    }
}
