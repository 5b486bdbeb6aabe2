using System.Text;
using System.Text.Json;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

public sealed class RequestJsonTests
{
    private static string Write<T>(T value) => JsonSerializer.Serialize(value, RequestJson.Options);

    private static T Back<T>(T value)
        where T : class => RequestJson.Read<T>(Encoding.UTF8.GetBytes(Write(value)));

    [Fact]
    public void What_a_fresh_record_holds_is_left_out()
    {
        Assert.Equal("""{"citation":{}}""", Write(new IllRequest { Citation = new Citation() }));
        Assert.Equal("""{"on":"2026-04-01"}""", Write(new DueDate(new DateOnly(2026, 4, 1))));
        Assert.Equal("""{"losses":[]}""", Write(LossReport.None));
    }

    [Fact]
    public void Members_that_are_missing_read_as_their_defaults()
    {
        var content = RequestJson.Read<IllRequest>("""{"citation":{}}"""u8);
        Assert.Equal([ServiceType.Loan], content.Services);
        Assert.Empty(content.Media);
        Assert.Equal(ExpiryFlag.NoExpiry, content.Expiry);
        Assert.Equal(RequesterMessages.All, content.Messages);
        Assert.True(RequestJson.Read<DueDate>("""{"on":"2026-04-01"}"""u8).Renewable);
    }

    [Fact]
    public void Values_that_differ_from_their_defaults_are_kept_also_where_they_are_false_or_empty()
    {
        Assert.False(Back(StoreSamples.Lending(1) with { Renewable = false }).Renewable);
        Assert.True(Back(StoreSamples.Lending(1)).Renewable);
        Assert.False(Back(new DueDate(new DateOnly(2026, 4, 1), Renewable: false)).Renewable);
        var content = new IllRequest
        {
            Citation = new Citation { ThisEditionOnly = true, Languages = ["en"] },
            Services = [ServiceType.CopyNonReturnable, ServiceType.Loan],
            Messages = new RequesterMessages(false, true, MessagePreference.Neither, MessagePreference.Requires),
        };
        var back = Back(content);
        Assert.Equal(content.Services, back.Services);
        Assert.Equal(content.Messages, back.Messages);
        Assert.True(back.Citation.ThisEditionOnly);
        Assert.Equal(["en"], back.Citation.Languages);
        Assert.Empty(Back(content with { Services = [] }).Services);
    }

    [Fact]
    public void Content_that_was_prepared_is_stored_with_its_state()
    {
        var state = StoreSamples.Lending(1);
        using var buffer = new JsonBuffer();
        var written = buffer.Write(state, new PreparedContent(state.Content)).ToArray();
        Assert.StartsWith("{\"content\":{", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        Assert.Equal(Write(state), Write(RequestJson.Read<RequestState>(written)));
    }

    [Fact]
    public void Content_that_was_prepared_for_something_else_is_not_used()
    {
        var state = StoreSamples.Lending(1);
        using var buffer = new JsonBuffer();
        var prepared = new PreparedContent(new IllRequest { Citation = new Citation() });
        Assert.Equal(Write(state), Encoding.UTF8.GetString(buffer.Write(state, prepared)));
        Assert.Equal(Write(state), Encoding.UTF8.GetString(buffer.Write(state, prepared: null)));
    }

    [Fact]
    public void Every_service_comes_back_as_itself()
    {
        foreach (var message in Messages())
        {
            var back = Back(message);
            Assert.Equal(message.GetType(), back.GetType());
            Assert.Equal(Write(message), Write(back));
        }

        Assert.Equal(20, Messages().Select(message => message.Service).Distinct().Count());
    }

    [Fact]
    public void Every_answer_report_and_problem_comes_back_as_itself()
    {
        var day = new DateOnly(2026, 3, 2);
        AnswerResult[] answers =
        [
            new AnswerResult.Conditional(Condition.Charges, day),
            new AnswerResult.Retry(ReasonUnfilled.OnHold, null),
            new AnswerResult.Unfilled(ReasonUnfilled.Lost) { Locations = [new Location(new Party { Name = "X" }, null, "A 1")] },
            new AnswerResult.LocationsProvided(null),
            new AnswerResult.WillSupply(ReasonWillSupply.OnHold, day) { ReturnTo = new PostalAddress { City = "Eastham" } },
            new AnswerResult.HoldPlaced(day, MediumType.Printed),
            new AnswerResult.Estimate("12.50 EUR"),
        ];
        foreach (var answer in answers)
        {
            var message = new IllMessage.Answer { Header = Header(), Result = answer };
            var back = Assert.IsType<IllMessage.Answer>(Back<IllMessage>(message));
            Assert.Equal(answer.Kind, back.Result.Kind);
            Assert.Equal(Write<IllMessage>(message), Write<IllMessage>(back));
        }

        Problem[] problems =
        [
            new Problem.General(GeneralProblem.MistypedApdu),
            new Problem.Transaction(TransactionIdProblem.UnknownTransactionId),
            new Problem.StateTransitionProhibited(IllService.Shipped, CurrentState.Pending),
            new Problem.Unable(UnableToPerform.Other, [new ElementFault("ILL-REQUEST.item-id.title", "missing")]),
            new Problem.Security("not you"),
            new Problem.AlreadyForwarded(new Party { Symbol = StoreSamples.East }, new ElectronicAddress("SMTP", null)),
            new Problem.CannotSendOnward(),
        ];
        foreach (var problem in problems)
        {
            var back = Back<Report>(new Report.Error("SHIPPED", problem));
            Assert.Equal(Write(problem), Write(Assert.IsType<Report.Error>(back).Problem));
            Assert.Equal(problem.GetType(), ((Report.Error)back).Problem.GetType());
        }

        Assert.IsType<Report.None>(Back<Report>(new Report.None(ReasonNoReport.Permanent)));
    }

    [Fact]
    public void Damaged_text_is_an_error() =>
        Assert.Throws<JsonException>(() => RequestJson.Read<IllRequest>("""{"citation":"""u8));

    [Fact]
    public void Stored_numbers_of_statuses_never_change()
    {
        // Rows on disk hold these numbers: a new status goes to the end.
        var numbers = string.Join(' ', Enum.GetValues<Status>().Select(status => $"{(int)status}:{status}"));
        Assert.Equal(
            "1:RequestCreatedBor 2:PendingApproval 3:LocateInProcess 4:LocateFailed 5:ReadyToSend 6:RequestSent "
            + "7:WillSupply 8:Conditional 9:Rejected 10:Expired 11:CancelReply 12:CancelNotAccepted 13:Cancelled "
            + "14:CancelledByPatron 15:CancelledByStaff 16:ShippedPhysically 17:ShippedDigitally 18:ReceivedDigitally "
            + "19:ReceivedPhysically 20:ReceivedNotForLoan 21:Loaned 22:MediatedRenewal 23:RenewRequested 24:Renewed "
            + "25:RenewNotAccepted 26:OverdueItem 27:RecalledBor 28:ReturnedByPatron 29:ReturnedToPartner "
            + "30:LenderCheckIn 31:LostCommunicated 32:DeclaredLost 33:DamagedCommunicated 34:Reactivated "
            + "35:RequestCompleted 36:Deleted 37:RequestCreatedLend 38:BeingProcessed 39:ReceivedByPartner "
            + "40:RecalledLend 41:ReturnedByPartner 42:Damaged 43:Lost",
            numbers);
    }

    private static MessageHeader Header() => new()
    {
        Transaction = StoreSamples.Transaction("G") with { SubQualifier = "s" },
        At = ServiceTime.From(StoreSamples.Start),
        Requester = new Party { Symbol = StoreSamples.East, Name = "Library of the East", IsPerson = true },
        SenderAliases = [StoreSamples.Home],
    };

    private static IEnumerable<IllMessage> Messages()
    {
        var header = Header();
        var day = new DateOnly(2026, 3, 2);
        yield return new IllMessage.Request { Header = header, Content = StoreSamples.Content(1) };
        yield return new IllMessage.ForwardNotification { Header = header, Intermediary = new Party { Name = "N" } };
        yield return new IllMessage.Shipped
        {
            Header = header,
            ServiceType = ServiceType.Loan,
            Supply = new SupplyDetails { Due = new DueDate(day, false), Units = [new UnitsOfMedium(MediumType.Printed, 2)] },
            Messages = ResponderMessages.All,
        };
        yield return new IllMessage.Answer { Header = header, Result = new AnswerResult.Unfilled(ReasonUnfilled.Lost) };
        yield return new IllMessage.ConditionalReply { Header = header, Accepts = false };
        yield return new IllMessage.Cancel { Header = header };
        yield return new IllMessage.CancelReply { Header = header, Agrees = false };
        yield return new IllMessage.Received { Header = header, ReceivedOn = day, ServiceType = ServiceType.Loan };
        yield return new IllMessage.Recall { Header = header, DueOn = day };
        yield return new IllMessage.Returned { Header = header, ReturnedOn = day, InsuredFor = new Money(1.50m, null) };
        yield return new IllMessage.CheckedIn { Header = header, CheckedInOn = day };
        yield return new IllMessage.Overdue { Header = header, Due = new DueDate(day) };
        yield return new IllMessage.Renew { Header = header, DesiredDueOn = day };
        yield return new IllMessage.RenewAnswer { Header = header, Grants = true, Due = new DueDate(day) };
        yield return new IllMessage.Lost { Header = header };
        yield return new IllMessage.Damaged { Header = header, Units = [1, 3] };
        yield return new IllMessage.Message { Header = header, Note = "a note" };
        yield return new IllMessage.StatusQuery { Header = header };
        yield return new IllMessage.StatusOrErrorReport
        {
            Header = header,
            Report = new Report.Status(CurrentState.Shipped, new HistoryReport
            {
                LastTransitionOn = day, LastService = IllService.Shipped, LastServiceOn = day, LastServiceBy = new Party { Name = "L" },
            }),
        };
        yield return new IllMessage.Expired { Header = header };
    }
}
