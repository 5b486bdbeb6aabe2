using System.Net;
using System.Text;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>What real peers send against the schema, and what is made of it.</summary>
public sealed class NcipDeviationTests
{
    private const string V1Version = "http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd";

    [Fact]
    public void ILLiad_puts_the_pickup_location_before_the_item_and_says_no_zone()
    {
        var accept = NcipSamples.Read<AcceptItem>(NcipSamples.Illiad("""
            <AcceptItem>
              <InitiationHeader><FromAgencyId><AgencyId>01GATE</AgencyId></FromAgencyId><ToAgencyId><AgencyId>01GATE</AgencyId></ToAgencyId>
                <ApplicationProfileType>ILL</ApplicationProfileType></InitiationHeader>
              <RequestId><AgencyId>01GATE</AgencyId><RequestIdentifierValue>123456</RequestIdentifierValue></RequestId>
              <RequestedActionType>
                 hold for pickup
                 AND notify	</RequestedActionType>
              <UserId><AgencyId>01GATE</AgencyId><UserIdentifierType>Barcode Id</UserIdentifierType><UserIdentifierValue>P900001</UserIdentifierValue></UserId>
              <ItemId><ItemIdentifierValue>123456</ItemIdentifierValue></ItemId>
              <DateForReturn>2027-01-31T23:59:00</DateForReturn>
              <PickupLocation>nothing</PickupLocation>
              <ItemOptionalFields><BibliographicDescription><Author>Muster</Author><Title>An invented title</Title>
                <Publisher>LENDER</Publisher><PublicationDate>2</PublicationDate></BibliographicDescription></ItemOptionalFields>
            </AcceptItem>
            """));
        Assert.True(accept.RequestedActionType!.Is(NcipValues.HoldForPickupAndNotify));
        Assert.Equal("nothing", accept.PickupLocation!.Value);
        Assert.Equal("LENDER", accept.ItemOptionalFields!.BibliographicDescription!.Publisher);
        Assert.False(accept.DateForReturn!.IsUtc);
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-5), "test", "test");
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 23, 59, 0, TimeSpan.FromHours(-5)), accept.DateForReturn.At(zone));
    }

    [Fact]
    public void ILLiad_sends_the_user_and_the_request_in_a_CheckInItem()
    {
        var read = NcipSamples.Read(NcipSamples.Illiad(
            "<CheckInItem><UserId><UserIdentifierValue>P900001</UserIdentifierValue></UserId>"
            + "<ItemId><ItemIdentifierValue>30001</ItemIdentifierValue></ItemId>"
            + "<RequestId><RequestIdentifierValue>T1</RequestIdentifierValue></RequestId></CheckInItem>"));
        Assert.Equal("P900001", read.Message.UserId!.Value);
        Assert.Equal("30001", read.Message.ItemId!.Value);
        Assert.Equal("T1", read.Message.RequestId!.Value);
        Assert.Empty(read.Losses.Losses);
        var written = NcipCodec.Write(read.Message, NcipForm.Initiating(NcipVersion.V202));
        Assert.Equal(["CheckInItem/UserId", "CheckInItem/RequestId"], written.Losses.Losses.Select(loss => loss.Field));
    }

    [Fact]
    public void A_date_alone_is_a_day_until_its_last_second()
    {
        var renew = NcipSamples.Read<RenewItem>(NcipSamples.Illiad(
            "<RenewItem><DesiredDateDue> 2027-02-28 </DesiredDateDue></RenewItem>",
            "http://www.niso.org/schemas/ncip/v2_0/ncip_v2_0.xsd"));
        Assert.False(renew.DesiredDateDue!.HasTime);
        Assert.Equal("2027-02-28T23:59:59", renew.DesiredDateDue.ToString());
    }

    [Theory]
    [InlineData("2027-01-31T23:59:59Z", "2027-01-31T23:59:59Z")]
    [InlineData("2022-06-20T00:00:00.000Z", "2022-06-20T00:00:00Z")]
    [InlineData("2022-06-20T00:00:00.25Z", "2022-06-20T00:00:00.25Z")]
    [InlineData("2027-01-31T23:59:59+01:00", "2027-01-31T22:59:59Z")]
    [InlineData("2027-01-31T23:59:59-0530", "2027-02-01T05:29:59Z")]
    [InlineData("2027-01-31T23:59", "2027-01-31T23:59:00")]
    [InlineData("2027-01-31T24:00:00Z", "2027-02-01T00:00:00Z")]
    [InlineData("20270131", "2027-01-31T23:59:59")]
    [InlineData("2027-01-31 10:00:00", "2027-01-31T10:00:00")]
    public void Dates_are_read_in_all_forms_and_written_in_one(string sent, string written) =>
        Assert.Equal(written, NcipDate.Read(sent)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("01/31/2027")]
    [InlineData("2027-13-01")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    [InlineData("9999-12-31T24:00:00Z")]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("2027-01-31T23:59:59+99:99")]
    public void What_is_no_date_is_none(string sent) => Assert.Null(NcipDate.Read(sent));

    [Fact]
    public void A_date_that_cannot_be_read_is_told_and_harms_nothing_else()
    {
        var read = NcipSamples.Read(NcipSamples.Illiad(
            "<CheckOutItem><DesiredDateDue>soon</DesiredDateDue><ItemId><ItemIdentifierValue>1</ItemIdentifierValue></ItemId></CheckOutItem>"));
        Assert.Null(Assert.IsType<CheckOutItem>(read.Message).DesiredDateDue);
        Assert.Equal("1", read.Message.ItemId!.Value);
        Assert.Equal(new NcipUnread("CheckOutItem/DesiredDateDue", "soon"), Assert.Single(read.Unread));
    }

    [Fact]
    public void Attributes_count_with_a_prefix_and_without_one()
    {
        foreach (var attribute in new[] { "Scheme", "ns1:Scheme", "n:Scheme" })
        {
            var read = NcipSamples.Read($"""
                <ns1:NCIPMessage xmlns:ns1="{NcipCodec.Namespace}" xmlns:n="{NcipCodec.Namespace}" ns1:version="v2_02"><ns1:LookupUser>
                <ns1:UserElementType {attribute}="http://example.invalid/x.scm">Name  Information</ns1:UserElementType>
                </ns1:LookupUser></ns1:NCIPMessage>
                """);
            var lookup = Assert.IsType<LookupUser>(read.Message);
            Assert.Equal("http://example.invalid/x.scm", lookup.UserElementTypes[0].Scheme);
            Assert.True(lookup.AsksForUser(NcipValues.NameInformation));
            Assert.Equal(NcipVersion.V202, read.Form.Version);
        }
    }

    [Theory]
    [InlineData("http://www.niso.org/schemas/ncip/v2_0/ncip_v2_0.xsd", NcipVersion.V20)]
    [InlineData("http://www.niso.org/schemas/ncip/v2_0/imp1/xsd/ncip_v2_0.xsd", NcipVersion.V20)]
    [InlineData("http://www.niso.org/schemas/ncip/v2_0/imp1/xsd/ncip_v2_01.xsd", NcipVersion.V201)]
    [InlineData("http://www.niso.org/schemas/ncip/v2_01/ncip_v2_01.xsd", NcipVersion.V201)]
    [InlineData("http://www.niso.org/schemas/ncip/v2_01/imp1/xsd/ncip_v2_01.xsd", NcipVersion.V201)]
    [InlineData("http://www.niso.org/schemas/ncip/v2_02/imp1/xsd/ncip_v2_02.xsd", NcipVersion.V202)]
    [InlineData("http://www.niso.org/ncip/v2_02/imp1/xsd/ncip_v2_02.xsd", NcipVersion.V202)]
    [InlineData(null, NcipVersion.V20)]
    public void The_version_is_found_by_its_pattern_and_echoed(string? text, NcipVersion version)
    {
        var attribute = text is null ? "" : $"version=\"{text}\"";
        var read = NcipSamples.Read($"<NCIPMessage xmlns=\"{NcipCodec.Namespace}\" {attribute}><LookupUser/></NCIPMessage>");
        Assert.Equal(version, read.Form.Version);
        var answer = NcipSamples.Write(new LookupUserResponse { UserId = new NcipUserId { Value = "1" } }, read.Form.Answer());
        Assert.Contains($"ns1:version=\"{text ?? NcipForm.TextOf(version)}\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version=\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\"", "UniqueUserId", NcipVersion.V1)]
    [InlineData("version=\"http://ncip.envisionware.com/documentation/ncip_v1_01.dtd\"", "UniqueUserId", NcipVersion.V1)]
    [InlineData("", "UniqueUserId", NcipVersion.V1)]
    [InlineData("", "UserId", NcipVersion.V20)]
    [InlineData("version=\"http://www.niso.org/schemas/ncip/v2_01/ncip_v2_01.xsd\"", "UserId", NcipVersion.V201)]
    public void Without_a_namespace_the_version_and_the_names_tell(string version, string id, NcipVersion expected)
    {
        var read = NcipSamples.Read(
            $"<NCIPMessage {version}><LookupUser><{id}><UserIdentifierValue>P1</UserIdentifierValue></{id}></LookupUser></NCIPMessage>");
        Assert.Equal(expected, read.Form.Version);
        Assert.Equal("P1", read.Message.UserId!.Value);
    }

    [Fact]
    public void INN_Reach_sends_datatypes_and_a_DOCTYPE_on_a_dead_host()
    {
        var read = NcipSamples.Read($"""
            <!DOCTYPE NCIPMessage PUBLIC "-//NISO//NCIP DTD Version 1//EN" "http://dead.example.invalid/ncip_v1_0.dtd">
            <NCIPMessage version="{V1Version}"><ItemShipped>
              <InitiationHeader><FromAgencyId><UniqueAgencyId><Scheme datatype="string">http://192.0.2.1:6601/IRCIRCD?target=get_scheme_values&amp;scheme=UniqueAgencyId</Scheme>
                <Value datatype="string">abc1</Value></UniqueAgencyId></FromAgencyId></InitiationHeader>
              <UniqueItemId><ItemIdentifierValue datatype="string">30001</ItemIdentifierValue></UniqueItemId>
              <DateShipped datatype="dateTime">2027-01-02T00:00:00Z</DateShipped>
              <UserOptionalFields><VisibleUserId><VisibleUserIdentifierType><Scheme></Scheme><Value>Barcode</Value></VisibleUserIdentifierType>
                <VisibleUserIdentifier>P900001</VisibleUserIdentifier></VisibleUserId></UserOptionalFields>
            </ItemShipped></NCIPMessage>
            """);
        var shipped = Assert.IsType<ItemShipped>(read.Message);
        Assert.Equal("abc1", shipped.Header!.FromAgencyId!.Value);
        Assert.Equal("P900001", Assert.Single(shipped.UserOptionalFields!.UserIds).Value);
        var answer = NcipSamples.Write(
            new NotificationResponse(NcipService.ItemShipped) { Header = shipped.Header.Answer() }, read.Form.Answer());
        Assert.Contains("<!DOCTYPE NCIPMessage", answer, StringComparison.Ordinal);
        Assert.Contains("get_scheme_values&amp;scheme=UniqueAgencyId</Scheme><Value>abc1</Value>", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("ns1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_of_version_2_under_a_DOCTYPE_of_version_1_is_version_2()
    {
        var read = NcipSamples.Read(
            "<!DOCTYPE NCIPMessage PUBLIC \"-//NISO//NCIP DTD Version 1.0//EN\" \"x.dtd\">"
            + $"<NCIPMessage xmlns=\"{NcipCodec.Namespace}\" version=\"{V1Version}\"><LookupUser><UserId><UserIdentifierValue>1</UserIdentifierValue></UserId></LookupUser></NCIPMessage>");
        Assert.Equal(NcipVersion.V20, read.Form.Version);
    }

    public static TheoryData<string, string?> Encodings => new()
    {
        { "utf-8", null },
        { "utf-8", "text/xml; charset=ISO-8859-1" },
        { "windows-1252", null },
        { "windows-1252", "text/xml; charset=UTF-8" },
        { "iso-8859-2", "application/xml; charset=\"ISO-8859-2\"" },
        { "utf-16", "text/xml" },
        { "utf-16BE", "text/xml; charset=utf-8" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_octets_tell_more_of_their_encoding_than_the_sender(string encoding, string? contentType)
    {
        var provider = CodePagesEncodingProvider.Instance;
        var encoder = provider.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var text = NcipSamples.Illiad("<CreateUser><NameInformation><PersonalNameInformation><UnstructuredPersonalUserName>Müßér"
            + "</UnstructuredPersonalUserName></PersonalNameInformation></NameInformation></CreateUser>");
        byte[] withMark = [.. encoder.GetPreamble(), .. encoder.GetBytes(text)];
        foreach (var octets in new[] { encoder.GetBytes(text), withMark })
        {
            var read = Assert.IsType<CreateUser>(NcipSamples.Read(octets, contentType).Message);
            Assert.Equal("Müßér", read.NameInformation!.Unstructured);
        }
    }

    [Fact]
    public void The_declaration_counts_where_nothing_else_tells()
    {
        var text = NcipSamples.Illiad("<RecallItem><ItemId><ItemIdentifierValue>Łódź</ItemIdentifierValue></ItemId></RecallItem>")
            .Replace("ISO-8859-1", "windows-1250", StringComparison.Ordinal);
        var octets = CodePagesEncodingProvider.Instance.GetEncoding(1250)!.GetBytes(text);
        var read = NcipSamples.Read(octets);
        Assert.Equal("Łódź", read.Message.ItemId!.Value);
        Assert.Equal("decoded as windows-1250", read.Decoding);
    }

    [Theory]
    [InlineData("xml=")]
    [InlineData("XForms:Model=")]
    [InlineData("XForms%3AModel=")]
    [InlineData("")]
    public void Bodies_of_forms_are_decoded(string field)
    {
        var text = NcipSamples.Illiad("<CheckInItem><ItemId><ItemIdentifierValue>A+B &amp; ü</ItemIdentifierValue></ItemId></CheckInItem>");
        var read = NcipSamples.Read(Encoding.ASCII.GetBytes(field + WebUtility.UrlEncode(text) + (field.Length > 0 ? "&submit=1" : "")), "text/html");
        Assert.Equal("A+B & ü", read.Message.ItemId!.Value);
        Assert.Equal("a form's body was decoded", read.Decoding);
    }

    [Fact]
    public void Characters_that_XML_does_not_allow_are_replaced()
    {
        var read = NcipSamples.Read("\r\n " + NcipSamples.Illiad(
            "<CheckInItem><ItemId><ItemIdentifierValue>30\u0000\u000b01\ufffe</ItemIdentifierValue></ItemId></CheckInItem>"));
        Assert.Equal("30\ufffd\ufffd01\ufffd", read.Message.ItemId!.Value);
        Assert.Contains("replaced", read.Decoding, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_kept_as_text_and_harms_nothing()
    {
        var read = NcipSamples.Read(NcipSamples.Illiad(
            "<!-- Koha chokes on this --><CheckInItem><Remark>torn <b>page</b></Remark>"
            + "<ItemId><ItemIdentifierValue>1</ItemIdentifierValue><ItemIdentifierValue>2</ItemIdentifierValue></ItemId>"
            + "<Ext><NoticeContent>ReceivedBy.Lender</NoticeContent><x:Own xmlns:x='urn:x'><x:A>1</x:A><x:B>2</x:B></x:Own></Ext></CheckInItem>"));
        Assert.Equal("1", read.Message.ItemId!.Value);
        Assert.Equal("ReceivedBy.Lender", read.Message.Extra(NcipExtra.NoticeContent));
        Assert.Equal("1 2", read.Message.Extra("Own"));
        Assert.Equal(
            [new NcipUnread("CheckInItem/Remark", "torn page"), new NcipUnread("CheckInItem/ItemId/ItemIdentifierValue", "2")],
            read.Unread);
    }

    [Fact]
    public void Ext_that_the_schema_does_not_declare_is_written_only_for_peers_that_want_it()
    {
        var message = new CheckInItem
        {
            ItemId = new NcipItemId { Value = "1" }, Ext = [new NcipExtra(NcipExtra.ItemNote, "note"), new NcipExtra("Own", "x")],
        };
        var form = NcipForm.Initiating(NcipVersion.V20);
        Assert.Equal(2, NcipCodec.Write(message, form).Losses.Losses.Count);
        var written = NcipSamples.Write(message, form with { WritesUndeclaredExt = true });
        Assert.Equal(message.Ext, NcipSamples.Read(written).Message.Ext);
    }

    [Fact]
    public void Answers_of_other_systems_are_read_too()
    {
        var folio = NcipSamples.Read<GeneralResponse>("<NCIPMessage><Problem><message>It broke</message></Problem></NCIPMessage>");
        Assert.Equal("It broke", Assert.Single(folio.Problems).Detail);
        var alma1 = NcipSamples.Read<GeneralResponse>(
            $"<NCIPMessage version=\"{V1Version}\"><Response><ResponseHeader/></Response></NCIPMessage>");
        Assert.True(alma1.IsSuccess);
        var koha = NcipSamples.Read<CheckInItemResponse>(
            $"<NCIPMessage xmlns=\"{NcipCodec.Namespace}\" version=\"x\"><CheckInItemResponse><UniqueItemId><ItemIdentifierValue>1</ItemIdentifierValue></UniqueItemId></CheckInItemResponse></NCIPMessage>");
        Assert.Equal("1", koha.ItemId!.Value);
        Assert.Equal("text: It works!", NcipSamples.Refused("<NCIPMessage>It works!</NCIPMessage>").PrivateDetail);
    }

    [Fact]
    public void LookupVersion_is_read_and_answered_in_the_form_in_which_it_was_asked()
    {
        var asked = NcipSamples.Read(
            "<NCIPVersionMessage version=\"v\"><LookupVersion><FromAgencyId><UniqueAgencyId><Scheme>s</Scheme><Value>A</Value></UniqueAgencyId>"
            + "</FromAgencyId><ToAgencyId><UniqueAgencyId><Scheme/><Value>B</Value></UniqueAgencyId></ToAgencyId></LookupVersion></NCIPVersionMessage>");
        var lookup = Assert.IsType<LookupVersion>(asked.Message);
        Assert.Equal(new NcipCode("A", "s"), lookup.Header!.FromAgencyId);
        var answer = new LookupVersionResponse { Header = lookup.Header.Answer(), VersionsSupported = ["v2_02", "v1_0"] };
        var written = NcipSamples.Write(answer, asked.Form.Answer());
        Assert.Contains("<NCIPVersionMessage version=\"v\"><LookupVersionResponse><FromAgencyId><UniqueAgencyId>", written, StringComparison.Ordinal);
        Assert.Equal(answer, NcipSamples.Read(written).Message);
        var koha = NcipSamples.Read("<NCIPMessage version='v2_0'><LookupVersion/></NCIPMessage>");
        Assert.Contains("<ns1:VersionSupported>v2_02<", NcipSamples.Write(answer with { Header = null }, koha.Form.Answer()), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_peers_mean_values_of_the_lists()
    {
        var aliases = NcipAliases.Known.With("RequestType", "LII", NcipValues.Loan);
        Assert.True(aliases.Means("RequestType", " lii ", NcipValues.Loan));
        Assert.True(aliases.Means("RequestScopeType", "TITLE", NcipValues.BibliographicItem));
        Assert.True(aliases.Means("CirculationStatus", "Renewal  Still Pending", NcipValues.RenewStillPending));
        Assert.Equal("Page", aliases.Meaning("RequestType", new NcipCode(" Page ", "any scheme")));
        Assert.Null(aliases.Meaning("RequestType", null));
        Assert.False(NcipAliases.Known.Means("RequestType", "LII", NcipValues.Loan));
    }
}
