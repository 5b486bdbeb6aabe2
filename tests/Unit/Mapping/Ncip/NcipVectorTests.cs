using System.Text;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipVectorTests
{
    public static TheoryData<string> Vectors => [.. NcipSamples.Names];

    [Fact]
    public void All_golden_messages_are_here() => Assert.Equal(39, NcipSamples.Names.Count());

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_golden_message_is_written_again_as_it_was_read(string name)
    {
        var read = NcipSamples.Read(NcipSamples.Octets(name));
        Assert.Empty(read.Losses.Losses);
        var written = NcipCodec.Write(read.Message, read.Form);
        Assert.Empty(written.Losses.Losses);
        Assert.Empty(written.Missing);
        Assert.Equal(NcipSamples.Text(name).TrimEnd(), Encoding.UTF8.GetString(written.Octets.Span).TrimEnd());
        Assert.EndsWith(read.Message.Name, read.Message switch
        {
            GeneralResponse => "Problem",
            _ => name.Split('.')[0].Split('-')[name.StartsWith("v1-", StringComparison.Ordinal) ? 1 : 0]
                + (name.Contains(".resp.", StringComparison.Ordinal) ? "Response" : ""),
        });
    }

    [Fact]
    public void An_AcceptItem_says_what_the_lender_sent()
    {
        var accept = NcipSamples.Read<AcceptItem>(NcipSamples.Text("AcceptItem.req.xml"));
        Assert.Equal("PARTNER-A", accept.Header!.FromAgencyId!.Value);
        Assert.Equal("ILLIAD", accept.Header.ApplicationProfileType!.Value);
        Assert.Equal("ILL-12345", accept.RequestId!.Value);
        Assert.True(accept.RequestedActionType!.Is(NcipValues.HoldForPickupAndNotify));
        Assert.Equal(new NcipUserId { AgencyId = "01GATE_INST", IdentifierType = "Barcode Id", Value = "P900001" }, accept.UserId);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 23, 59, 59, TimeSpan.Zero), accept.DateForReturn!.At(TimeZoneInfo.Utc));
        var item = accept.ItemOptionalFields!.BibliographicDescription!;
        Assert.Equal("Invented title", item.Title);
        Assert.Equal("999001", Assert.Single(item.RecordIds).Identifier);
        Assert.Equal("MAIN", accept.PickupLocation!.Value);
    }

    [Fact]
    public void Version_1_says_the_same_with_other_names()
    {
        var accept = NcipSamples.Read(NcipSamples.Octets("v1-AcceptItem.req.xml"));
        var message = Assert.IsType<AcceptItem>(accept.Message);
        Assert.Equal(NcipVersion.V1, accept.Form.Version);
        Assert.True(accept.Form.HasDoctype);
        Assert.Equal(new NcipCode("PARTNER-A", "http://example.invalid/ncip/agency.scm"), message.Header!.FromAgencyId);
        Assert.Equal("P900001", message.UserId!.Value);
        Assert.Equal("ILL-12345", message.ItemId!.Value);
        var user = NcipSamples.Read<LookupUser>(NcipSamples.Text("v1-LookupUser-visible.req.xml"));
        Assert.True(user.UserId!.IdentifierType!.Is(NcipValues.Barcode));
        Assert.True(user.AsksForUser(NcipValues.NameInformation));
    }

    [Fact]
    public void An_error_of_version_1_becomes_a_problem_with_a_path()
    {
        var response = NcipSamples.Read<LookupUserResponse>(NcipSamples.Text("v1-LookupUser-problem.resp.xml"));
        var problem = Assert.Single(response.Problems);
        Assert.True(problem.Type!.Is(NcipProblemTypes.UnknownUser));
        Assert.Equal("//LookupUser/UserId/UserIdentifierValue", problem.Element);
        Assert.Equal("P900001", problem.Value);
    }

    [Fact]
    public void The_answers_for_what_is_not_understood_are_the_golden_ones()
    {
        var refused = NcipSamples.Refused("this is no XML, version=\"http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd\"");
        Assert.Equal(
            NcipSamples.Text("Problem-unparseable.resp.xml").TrimEnd(),
            NcipSamples.Write(refused.Answer(), refused.Form.Answer()).TrimEnd());
        var undo = NcipSamples.Read(NcipSamples.Illiad("<UndoCheckOutItem><ItemId><ItemIdentifierValue>1</ItemIdentifierValue></ItemId></UndoCheckOutItem>"));
        var unsupported = Assert.IsType<UnsupportedService>(undo.Message);
        Assert.Equal("1", unsupported.ItemId!.Value);
        Assert.Equal(
            NcipSamples.Text("Problem-unsupported.resp.xml").TrimEnd(),
            NcipSamples.Write(unsupported.Answer(), undo.Form.Answer()).TrimEnd());
    }
}
