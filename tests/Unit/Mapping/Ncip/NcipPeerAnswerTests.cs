using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>What is answered on the connection, and what answers mean.</summary>
public sealed class NcipPeerAnswerTests
{
    private static readonly NcipPeerForm Generic = new();
    private static readonly NcipPeerForm Norwegian = new() { Dialect = NcipPeerDialect.Nncipp };
    private static readonly NcipHeader Header = new() { FromAgencyId = "EAST", ToAgencyId = "HOME" };
    private static readonly NcipRequestId Number = new() { Value = "E-7" };

    /// <summary>All that the intake may answer to a message.</summary>
    internal static IEnumerable<IllMessage?> Reports(IllMessage about)
    {
        yield return null;
        yield return Status(about.Header, CurrentState.Shipped);
        yield return Status(about.Header, CurrentState.CancelPending);
        yield return new IllMessage.RenewAnswer { Header = about.Header, Grants = true, Due = new DueDate(new DateOnly(2026, 5, 1)) };
        yield return new IllMessage.RenewAnswer { Header = about.Header, Grants = false };
        foreach (var problem in Problems())
            yield return Error(about.Header, problem);
    }

    [Theory]
    [InlineData(CurrentState.Cancelled, null)]
    [InlineData(CurrentState.NotSupplied, null)]
    [InlineData(CurrentState.CancelPending, null)]
    [InlineData(CurrentState.Shipped, NcipProblemTypes.RequestAlreadyProcessed)]
    [InlineData(CurrentState.Returned, NcipProblemTypes.RequestAlreadyProcessed)]
    [InlineData(CurrentState.Pending, null)]
    [InlineData(CurrentState.InProcess, NcipProblemTypes.RequestAlreadyProcessed)]
    [InlineData(CurrentState.Conditional, NcipProblemTypes.RequestAlreadyProcessed)]
    public void A_cancellation_is_refused_once_the_item_has_left_or_staff_have_said_no(CurrentState state, string? type)
    {
        var answer = Answer(Status(MessageHeader(), state), Cancel());
        Assert.Equal(type, answer.Problems is [var problem, ..] ? problem.Type?.Value : null);
        Assert.Equal(Header.ToAgencyId, answer.Header!.FromAgencyId);
    }

    [Fact]
    public void In_the_Norwegian_profile_a_cancellation_that_staff_decide_is_to_be_asked_again()
    {
        var answer = NcipPeer.Response(Status(MessageHeader(), CurrentState.CancelPending), Cancel(), Norwegian);
        Assert.Equal(NcipProblemTypes.TemporaryProcessingFailure, Assert.Single(answer.Problems).Type!.Value);
        var heard = NcipPeer.Hear(answer, Sent<IllMessage.Cancel>(), Norwegian, TimeZoneInfo.Utc, NcipPeerSamples.Noon);
        Assert.IsType<NcipPeerHeard.Later>(heard);
    }

    [Fact]
    public void A_renewal_is_granted_refused_or_to_be_decided()
    {
        var renew = new RenewItem { Header = Header, RequestId = Number, ItemId = new NcipItemId { Value = "3001" } };
        var granted = (RenewItemResponse)Answer(
            new IllMessage.RenewAnswer { Header = MessageHeader(), Grants = true, Due = new DueDate(new DateOnly(2026, 5, 1)) }, renew);
        Assert.Equal("2026-05-01T23:59:59", granted.DateDue!.ToString());
        Assert.Equal("3001", granted.ItemId!.Value);
        Assert.False(granted.Pending);
        var due = Assert.IsType<IllMessage.RenewAnswer>(Says(granted, Sent<IllMessage.Renew>()));
        Assert.Equal((true, new DateOnly(2026, 5, 1)), (due.Grants, due.Due!.On));

        var refused = Answer(new IllMessage.RenewAnswer { Header = MessageHeader(), Grants = false }, renew);
        Assert.Equal(NcipProblemTypes.ItemNotRenewable, Assert.Single(refused.Problems).Type!.Value);
        Assert.False(Assert.IsType<IllMessage.RenewAnswer>(Says(refused, Sent<IllMessage.Renew>())).Grants);

        var open = Answer(Status(MessageHeader(), CurrentState.RenewPending), renew);
        Assert.True(((RenewItemResponse)open).Pending);
        Assert.IsType<NcipPeerHeard.Taken>(Heard(open, Sent<IllMessage.Renew>()));
    }

    [Fact]
    public void Every_error_has_a_type_of_the_lists_and_a_detail_that_success_never_looks_like()
    {
        foreach (var problem in Problems())
        {
            var answer = Answer(Error(MessageHeader(), problem), Cancel());
            var told = Assert.Single(answer.Problems);
            Assert.False(string.IsNullOrWhiteSpace(told.Detail));
            Assert.NotNull(told.Type);
            Assert.StartsWith("//CancelRequestItem", told.Element, StringComparison.Ordinal);
        }

        Assert.Equal(NcipProblemTypes.UnknownRequest, TypeOf(new Problem.Transaction(TransactionIdProblem.UnknownTransactionId)));
        Assert.Equal(NcipProblemTypes.UnknownAgency, TypeOf(new Problem.Security("no")));
        Assert.Equal(
            NcipProblemTypes.RequestAlreadyProcessed,
            TypeOf(new Problem.StateTransitionProhibited(IllService.Cancel, CurrentState.Shipped)));
        Assert.Equal(NcipProblemTypes.ItemNotCheckedOut, Assert.Single(Answer(
            Error(MessageHeader(), new Problem.StateTransitionProhibited(IllService.Received, CurrentState.InProcess)),
            new ItemReceived { Header = Header, RequestId = Number }).Problems).Type!.Value);
    }

    [Fact]
    public void A_service_that_is_none_between_peers_is_said_not_to_be_supported()
    {
        foreach (NcipInitiation asked in new NcipInitiation[]
        {
            new ItemRequested { Header = Header, RequestId = Number }, new CheckOutItem { Header = Header, RequestId = Number },
        })
        {
            var meaning = Assert.IsType<NcipPeerMeaning.NotUnderstood>(
                NcipPeer.Read(asked, Generic, TimeZoneInfo.Utc, NcipPeerSamples.Noon));
            var answer = Answer(Error(meaning.Header!, meaning.Problem), asked);
            Assert.Equal(NcipProblemTypes.UnsupportedService, Assert.Single(answer.Problems).Type!.Value);
        }
    }

    [Fact]
    public void A_message_without_a_number_is_refused_by_name()
    {
        var asked = new RequestItem { Header = Header, RequestId = new NcipRequestId { Value = " " } };
        var meaning = Assert.IsType<NcipPeerMeaning.NotUnderstood>(
            NcipPeer.Read(asked, Generic, TimeZoneInfo.Utc, NcipPeerSamples.Noon));
        Assert.Null(meaning.Header);
        Assert.Equal(
            NcipProblemTypes.NeededDataMissing, Assert.Single(Answer(Error(MessageHeader(), meaning.Problem), asked).Problems).Type!.Value);
    }

    [Fact]
    public void Answers_to_what_we_sent_are_taken_by_their_type()
    {
        Assert.IsType<NcipPeerHeard.Taken>(Heard(new RequestItemResponse(), Sent<IllMessage.Request>()));
        Assert.Equal("No such book", Assert.IsType<NcipPeerHeard.Refused>(Heard(
            With(new RequestItemResponse(), NcipProblemTypes.UnknownItem, "No such book"), Sent<IllMessage.Request>())).Detail);
        Assert.IsType<NcipPeerHeard.Taken>(Heard(new CancelRequestItemResponse(), Sent<IllMessage.Cancel>()));
        Assert.False(Assert.IsType<IllMessage.CancelReply>(Says(
            With(new CancelRequestItemResponse(), NcipProblemTypes.RequestAlreadyProcessed), Sent<IllMessage.Cancel>())).Agrees);
        Assert.True(Assert.IsType<IllMessage.CancelReply>(Assert.IsType<NcipPeerHeard.Says>(NcipPeer.Hear(
            new CancelRequestItemResponse(), Sent<IllMessage.Cancel>(), Norwegian, TimeZoneInfo.Utc, NcipPeerSamples.Noon)).Message).Agrees);
        Assert.IsType<NcipPeerHeard.Refused>(Heard(
            With(new RenewItemResponse(), NcipProblemTypes.UnauthorizedServiceForAgency), Sent<IllMessage.Renew>()));
        Assert.IsType<NcipPeerHeard.Later>(Heard(
            With(new NotificationResponse(NcipService.ItemShipped), NcipProblemTypes.TemporaryProcessingFailure),
            Sent<IllMessage.Shipped>()));
    }

    [Fact]
    public void Duplicate_Request_means_that_the_peer_has_it_only_where_it_may_have_arrived_before()
    {
        var (duplicate, sent) = (With(new RequestItemResponse(), NcipProblemTypes.DuplicateRequest), Sent<IllMessage.Request>());
        Assert.IsType<NcipPeerHeard.Refused>(Heard(duplicate, sent));
        Assert.IsType<NcipPeerHeard.Taken>(NcipPeer.Hear(
            duplicate, sent, Generic, TimeZoneInfo.Utc, NcipPeerSamples.Noon, mayHaveArrived: true));
    }

    [Fact]
    public void A_number_that_is_another_requests_is_not_said_to_be_a_repeat()
    {
        foreach (var problem in new[] { TransactionIdProblem.DuplicateTransactionId, TransactionIdProblem.InvalidTransactionId })
            Assert.Equal(NcipProblemTypes.ElementRuleViolated, TypeOf(new Problem.Transaction(problem)));
    }

    [Theory]
    [InlineData(NcipProblemTypes.AgencyAuthenticationFailed)]
    [InlineData(NcipProblemTypes.SystemAuthenticationFailed)]
    [InlineData(NcipProblemTypes.UnknownAgency)]
    [InlineData(NcipProblemTypes.UnknownSystem)]
    public void Who_is_not_believed_has_got_no_answer_whatever_else_is_said(string type)
    {
        foreach (var sent in new[] { Sent<IllMessage.Request>(), Sent<IllMessage.Renew>(), Sent<IllMessage.Returned>() })
        {
            var answer = With(new GeneralResponse(), NcipProblemTypes.NeededDataMissing);
            var told = answer with { Problems = [.. answer.Problems, new NcipProblem { Type = type, Detail = "Who?" }] };
            Assert.Equal("Who?", Assert.IsType<NcipPeerHeard.NotBelieved>(Heard(told, sent)).Detail);
        }
    }

    [Fact]
    public void What_peers_have_no_message_for_is_said_with_the_reason()
    {
        foreach (var message in new IllMessage[]
        {
            new IllMessage.Message { Header = MessageHeader(), Note = "a word" },
            new IllMessage.Message { Header = MessageHeader(), IsClaim = true },
            new IllMessage.Overdue { Header = MessageHeader(), Due = new DueDate(new DateOnly(2026, 5, 1)) },
            new IllMessage.Lost { Header = MessageHeader() },
            new IllMessage.Damaged { Header = MessageHeader() },
            new IllMessage.StatusQuery { Header = MessageHeader() },
            new IllMessage.ConditionalReply { Header = MessageHeader(), Accepts = true },
            new IllMessage.CancelReply { Header = MessageHeader(), Agrees = false },
            new IllMessage.RenewAnswer { Header = MessageHeader(), Grants = true },
            new IllMessage.Answer { Header = MessageHeader(), Result = new AnswerResult.Conditional(Condition.Charges, null) },
            new IllMessage.Answer { Header = MessageHeader(), Result = new AnswerResult.WillSupply(ReasonWillSupply.OnOrder, null) },
            Error(MessageHeader(), new Problem.Security("no")),
        })
        {
            var none = Assert.IsType<NcipPeerWritten.NotExpressible>(NcipPeer.Write(message, Generic));
            Assert.EndsWith(".", none.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_what_bears_a_date_or_a_number_of_its_own_is_the_same_for_ever()
    {
        var item = new NcipItemId { Value = "E-7" };
        Assert.False(NcipPeer.IdentityOf(new RenewItem { Header = Header, ItemId = item }).IsDated);
        Assert.False(NcipPeer.IdentityOf(Cancel()).IsDated);
        Assert.True(NcipPeer.IdentityOf(new RequestItem { Header = Header, RequestId = Number }).IsDated);
        var shipped = new ItemShipped { Header = Header, RequestId = Number, DateShipped = NcipDate.Of(new DateOnly(2026, 3, 2)) };
        var back = shipped with { DateShipped = NcipDate.Of(new DateOnly(2026, 3, 9)) };
        Assert.True(NcipPeer.IdentityOf(shipped).IsDated);
        Assert.NotEqual(NcipPeer.IdentityOf(shipped).Identity, NcipPeer.IdentityOf(back).Identity);
    }

    private static string TypeOf(Problem problem) =>
        Assert.Single(Answer(Error(MessageHeader(), problem), Cancel()).Problems).Type!.Value;

    private static IEnumerable<Problem> Problems() =>
    [
        .. Enum.GetValues<TransactionIdProblem>().Select(kind => new Problem.Transaction(kind)),
        .. Enum.GetValues<GeneralProblem>().Select(kind => new Problem.General(kind)),
        .. Enum.GetValues<UnableToPerform>().Select(kind => new Problem.Unable(kind, [])),
        new Problem.Unable(UnableToPerform.NotAvailable, [new ElementFault("ILL-REQUEST.responder-id", "not served")]),
        new Problem.StateTransitionProhibited(IllService.Cancel, CurrentState.Shipped),
        new Problem.StateTransitionProhibited(IllService.Received, CurrentState.InProcess),
        new Problem.Security("no"),
        new Problem.AlreadyForwarded(new Party { Name = "Nowhere" }, null),
        new Problem.CannotSendOnward(),
    ];

    private static CancelRequestItem Cancel() => new() { Header = Header, RequestId = Number };

    private static MessageHeader MessageHeader() => new NcipPeerSamples(new Random(1)).Header;

    private static IllMessage Sent<T>()
        where T : IllMessage => NcipPeerSamples.Kinds.Select(make => make(new NcipPeerSamples(new Random(1)))).OfType<T>().First();

    private static NcipResponse Answer(IllMessage? report, NcipInitiation asked) => NcipPeer.Response(report, asked, Generic);

    private static NcipPeerHeard Heard(NcipResponse response, IllMessage sent) =>
        NcipPeer.Hear(response, sent, Generic, TimeZoneInfo.Utc, NcipPeerSamples.Noon);

    private static IllMessage Says(NcipResponse response, IllMessage sent) =>
        Assert.IsType<NcipPeerHeard.Says>(Heard(response, sent)).Message;

    private static NcipResponse With(NcipResponse response, string type, string? detail = null) =>
        response with { Problems = [new NcipProblem { Type = type, Detail = detail ?? type }] };

    private static IllMessage.StatusOrErrorReport Error(MessageHeader header, Problem problem) =>
        new() { Header = header, Report = new Report.Error("CANCEL", problem) };

    private static IllMessage.StatusOrErrorReport Status(MessageHeader header, CurrentState state) => new()
    {
        Header = header,
        Report = new Report.Status(state, new HistoryReport
        {
            LastTransitionOn = new DateOnly(2026, 3, 2), LastService = IllService.Shipped,
            LastServiceOn = new DateOnly(2026, 3, 2), LastServiceBy = new Party { Name = "Nowhere" },
        }),
    };
}
