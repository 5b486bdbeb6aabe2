using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Mapping.Bldss;

/// <summary>Every event of feeds reference 1.3 with its meaning, and every status of an answer.</summary>
public sealed class BldssEventTests
{
    private static readonly MessageHeader Header = new()
    {
        Transaction = new TransactionId { GroupQualifier = "HOME0000042", Qualifier = "1" },
        At = new ServiceTime(new DateOnly(2026, 3, 2), new TimeOnly(9, 0)),
    };

    public static TheoryData<string, string> Events => new()
    {
        { "1 4 9a 9b 9d 7a 7b 21a 29 47 7 9", "status in-process" },
        { "10 9c 20b 17 20c 12 16 20d 21 20", "will-supply" },
        { "11", "shipped copy-non-returnable" },
        { "12a 14 15 6 26 22b 48 49 4a", "shipped loan" },
        { "22a 24 27 22 99 5x", "message" },
        { "23 25", "overdue 2026-02-28" },
        { "25a", "checked-in 2026-03-01" },
        { "19", "cancel-reply yes" },
        { "28", "cancel-reply no" },
        { "1a 2a 2b 2c 2d 2e 2f 3a 8 2 3 18", "unfilled other" },
        { "18a", "unfilled not-found-as-cited" },
        { "18b", "unfilled not-owned" },
        { "18c", "unfilled not-on-shelf" },
        { "18d 18e 18g 18h 18i", "unfilled policy-problem" },
        { "18f", "unfilled cost-exceeds-limit" },
        { "18j 18k 21b", "unfilled non-circulating" },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_has_its_meaning(string ids, string meaning)
    {
        foreach (var id in ids.Split(' '))
        {
            var message = Read(id, "Something happened");
            Assert.Equal((id, meaning), (id, Describe(message)));
            Assert.Equal("60010498-001", message.Header.ResponderReference);
            Assert.Equal(new ServiceTime(new DateOnly(2026, 3, 1), new TimeOnly(12, 32, 31)), message.Header.At);
        }
    }

    [Theory]
    [InlineData("9", "Estimated despatch date: 08-03-2026", "will-supply 2026-03-08")]
    [InlineData("12", "08/03/2026", "will-supply 2026-03-08")]
    [InlineData("18", "Exceeds max cost 42.50", "unfilled cost-exceeds-limit")]
    [InlineData("22a", "Renewed until 08-04-2026", "renew-answer yes 2026-04-08")]
    [InlineData("24", "Your loan cannot be renewed", "renew-answer no")]
    [InlineData("14", "Due back 08-04-2026", "shipped loan 2026-04-08")]
    [InlineData("11", "Fetch it from https://example.org/d/1 soon", "shipped copy-non-returnable https://example.org/d/1")]
    [InlineData("12", "31-02-2026", "will-supply")]
    public void Words_behind_an_event_count_where_they_can_be_read(string id, string info, string meaning) =>
        Assert.Equal(meaning, Describe(Read(id, info)));

    [Fact]
    public void An_offer_above_the_limit_names_its_price() => Assert.Equal(
        "Event name. Exceeds max cost 42.50 (offered for 42.50 GBP)", Read("18f", "Exceeds max cost 42.50").Note);

    [Theory]
    [InlineData(0, "will-supply 2026-03-04")]
    [InlineData(111, "unfilled other")]
    [InlineData(112, "retry")]
    [InlineData(113, "retry")]
    [InlineData(700, "retry")]
    [InlineData(705, "retry")]
    [InlineData(1, "refused")]
    [InlineData(5, "refused")]
    [InlineData(706, "refused")]
    [InlineData(9, "later")]
    public void Every_status_of_an_order_has_its_meaning(int status, string meaning) => Assert.Equal(
        meaning, Describe(BldssReplies.ToOrder(Answer(status), Header)));

    [Theory]
    [InlineData(0, "cancel-reply yes", "renew-answer yes")]
    [InlineData(162, "cancel-reply no", "renew-answer no")]
    [InlineData(161, "message", "renew-answer no")]
    [InlineData(9, "later", "later")]
    [InlineData(1, "refused", "refused")]
    public void Every_status_of_a_cancellation_and_a_renewal_has_its_meaning(int status, string cancel, string renew)
    {
        Assert.Equal(cancel, Describe(BldssReplies.ToCancel(Answer(status), Header)));
        Assert.Equal(renew, Describe(BldssReplies.ToRenew(Answer(status), Header)));
    }

    [Fact]
    public void An_order_without_a_day_of_despatch_is_in_process_and_one_without_a_number_is_none()
    {
        var answer = Answer(0);
        var undated = BldssReplies.ToOrder(answer with { NewOrder = answer.NewOrder! with { Despatch = null } }, Header);
        Assert.Equal("status in-process", Describe(undated));
        Assert.Equal("60010498-001", Assert.IsType<BldssReply.Said>(undated).Message.Header.ResponderReference);
        Assert.IsType<BldssReply.Refused>(BldssReplies.ToOrder(answer with { NewOrder = null }, Header));
    }

    private static BldssAnswer Answer(int status) => new()
    {
        Status = status,
        Message = "in words",
        NewOrder = new BldssNewOrder("60010498-001", "HOME0000042", new DateOnly(2026, 3, 4), "9.50", null, ""),
    };

    private static IllMessage Read(string id, string info) => BldssEvents.ToCanonical(
        new BldssEvent(id, "Event name", "2026-03-01 12:32:31.0", info), "60010498-001", new BldssAbout(Header, ServiceType.Loan));

    private static string Describe(BldssReply reply) => reply switch
    {
        BldssReply.Said said => Describe(said.Message),
        BldssReply.Later => "later",
        _ => "refused",
    };

    private static string Describe(IllMessage message) => (message switch
    {
        IllMessage.StatusOrErrorReport { Report: Report.Status status } => $"status {IsoCode.Name(status.State)}",
        IllMessage.Answer { Result: AnswerResult.WillSupply supply } => $"will-supply {supply.On:yyyy-MM-dd}",
        IllMessage.Answer { Result: AnswerResult.Unfilled unfilled } => $"unfilled {IsoCode.Name(unfilled.Reason)}",
        IllMessage.Answer answer => IsoCode.Name(answer.Result.Kind),
        IllMessage.Shipped shipped =>
            $"shipped {IsoCode.Name(shipped.ServiceType)} {shipped.Supply.Due?.On:yyyy-MM-dd}{shipped.Supply.Electronic?.Address}",
        IllMessage.Overdue overdue => $"overdue {overdue.Due.On:yyyy-MM-dd}",
        IllMessage.CheckedIn checkedIn => $"checked-in {checkedIn.CheckedInOn:yyyy-MM-dd}",
        IllMessage.CancelReply reply => reply.Agrees ? "cancel-reply yes" : "cancel-reply no",
        IllMessage.RenewAnswer { Grants: false } => "renew-answer no",
        IllMessage.RenewAnswer answer => $"renew-answer yes {answer.Due?.On:yyyy-MM-dd}",
        _ => IsoCode.Name(message.Service),
    }).Trim();
}
