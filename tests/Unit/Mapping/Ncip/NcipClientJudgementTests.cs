using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;
using static ResourceSharing.Tests.Unit.Mapping.Ncip.NcipClients;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>
/// The add-ons of ILLiad search the text of an answer for words (<see cref="NcipClients"/>). Here is every answer that we can
/// give: a success has to look like one to each of them, and a failure like one.
/// </summary>
public sealed class NcipClientJudgementTests
{
    private const string Title = "The Three-Body Problem";

    private static readonly NcipHeader Header = new()
    {
        FromAgencyId = "01GATE_INST", ToAgencyId = "01GATE_INST", ApplicationProfileType = "ILLIAD",
    };

    private static readonly CirculationAnswer.Done Done = new()
    {
        Patron = new PatronId("P900001"), Item = new CirculationItemId("30001"), Request = new BrokerRequestId("TN-1"),
        DueAt = new DateTimeOffset(2027, 2, 28, 23, 59, 59, TimeSpan.Zero), Routing = new ItemRouting(RoutingInstruction.SendToOwner),
        PatronRecord = new PatronRecord { Name = "Problem, Erika" },
        ItemRecord = new ItemRecord { Barcode = "30001", Citation = new Citation { Title = Title }, Status = ItemStatus.OnLoan },
    };

    private static NcipDialect Illiad => NcipDialect.Named("illiad")!;

    private static IEnumerable<NcipInitiation> Messages
    {
        get
        {
            var item = new NcipItemId { AgencyId = "01GATE_INST", Value = "30001" };
            var user = new NcipUserId { AgencyId = "01GATE_INST", Value = "pseudopatron" };
            var request = new NcipRequestId { AgencyId = "01GATE_INST", Value = "TN-1" };
            var title = new NcipItemOptionalFields { BibliographicDescription = new() { Title = Title } };
            yield return new AcceptItem
            {
                Header = Header, ItemId = item, UserId = user, RequestId = request, ItemOptionalFields = title,
                RequestedActionType = NcipValues.HoldForPickup,
            };
            yield return new CheckInItem { Header = Header, ItemId = item, UserId = user };
            yield return new CheckOutItem { Header = Header, ItemId = item, UserId = user, RequestId = request };
            yield return new RenewItem { Header = Header, ItemId = item, UserId = user };
            yield return new LookupUser { Header = Header, UserId = user, UserElementTypes = [NcipValues.NameInformation] };
            yield return new LookupItem { Header = Header, ItemId = item, ItemElementTypes = [NcipValues.BibliographicDescription] };
            yield return new RequestItem
            {
                Header = Header, ItemId = item, UserId = user, RequestId = request, ItemOptionalFields = title,
                RequestType = NcipValues.Loan, RequestScopeType = NcipValues.Item,
            };
        }
    }

    [Fact]
    public void A_success_is_one_for_every_add_on()
    {
        foreach (var message in Messages)
        {
            var (text, v1) = Texts(Done, message);
            Assert.True(Ids(text) && Cornell(text) && Usmai(v1), $"{message.Name}: {text}");
            Assert.DoesNotContain(message is LookupItem ? Title : "Three-Body", text, StringComparison.Ordinal);
            if (message is RenewItem)
                Assert.True(IdsRenewal(text));
        }
    }

    [Fact]
    public void A_failure_is_one_for_every_add_on()
    {
        foreach (var message in Messages)
        {
            foreach (var fault in Enum.GetValues<CirculationFault>())
            {
                foreach (var detail in new[] { "In words", "" })
                {
                    var (text, v1) = Texts(new CirculationAnswer.Refused(fault, detail), message);
                    Assert.False(Ids(text) || IdsRenewal(text) || Cornell(text) || Usmai(v1), $"{message.Name} {fault}: {text}");
                }
            }
        }
    }

    [Fact]
    public void A_renewal_that_is_not_decided_is_no_renewal()
    {
        var renew = Messages.OfType<RenewItem>().Single();
        Assert.False(IdsRenewal(Texts(new CirculationAnswer.Pending(null), renew).Text));
    }

    [Fact]
    public void A_message_that_nobody_understands_is_a_failure_for_every_add_on()
    {
        var refused = NcipSamples.Refused("<NCIPMessage><AcceptItem><Title>1 < 2</Title>");
        var text = NcipSamples.Write(refused.Answer(), refused.Form.Answer());
        Assert.False(Ids(text) || Cornell(text));
        var unknown = NcipCirculation.Response(
            new CirculationAnswer.Refused(CirculationFault.UnsupportedService, ""), new UnsupportedService("Frobnicate"), Illiad, TimeZoneInfo.Utc);
        Assert.Contains("Service is not known", NcipSamples.Write(unknown, NcipForm.Initiating(NcipVersion.V202)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CirculationFault.UnknownItem, "Unknown Item")]
    [InlineData(CirculationFault.ItemNotCheckedOut, "Item Not Checked Out")]
    [InlineData(CirculationFault.UserAuthenticationFailed, "User Authentication Failed")]
    [InlineData(CirculationFault.UserIneligibleToCheckOutThisItem, "User Ineligible To Check Out This Item")]
    public void The_words_that_clients_search_for_are_the_types(CirculationFault fault, string words)
    {
        var back = Messages.OfType<CheckInItem>().Single();
        var (text, v1) = Texts(new CirculationAnswer.Refused(fault, "In words"), back);
        Assert.Contains($"<ns1:ProblemType>{words}</ns1:ProblemType>", text, StringComparison.Ordinal);
        Assert.Contains("<ns1:ProblemDetail>In words</ns1:ProblemDetail>", text, StringComparison.Ordinal);
        Assert.Contains($"<Value>{words}</Value>", v1, StringComparison.Ordinal);
    }

    private static (string Text, string V1) Texts(CirculationAnswer answer, NcipInitiation asked)
    {
        var response = NcipCirculation.Response(answer, asked, Illiad, TimeZoneInfo.Utc);
        return (
            NcipSamples.Write(response, NcipForm.Initiating(NcipVersion.V202).Answer()),
            NcipSamples.Write(response, NcipForm.Initiating(NcipVersion.V1).Answer()));
    }
}
