using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipDialectTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("winter", TimeSpan.FromHours(1), null, null);
    private static readonly DateTimeOffset Now = new(2027, 1, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Dialects_are_found_by_name_in_any_case()
    {
        string[] names = ["generic", "illiad", "relais", "navigator", "worldshare", "inn-reach", "alma", "koha"];
        Assert.Equal(names, NcipDialect.All.Select(dialect => dialect.Name));
        Assert.All(NcipDialect.All, dialect => Assert.Same(dialect, NcipDialect.Named(dialect.Name.ToUpperInvariant())));
        Assert.Null(NcipDialect.Named("aleph"));
    }

    [Fact]
    public void ILLiad_sends_the_lender_as_publisher_and_hears_no_title()
    {
        var command = (CirculationCommand.AcceptItem)Told("illiad", new CirculationAnswer.Done());
        Assert.Equal(("Lender: EAST", 2), (command.Note, command.Pieces));
        Assert.Equal((null, null), (command.Citation.Publisher, command.Citation.PublicationDate));
        Assert.Null(command.PickupLocation);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 22, 59, 0, TimeSpan.Zero), command.DueAt!.Value.ToUniversalTime());
        Assert.True(NcipDialect.Named("illiad")!.IsInstitution(new PatronId("pseudopatron")));
    }

    [Fact]
    public void Relais_types_a_username_and_hears_of_a_wrong_PIN_without_the_PIN()
    {
        var command = Told("relais", new CirculationAnswer.Refused(CirculationFault.UserAuthenticationFailed, "Wrong: 4711"));
        Assert.Equal(("P900001", "4711"), (command.Patron!.Id!.Value, command.Patron.Pin!.Reveal()));
    }

    [Fact]
    public void Navigator_asks_for_a_library_and_gets_the_scheme_of_a_problem()
    {
        var command = Told("navigator", new CirculationAnswer.Refused(CirculationFault.UnknownItem, "No item with this barcode"));
        Assert.True(command.Patron!.IsInstitution);
        Assert.Equal(CirculationRequestType.Hold, ((CirculationCommand.RequestItem)command).Type);
    }

    [Fact]
    public void WorldShare_returns_by_request_number_as_often_as_it_likes()
    {
        var command = Told("worldshare", new CirculationAnswer.Refused(CirculationFault.ItemNotCheckedOut, "Not lent"));
        Assert.True(command.Item!.IsRequestNumber);
        var byBarcode = new CheckInItem { ItemId = new NcipItemId { Value = "30001" } };
        var refused = new CirculationAnswer.Refused(CirculationFault.ItemNotCheckedOut, "Not lent");
        var dialect = NcipDialect.Named("worldshare")!;
        Assert.False(NcipCirculation.Response(refused, byBarcode, dialect, Zone).IsSuccess);
        var byRequest = byBarcode with { ItemId = new NcipItemId { Value = "1", IdentifierType = NcipValues.IllRequestId } };
        Assert.False(NcipCirculation.Response(refused, byRequest, NcipDialect.Generic, Zone).IsSuccess);
        var denied = refused with { Fault = CirculationFault.UnauthorizedService };
        Assert.False(NcipCirculation.Response(denied, byRequest, dialect, Zone).IsSuccess);
    }

    [Theory]
    [InlineData(RoutingInstruction.Reshelve, "Re-shelve")]
    [InlineData(RoutingInstruction.HoldForRequest, "Request:H7")]
    [InlineData(RoutingInstruction.SendToOwner, "Process:return to the owner")]
    [InlineData(RoutingInstruction.Transfer, "Process")]
    public void WorldShare_hears_what_becomes_of_a_returned_item(RoutingInstruction instruction, string text)
    {
        var asked = new CheckInItem { ItemId = new NcipItemId { Value = "30001" } };
        var done = new CirculationAnswer.Done
        {
            Routing = new ItemRouting(instruction, "MAIN"), Request = new BrokerRequestId("H7"), Patron = new PatronId("WEST"),
        };
        var response = (CheckInItemResponse)NcipCirculation.Response(done, asked, NcipDialect.Named("worldshare")!, Zone);
        Assert.Equal((text, "WEST"), (response.RoutingInformation!.Instructions, response.UserId!.Value));
        Assert.Empty(NcipCodec.Write(response, NcipForm.Initiating(NcipVersion.V202)).Missing);
        var back = (CirculationAnswer.Done)NcipCirculation.Answer(
            response, new CirculationCommand.CheckInItem(), NcipDialect.Named("worldshare")!, Zone);
        Assert.Equal(done.Routing, back.Routing);
        var quiet = (CheckInItemResponse)NcipCirculation.Response(done, asked, NcipDialect.Named("illiad")!, Zone);
        Assert.Null(quiet.RoutingInformation);
        Assert.Null(quiet.UserId);
    }

    [Fact]
    public void INN_Reach_hears_that_a_notification_came_whatever_became_of_it()
    {
        var command = (CirculationCommand.Notice)Told("inn-reach", new CirculationAnswer.Refused(CirculationFault.UnknownRequest, "No such request"));
        Assert.Equal(new PatronId("P900001", null, "Barcode"), command.Patron!.Id);
        Assert.Equal(CirculationNotice.ItemShipped, command.Kind);
        var busy = new CirculationAnswer.Refused(CirculationFault.TemporaryProcessingFailure, "Later");
        Assert.False(NcipCirculation.Response(busy, new ItemShipped(), NcipDialect.Named("inn-reach")!, Zone).IsSuccess);
    }

    [Fact]
    public void Others_hear_whether_a_patron_is_blocked() => Told("generic", new CirculationAnswer.Done
    {
        PatronRecord = new PatronRecord { Name = "Muster, Erika", Group = "STUDENT", Blocks = [new PatronBlock("Overdue items")] },
    });

    [Fact]
    public void Alma_refuses_a_renewal_in_words_of_its_own()
    {
        var command = new CirculationCommand.RenewItem
        {
            Patron = new PatronClaim(new PatronId("P900001")), Item = new CirculationItemId("30001"),
            DesiredDueAt = new DateTimeOffset(2027, 2, 28, 23, 59, 59, TimeSpan.FromHours(1)),
        };
        var refused = (CirculationAnswer.Refused)Asked("alma", command, new NcipParties("GATE", "01HOME_INST") { Profile = "GATEWAY" });
        Assert.Equal((CirculationFault.ItemNotRenewable, CirculationField.Item), (refused.Fault, refused.Field));
    }

    [Fact]
    public void Koha_gets_a_password_without_prefixes_and_its_echo_of_it_goes_no_further()
    {
        var command = new CirculationCommand.LookupUser
        {
            Patron = new PatronClaim(new PatronId("P900001", null, NcipValues.BarcodeId), new Pin("invented-secret")),
            PatronParts = PatronParts.Name,
        };
        var refused = (CirculationAnswer.Refused)Asked("koha", command, new NcipParties("GATE", "HOME"));
        Assert.Equal((CirculationFault.UnknownUser, "*** does not fit"), (refused.Fault, refused.Detail));
    }

    [Theory]
    [InlineData("Renew Still Pending", NcipValues.RenewStillPending)]
    [InlineData("Renewal Still Pending", NcipValues.RenewStillPending)]
    [InlineData("item not renewed", "item not renewed")]
    public void A_renewal_that_waits_is_told_by_two_spellings(string sent, string meant)
    {
        var message = new CirculationStatusUpdated { ItemId = new NcipItemId { Value = "1" }, CirculationStatus = sent };
        var result = (NcipCommandResult.Understood)NcipCirculation.Command(message, NcipDialect.Named("relais")!, Zone);
        Assert.Equal(meant, ((CirculationCommand.Notice)result.Command).Status);
        var parties = new NcipParties("A", "B");
        var again = (CirculationStatusUpdated)NcipCirculation.Initiation(
            result.Command, parties, NcipDialect.Named("relais")!, Zone, Now).Message;
        Assert.Equal(meant == NcipValues.RenewStillPending ? "Renewal Still Pending" : sent, again.CirculationStatus!.Value);
    }

    [Fact]
    public void Who_needs_full_lists_gets_them_and_the_report_says_so()
    {
        var command = new CirculationCommand.LookupUser { Patron = new PatronClaim(new PatronId("P")) };
        var initiated = NcipCirculation.Initiation(
            command, new NcipParties("A", "B"), NcipDialect.Named("relais")!, Zone, Now);
        Assert.Equal(7, initiated.Message.UserElementTypes.Count);
        Assert.True(initiated.Message.AsksForUser(NcipValues.VisibleUserId));
        Assert.Contains(initiated.Losses.Losses, loss => loss is { Field: "PatronParts", Kind: LossKind.Defaulted });
        Assert.Empty(NcipCirculation.Initiation(command, new NcipParties("A", "B"), NcipDialect.Generic, Zone, Now)
            .Message.UserElementTypes);
    }

    /// <summary>A client's message is read, and answered with the octets of the fixture.</summary>
    private static CirculationCommand Told(string name, CirculationAnswer answer)
    {
        var dialect = NcipDialect.Named(name)!;
        var read = NcipSamples.Read(NcipSamples.Octets($"Dialects/{name}.req.xml"));
        var result = Assert.IsType<NcipCommandResult.Understood>(NcipCirculation.Command(read, dialect, Zone));
        var response = NcipCirculation.Response(answer, (NcipInitiation)read.Message, dialect, Zone);
        var written = NcipCodec.Write(response, read.Form.Answer());
        Assert.Empty(written.Missing);
        Assert.Equal(NcipSamples.Text($"Dialects/{name}.resp.xml"), System.Text.Encoding.UTF8.GetString(written.Octets.Span));
        return result.Command;
    }

    /// <summary>We send the octets of the fixture, and understand the server's answer.</summary>
    private static CirculationAnswer Asked(string name, CirculationCommand command, NcipParties parties)
    {
        var dialect = NcipDialect.Named(name)!;
        var initiated = NcipCirculation.Initiation(command, parties, dialect, Zone, Now);
        Assert.Empty(initiated.Losses.Losses);
        Assert.Equal(NcipSamples.Text($"Dialects/{name}.req.xml"), NcipSamples.Write(initiated.Message, dialect.Initiating()));
        var read = NcipSamples.Read(NcipSamples.Octets($"Dialects/{name}.resp.xml"));
        return NcipCirculation.Answer((NcipResponse)read.Message, command, dialect, Zone);
    }
}
