using System.Text;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Relais;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Mapping.Relais;

public class RelaisMappingTests
{
    [Fact]
    public void Example_L1_is_asked_and_read()
    {
        var search = RelaisSearch.Of(new Citation { Isbn = "9810743734" })!;
        var call = RelaisCalls.Authorised(RelaisCalls.Available("BD", search), "a+b c");
        Assert.Equal(
            ("POST", "dws/item/available?aid=a%2Bb%20c",
                """{"PartnershipId":"BD","ExactSearch":[{"Type":"ISBN","Value":"9810743734"}]}"""),
            (call.Method, call.Target, call.Body));
        var available = Assert.IsType<RelaisAnswer<RelaisAvailability>.Said>(RelaisReader.Available(Octets(
            """
            {"Available":true,"SearchTerm":"isbn=9810743734","RequestLink":{"ButtonLink":"AddRequest",
            "ButtonLabel":"Request","RequestMessage":"Request this."},"NumberOfRecords":1,
            "PickupLocation":[{"PickupLocationCode":"B",
            "PickupLocationDescription":"Law Library"},{"PickupLocationCode":"C"}]}
            """))).Value;
        Assert.True(available.IsAvailable);
        Assert.Equal("Request this.", available.Message);
        Assert.Equal(["B", "C"], available.Pickups);
    }

    [Fact]
    public void Example_L2_is_an_answer_without_a_result()
    {
        var answer = RelaisReader.Available(Octets("""{"Problem":{"ErrorMessage":"No result","ErrorCode":"PUBRI003"}}"""));
        var problem = Assert.IsType<RelaisAnswer<RelaisAvailability>.Failed>(answer).Problem;
        Assert.Equal((RelaisProblemKind.NoResult, "PUBRI003 No result"), (problem.Kind, problem.Words));
    }

    [Theory]
    [InlineData("""{"Error":{"ErrorNumber":"PUBFI002","ErrorMessage":"No result"}}""", RelaisProblemKind.NoResult)]
    [InlineData("""{"Problem":{"Code":"PUBRI004","Message":"No result"}}""", RelaisProblemKind.NoResult)]
    [InlineData("""{"Problem":{"ErrorCode":"PUBRI002","ErrorMessage":"aid"}}""", RelaisProblemKind.NotSignedIn)]
    [InlineData("""{"Error":{"ErrorNumber":"pubfi003"}}""", RelaisProblemKind.NotSignedIn)]
    [InlineData("""{"AuthorizationState":{"State":"failed"}}""", RelaisProblemKind.NotSignedIn)]
    [InlineData("""{"AuthorizationState":{"State":false},"Available":true}""", RelaisProblemKind.NotSignedIn)]
    [InlineData("""{"Authentication":{"Problem":{"Code":"PUBAN003","Message":"Patron not found"}}}""", RelaisProblemKind.Other)]
    [InlineData("""{"Problem":{}}""", RelaisProblemKind.Other)]
    public void Problems_come_in_four_shapes(string json, RelaisProblemKind kind) => Assert.Equal(
        kind, Assert.IsType<RelaisAnswer<RelaisAvailability>.Failed>(RelaisReader.Available(Octets(json))).Problem.Kind);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Available":7,"RequestNumber":[],"AuthorizationId":{},"MyRequestRecords":null2}""")]
    [InlineData("""{"Available":"perhaps","RequestNumber":"a b","AuthorizationId":""}""")]
    public void What_is_no_answer_is_not_readable(string json)
    {
        Assert.IsType<RelaisAnswer<RelaisAvailability>.Unreadable>(RelaisReader.Available(Octets(json)));
        Assert.IsType<RelaisAnswer<RelaisAdded>.Unreadable>(RelaisReader.Added(Octets(json)));
        Assert.IsType<RelaisAnswer<RelaisSession>.Unreadable>(RelaisReader.Login(Octets(json)));
        Assert.IsType<RelaisAnswer<RelaisRequests>.Unreadable>(RelaisReader.MyRequests(Octets(json)));
    }

    [Fact]
    public void A_session_does_not_print_and_an_authorised_state_is_no_problem()
    {
        var session = Assert.IsType<RelaisAnswer<RelaisSession>.Said>(RelaisReader.Login(Octets(
            """{"AuthorizationId":"secret","AllowLoanAddRequest":true,"AuthorizationState":{"State":true}}"""))).Value;
        Assert.Equal(("secret", true), (session.AuthorizationId, session.MayRequestLoans));
        Assert.DoesNotContain("secret", session.ToString(), StringComparison.Ordinal);
        var login = new RelaisLogin("secret", "BD", "patron", "HOME", "P-1");
        Assert.DoesNotContain("secret", login.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_requested_has_a_link_and_no_number()
    {
        var added = RelaisReader.Added(Octets("""{"RequestLink":{"RequestMessage":"This item is available locally."}}"""));
        Assert.Equal(
            new RelaisAdded("", "This item is available locally."),
            Assert.IsType<RelaisAnswer<RelaisAdded>.Said>(added).Value);
        Assert.Equal("COR-99003268", Assert.IsType<RelaisAnswer<RelaisAdded>.Said>(
            RelaisReader.Added(Octets("""{"RequestNumber":"COR-99003268"}"""))).Value.RequestNumber);
    }

    [Theory]
    [InlineData("978-0-00-000000-2 (pbk.) 12 EUR", null, null, null, "ISBN 9780000000002")]
    [InlineData("978 0 00 000000 2", null, null, null, "ISBN 9780000000002")]
    [InlineData("0-7156-3040-X", null, null, null, "ISBN 071563040X")]
    [InlineData("none", "1072-303X", null, null, "ISSN 1072-303X")]
    [InlineData(null, null, " 2001-12345 ", "1", "LCCN 2001-12345")]
    [InlineData(null, null, null, "(OCoLC)ocm5678", "OCLC 5678")]
    [InlineData(null, null, null, null, "PHRASE On Rivers Muster, E.")]
    public void The_surest_number_is_searched(string? isbn, string? issn, string? lccn, string? oclc, string expected)
    {
        var search = RelaisSearch.Of(new Citation
        {
            Title = "On Rivers", Author = "Muster, E.", Isbn = isbn, Issn = issn, LccNumber = lccn, OclcNumber = oclc,
        })!;
        Assert.Equal(expected, $"{search.Type} {search.Value}");
        Assert.Null(RelaisSearch.Of(new Citation { Isbn = "none", Title = " / " }));
    }

    [Theory]
    [InlineData("ENTERED", false, "StatusOrErrorReport")]
    [InlineData("IN_PROCESS", false, "StatusOrErrorReport")]
    [InlineData("IN_PROCESS", true, "")]
    [InlineData("CANCELLED", false, "IllAnswer")]
    [InlineData("UNFILLED", false, "IllAnswer")]
    [InlineData("UNFILLED", true, "Message")]
    [InlineData("SHIPPED", false, "Shipped")]
    [InlineData("SHIPPED", true, "")]
    [InlineData("ARTICLE_SENT", false, "Shipped")]
    [InlineData("on_loan", false, "Shipped")]
    [InlineData("OVERDUE", true, "Overdue")]
    [InlineData("OVERDUE", false, "Shipped Overdue")]
    [InlineData("COMPLETE", true, "CheckedIn")]
    [InlineData("COMPLETE", false, "Shipped CheckedIn")]
    [InlineData("UNKNOWN", false, "Message")]
    [InlineData("SOMETHING", false, "Message")]
    public void A_status_means_what_the_table_says(string status, bool isSupplied, string services)
    {
        var list = RelaisReader.MyRequests(Octets(
            $$"""
            {"MyRequestRecords":[7,{"RequestNumber":"COR-1","RequestStatus":"{{status}}",
            "ISO8601RequestStatusDate":"20260316101500"}]}
            """));
        var request = Assert.Single(Assert.IsType<RelaisAnswer<RelaisRequests>.Said>(list).Value.Requests);
        var header = new MessageHeader
        {
            Transaction = new TransactionId { GroupQualifier = "HOME0000042", Qualifier = "1" },
            At = ServiceTime.From(InventedRequests.Written),
        };
        var told = RelaisEvents.ToCanonical(request, new RelaisAbout(header, isSupplied));
        Assert.Equal(services, string.Join(' ', told.Select(message => message.Service)));
        Assert.All(told, message => Assert.Equal(
            (new ServiceTime(new DateOnly(2026, 3, 16), new TimeOnly(10, 15)), "COR-1"),
            (message.Header.At, message.Header.ResponderReference)));
    }

    [Theory]
    [InlineData(RelaisLimits.MaxRequests, true)]
    [InlineData(RelaisLimits.MaxRequests + 1, false)]
    public void A_list_is_read_up_to_its_limit(int count, bool isRead)
    {
        var json = "{\"MyRequestRecords\":["
            + string.Join(',', Enumerable.Range(1, count).Select(i => $$"""{"RequestNumber":"COR-{{i}}"}""")) + "]}";
        Assert.Equal(isRead, RelaisReader.MyRequests(Octets(json)) is RelaisAnswer<RelaisRequests>.Said);
    }

    [Fact]
    public void A_pickup_location_is_added_where_none_is_named()
    {
        var search = new RelaisSearch("ISBN", "1");
        Assert.Contains("\"PickupLocation\":\"B\"",
            RelaisCalls.WithPickup(RelaisCalls.Add("BD", search, null, "n"), "B").Body, StringComparison.Ordinal);
        var named = RelaisCalls.Add("BD", search, "A", null);
        Assert.Equal(named, RelaisCalls.WithPickup(named, "B"));
    }

    private static byte[] Octets(string json) => Encoding.UTF8.GetBytes(json);
}
