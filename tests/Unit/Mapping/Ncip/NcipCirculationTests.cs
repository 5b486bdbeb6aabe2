using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipCirculationTests
{
    private static readonly TimeZoneInfo Berlin =
        TimeZoneInfo.CreateCustomTimeZone("winter", TimeSpan.FromHours(1), null, null);

    private static readonly DateTimeOffset Now = new(2027, 1, 2, 10, 0, 0, TimeSpan.Zero);

    private static NcipDialect Illiad => NcipDialect.Named("illiad")!;

    public static TheoryData<string> Requests =>
        [.. NcipSamples.Names.Where(name => name.EndsWith(".req.xml", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_golden_message_becomes_a_command_and_the_command_that_message(string name)
    {
        var read = NcipSamples.Read(NcipSamples.Octets(name));
        var dialect = NcipDialect.Generic;
        var command = Command(read, dialect);
        var parties = new NcipParties(read.Message.Header!.FromAgencyId!, read.Message.Header.ToAgencyId!)
        {
            Profile = read.Message.Header.ApplicationProfileType,
        };
        var initiated = NcipCirculation.Initiation(command, parties, dialect, Berlin, Now, read.Form.Version);
        Assert.Equal(read.Message.Name, initiated.Message.Name);
        Assert.Equal(read.Message.Header, initiated.Message.Header);
        var written = NcipCodec.Write(initiated.Message, dialect.Initiating(read.Form.Version));
        Assert.Empty(written.Missing);
        var again = Command(NcipSamples.Read(written.Octets.ToArray()), dialect);
        Assert.Equal(Canonically.Told(command), Canonically.Told(again));
    }

    [Theory]
    [InlineData("AcceptItem")]
    [InlineData("CancelRequestItem")]
    [InlineData("CheckInItem")]
    [InlineData("CheckOutItem")]
    [InlineData("CreateUser")]
    [InlineData("ItemShipped")]
    [InlineData("RenewItem")]
    [InlineData("RecallItem")]
    [InlineData("v1-AcceptItem")]
    [InlineData("v1-CheckInItem")]
    public void The_golden_answer_is_what_a_golden_message_gets(string name)
    {
        var read = NcipSamples.Read(NcipSamples.Octets($"{name}.req.xml"));
        var golden = NcipSamples.Read(NcipSamples.Octets($"{name}.resp.xml"));
        var command = Command(read, Illiad);
        var answer = NcipCirculation.Answer((NcipResponse)golden.Message, command, Illiad, Berlin);
        var done = Assert.IsType<CirculationAnswer.Done>(answer);
        var response = NcipCirculation.Response(done, (NcipInitiation)read.Message, Illiad, Berlin);
        var expected = name == "RecallItem" ? response with { UserId = golden.Message.UserId } : response;
        Assert.Equal(
            NcipSamples.Text($"{name}.resp.xml").TrimEnd(), NcipSamples.Write(expected, read.Form.Answer()).TrimEnd());
    }

    [Fact]
    public void Looking_up_users_and_items_tells_what_was_asked_for_and_nothing_else()
    {
        var user = NcipSamples.Read<LookupUser>(NcipSamples.Text("LookupUser-userid.req.xml"));
        var told = NcipSamples.Read<LookupUserResponse>(NcipSamples.Text("LookupUser.resp.xml"));
        var answer = NcipCirculation.Answer(told, new CirculationCommand.LookupUser(), Illiad, Berlin);
        var done = Assert.IsType<CirculationAnswer.Done>(answer);
        Assert.Equal(("Erika", "Muster", "student"), (done.PatronRecord!.GivenName, done.PatronRecord.Surname, done.PatronRecord.Group));
        Assert.Equal("Block Interlibrary Loan", Assert.Single(done.PatronRecord.Blocks).Code);
        Assert.Equal(told, NcipCirculation.Response(done, user, Illiad, Berlin));
        var little = (LookupUserResponse)NcipCirculation.Response(
            done, user with { UserElementTypes = [NcipValues.NameInformation] }, Illiad, Berlin);
        Assert.NotNull(little.UserOptionalFields!.NameInformation);
        Assert.Empty(little.UserOptionalFields.Addresses);
        Assert.Empty(little.UserOptionalFields.BlocksOrTraps);
        var nothing = (LookupUserResponse)NcipCirculation.Response(done, user with { UserElementTypes = [] }, Illiad, Berlin);
        Assert.Null(nothing.UserOptionalFields);
        var item = NcipSamples.Read<LookupItem>(NcipSamples.Text("LookupItem.req.xml"));
        var stands = NcipSamples.Read<LookupItemResponse>(NcipSamples.Text("LookupItem.resp.xml"));
        var known = NcipCirculation.Answer(stands, new CirculationCommand.LookupItem(), Illiad, Berlin);
        Assert.Equal(stands, NcipCirculation.Response(known, item, Illiad, Berlin));
    }

    [Fact]
    public void Loans_holds_and_fees_are_told_with_their_counts_and_balance()
    {
        var asked = new LookupUser
        {
            UserId = new NcipUserId { Value = "P900001" }, LoanedItemsDesired = true, RequestedItemsDesired = true,
            UserFiscalAccountDesired = true, Header = new NcipHeader { FromAgencyId = "A", ToAgencyId = "GATE" },
        };
        var done = new CirculationAnswer.Done
        {
            Patron = new PatronId("P900001", "GATE"),
            Loans = [new(new CirculationItemId("30001", "GATE"), "Invented title", Now)],
            Holds = [new(new BrokerRequestId("H1", "GATE"), null, "Another title", "MAIN", Now, new DateOnly(2027, 1, 9), HoldStatus.AvailableForPickup)],
            Fees =
            [
                new CirculationFee { Type = "Fine", Amount = new Money(2.50m, "EUR"), At = Now },
                new CirculationFee { Type = "Fine", Amount = new Money(1m, "EUR"), IsPayment = true, At = Now },
            ],
        };
        var response = (LookupUserResponse)NcipCirculation.Response(done, asked, NcipDialect.Generic, Berlin);
        Assert.Equal(1, response.LoanedItemsCounts[0].Count);
        Assert.Equal(150, response.FiscalAccounts[0].Balance!.MinorUnits);
        var form = NcipForm.Initiating(NcipVersion.V202);
        var again = NcipSamples.Read<LookupUserResponse>(NcipSamples.Write(response, form));
        var command = new CirculationCommand.LookupUser();
        var back = (CirculationAnswer.Done)NcipCirculation.Answer(again, command, NcipDialect.Generic, Berlin);
        Assert.Equal(Canonically.Told(done.Loans), Canonically.Told(back.Loans));
        Assert.Equal(Canonically.Told(done.Holds), Canonically.Told(back.Holds));
        Assert.Equal(Canonically.Told(done.Fees), Canonically.Told(back.Fees));
        var unasked = (LookupUserResponse)NcipCirculation.Response(
            done, asked with { LoanedItemsDesired = false, RequestedItemsDesired = false, UserFiscalAccountDesired = false },
            NcipDialect.Generic, Berlin);
        Assert.Equal((0, 0, 0), (unasked.LoanedItems.Count, unasked.RequestedItems.Count, unasked.FiscalAccounts.Count));
    }

    [Fact]
    public void Who_somebody_is_comes_from_the_number_or_from_what_was_typed()
    {
        var typed = Command(NcipSamples.Read(NcipSamples.Octets("LookupUser-auth.req.xml")), NcipDialect.Generic);
        Assert.Equal(new PatronId("P900001", null, NcipValues.BarcodeId), typed.Patron!.Id);
        Assert.Equal("0000", typed.Patron.Pin!.Reveal());
        Assert.Contains("Pin = ***", typed.Patron.ToString(), StringComparison.Ordinal);
        var visible = Command(NcipSamples.Read(NcipSamples.Octets("v1-LookupUser-visible.req.xml")), NcipDialect.Generic);
        Assert.Equal(new PatronId("P900001", null, NcipValues.Barcode), visible.Patron!.Id);
        var pinAlone = new LookupUser { Authentication = [new() { Data = new NcipSecret("0000"), Type = NcipValues.Pin }] };
        var refused = Refused(pinAlone);
        Assert.Equal((CirculationFault.NeededDataMissing, CirculationField.Patron), (refused.Fault, refused.Field));
        var problem = NcipCirculation.Response(refused, pinAlone, NcipDialect.Generic, Berlin).Problems[0];
        Assert.Equal("//LookupUser/AuthenticationInput/AuthenticationInputData", problem.Element);
        Assert.Null(problem.Value);
    }

    [Fact]
    public void A_PIN_is_in_no_answer_even_where_circulation_repeats_it_or_it_was_typed_twice()
    {
        var asked = new LookupUser
        {
            Authentication =
            [
                new() { Data = new NcipSecret("4711"), Type = NcipValues.BarcodeId },
                new() { Data = new NcipSecret("4711"), Type = NcipValues.Pin },
            ],
        };
        foreach (var fault in Enum.GetValues<CirculationFault>())
        {
            var refused = new CirculationAnswer.Refused(fault, "4711 is wrong");
            foreach (var dialect in NcipDialect.All)
            {
                var response = NcipCirculation.Response(refused, asked, dialect, Berlin);
                Assert.DoesNotContain("4711", NcipSamples.Write(response, NcipForm.Initiating(NcipVersion.V202)), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_date_without_a_time_is_the_end_of_that_day_in_the_library()
    {
        var accept = NcipSamples.Read<AcceptItem>(NcipSamples.Text("AcceptItem.req.xml"));
        var day = accept with { DateForReturn = NcipDate.Read("2027-01-31") };
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 22, 59, 59, TimeSpan.Zero), Due(day).ToUniversalTime());
        var local = accept with { DateForReturn = NcipDate.Read("2027-01-31T20:00:00") };
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 19, 0, 0, TimeSpan.Zero), Due(local).ToUniversalTime());
        var needed = new RequestItem
        {
            UserId = new NcipUserId { Value = "P" }, ItemId = new NcipItemId { Value = "1" },
            NeedBeforeDate = NcipDate.Read("2027-01-31T00:00:00Z"), PickupExpiryDate = NcipDate.Read("2027-01-31T23:30:00Z"),
        };
        var request = (CirculationCommand.RequestItem)Command(needed);
        Assert.Equal((new DateOnly(2027, 1, 31), new DateOnly(2027, 2, 1)), (request.NeededBy, request.PickupUntil));
    }

    [Fact]
    public void A_due_date_that_is_none_is_refused_and_not_taken_for_an_open_end()
    {
        var text = NcipSamples.Text("AcceptItem.req.xml").Replace("2027-01-31T23:59:59Z", "31.1.2027", StringComparison.Ordinal);
        var result = NcipCirculation.Command(NcipSamples.Read(text), Illiad, Berlin);
        var refused = Assert.IsType<NcipCommandResult.Refused>(result).Answer;
        Assert.Equal((CirculationFault.InvalidDate, CirculationField.DueDate), (refused.Fault, refused.Field));
    }

    [Theory]
    [InlineData("nothing", null)]
    [InlineData("NONE", null)]
    [InlineData("  ", null)]
    [InlineData("MAIN", "MAIN")]
    public void A_pickup_location_that_says_nothing_is_none(string code, string? expected)
    {
        var accept = NcipSamples.Read<AcceptItem>(NcipSamples.Text("AcceptItem.req.xml")) with { PickupLocation = code };
        Assert.Equal(expected, ((CirculationCommand.AcceptItem)Command(accept)).PickupLocation);
    }

    [Fact]
    public void In_version_1_the_pickup_location_is_the_agency_that_it_is_sent_to()
    {
        var read = NcipSamples.Read(NcipSamples.Octets("v1-AcceptItem.req.xml"));
        Assert.Equal("GATE", Pickup(null));
        Assert.Null(Pickup("gate"));
        string? Pickup(string? own) => ((CirculationCommand.AcceptItem)((NcipCommandResult.Understood)NcipCirculation.Command(
            read, NcipDialect.Generic, Berlin, own)).Command).PickupLocation;
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var user = new NcipUserId { Value = "P" };
        (NcipInitiation Message, CirculationField Field)[] cases =
        [
            (new LookupUser(), CirculationField.Patron), (new LookupItem(), CirculationField.Item),
            (new LookupRequest(), CirculationField.Item), (new RequestItem(), CirculationField.Patron),
            (new RequestItem { UserId = user }, CirculationField.Item), (new CancelRequestItem(), CirculationField.Request),
            (new AcceptItem { UserId = user }, CirculationField.Request), (new CheckOutItem(), CirculationField.Patron),
            (new CheckOutItem { UserId = user }, CirculationField.Item), (new CheckInItem(), CirculationField.Item),
            (new RenewItem(), CirculationField.Item), (new RecallItem(), CirculationField.Item),
            (new CreateUser(), CirculationField.PatronRecord), (new UpdateUser(), CirculationField.Patron),
            (new CreateUserFiscalTransaction { UserId = user }, CirculationField.Fee), (new ItemShipped(), CirculationField.Item),
        ];
        foreach (var (message, field) in cases)
        {
            var refused = Refused(message);
            Assert.Equal((CirculationFault.NeededDataMissing, field), (refused.Fault, refused.Field));
            var problem = NcipCirculation.Response(refused, message, NcipDialect.Generic, Berlin).Problems[0];
            Assert.True(problem.Type!.Is(NcipProblemTypes.NeededDataMissing));
            Assert.StartsWith($"//{message.Name}/", problem.Element, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_number_may_be_as_long_as_the_limit_and_no_longer()
    {
        var longest = new string('9', NcipLimits.MaxNumberChars);
        var back = new CheckInItem { ItemId = new NcipItemId { Value = longest } };
        Assert.Equal(longest, Command(back).Item!.Value);
        var refused = Refused(back with { ItemId = new NcipItemId { Value = longest + "9" } });
        Assert.Equal((CirculationFault.ElementRuleViolated, CirculationField.Item), (refused.Fault, refused.Field));
    }

    [Fact]
    public void A_long_title_is_cut_and_the_loss_is_noted()
    {
        var accept = NcipSamples.Read<AcceptItem>(NcipSamples.Text("AcceptItem.req.xml"));
        var result = NcipCirculation.Command(
            accept with
            {
                ItemOptionalFields = new() { BibliographicDescription = new() { Title = new string('x', NcipLimits.MaxFieldChars + 1) } },
            },
            Illiad, Berlin);
        var understood = Assert.IsType<NcipCommandResult.Understood>(result);
        Assert.Equal(NcipLimits.MaxFieldChars, ((CirculationCommand.AcceptItem)understood.Command).Citation.Title!.Length);
        Assert.Contains(understood.Losses.Losses, loss => loss.Field.EndsWith("/Title", StringComparison.Ordinal));
    }

    [Fact]
    public void What_asks_nothing_of_circulation_is_an_unsupported_service()
    {
        foreach (var message in new NcipInitiation[] { new LookupVersion(), new LookupAgency(), new UnsupportedService("UndoCheckOutItem") })
        {
            var refused = Refused(message);
            Assert.Equal(CirculationFault.UnsupportedService, refused.Fault);
            var response = NcipCirculation.Response(refused, message, Illiad, Berlin);
            Assert.True(response.Problems[0].Type!.Is(NcipProblemTypes.UnsupportedService));
        }

        var unknown = new UnsupportedService("Frobnicate");
        Assert.Equal("Service is not known", NcipCirculation.Response(Refused(unknown), unknown, Illiad, Berlin).Problems[0].Detail);
    }

    [Fact]
    public void A_renewal_can_be_pending_and_nothing_else()
    {
        var renew = NcipSamples.Read<RenewItem>(NcipSamples.Text("RenewItem.req.xml"));
        var pending = new CirculationAnswer.Pending(new DateTimeOffset(2027, 1, 20, 0, 0, 0, TimeSpan.Zero));
        var response = NcipCirculation.Response(pending, renew, Illiad, Berlin);
        Assert.Equal(
            NcipSamples.Text("RenewItem-pending.resp.xml").TrimEnd(),
            NcipSamples.Write(response, NcipForm.Initiating(NcipVersion.V202, NcipStyle.Ns1)).TrimEnd());
        Assert.Equal(pending, NcipCirculation.Answer(response, new CirculationCommand.RenewItem(), Illiad, Berlin));
        Assert.False(NcipCirculation.Response(pending, new CheckInItem(), Illiad, Berlin).IsSuccess);
    }

    [Fact]
    public void Every_fault_goes_out_and_comes_back_the_same()
    {
        var asked = NcipSamples.Read<CheckOutItem>(NcipSamples.Text("CheckOutItem.req.xml"));
        foreach (var fault in Enum.GetValues<CirculationFault>())
        {
            var refused = new CirculationAnswer.Refused(fault, "In words", CirculationField.Item);
            var response = NcipCirculation.Response(refused, asked, NcipDialect.Generic, Berlin);
            Assert.Equal("//CheckOutItem/ItemId/ItemIdentifierValue", response.Problems[0].Element);
            Assert.Equal("ILL-12345", response.Problems[0].Value);
            Assert.Equal(refused, NcipCirculation.Answer(response, new CirculationCommand.CheckOutItem(), NcipDialect.Generic, Berlin));
        }
    }

    [Theory]
    [InlineData("Item Not Checked Out", true)]
    [InlineData("9022", true)]
    [InlineData("Not On Loan", true)]
    [InlineData("Unknown Item", true)]
    [InlineData("Unknown Agency", false)]
    public void A_return_that_was_done_before_is_done(string type, bool isDone)
    {
        var asked = new CirculationCommand.CheckInItem { Item = new CirculationItemId("30001") };
        var response = new CheckInItemResponse { Problems = [new NcipProblem { Type = type, Detail = "In words" }] };
        var answer = NcipCirculation.Answer(response, asked, NcipDialect.Generic, Berlin);
        Assert.Equal(isDone, answer is CirculationAnswer.Done { Item.Value: "30001" });
        var lend = new CheckOutItemResponse { Problems = response.Problems };
        Assert.IsType<CirculationAnswer.Refused>(
            NcipCirculation.Answer(lend, new CirculationCommand.CheckOutItem(), NcipDialect.Generic, Berlin));
        var accept = new AcceptItemResponse { Problems = [new NcipProblem { Type = "Duplicate Item" }] };
        Assert.IsType<CirculationAnswer.Done>(
            NcipCirculation.Answer(accept, new CirculationCommand.AcceptItem(), NcipDialect.Generic, Berlin));
    }

    [Fact]
    public void Whatever_is_no_response_to_the_command_is_a_refusal()
    {
        var asked = new CirculationCommand.CheckInItem { Item = new CirculationItemId("30001") };
        foreach (var response in new NcipResponse[]
        {
            new GeneralResponse(), new GeneralResponse { Problems = [new NcipProblem()] }, new CheckOutItemResponse(),
            new NotificationResponse(NcipService.ItemCheckedIn),
            new GeneralResponse { Problems = [new NcipProblem { Type = NcipProblemTypes.UnknownItem }] },
        })
        {
            Assert.IsType<CirculationAnswer.Refused>(NcipCirculation.Answer(response, asked, NcipDialect.Generic, Berlin));
        }
    }

    [Fact]
    public void We_tell_of_ourselves_what_was_asked_for()
    {
        var self = new NcipSelf("GATE", "Invented Library")
        {
            Postal = new PostalAddress { Street = "Invented Street 1", City = "Springfield" }, Email = "desk@example.invalid",
        };
        var header = new NcipHeader { FromAgencyId = "A", ToAgencyId = "GATE" };
        var version = Assert.IsType<LookupVersionResponse>(self.Answer(new LookupVersion { Header = header }));
        Assert.Equal(4, version.VersionsSupported.Count);
        Assert.Contains("AcceptItem", version.ServicesSupported);
        Assert.DoesNotContain("Other", version.ServicesSupported);
        Assert.Equal("GATE", version.Header!.FromAgencyId!.Value);
        var lookup = new LookupAgency { Header = header, AgencyId = "gate", AgencyElementTypes = ["Organization Name Information"] };
        var agency = Assert.IsType<LookupAgencyResponse>(self.Answer(lookup));
        Assert.Equal("Invented Library", Assert.Single(agency.Names).Name);
        Assert.Empty(agency.Addresses);
        var addresses = (LookupAgencyResponse)self.Answer(lookup with { AgencyElementTypes = ["Agency Address Information"] })!;
        Assert.Equal((2, 0), (addresses.Addresses.Count, addresses.Names.Count));
        Assert.Empty(NcipCodec.Write(addresses, NcipForm.Initiating(NcipVersion.V202)).Missing);
        var other = self.Answer(lookup with { AgencyId = "B" })!;
        Assert.True(other.Problems[0].Type!.Is(NcipProblemTypes.UnknownAgency));
        Assert.Null(self.Answer(new LookupUser()));
    }

    [Fact]
    public void A_return_by_request_number_and_a_loan_by_barcode_have_a_subject_in_common()
    {
        var lend = new CheckOutItem
        {
            ItemId = new() { Value = " 30001a" }, RequestId = new() { AgencyId = "A", Value = "tn-1" }, UserId = new() { Value = "pseudopatron" },
        };
        Assert.Equal(["item 30001A", "request TN-1"], NcipIdentity.Of(lend).Subjects);
        var back = new CheckInItem { ItemId = new() { IdentifierType = "ill request id", Value = "TN-1" } };
        Assert.Equal(["request TN-1"], NcipIdentity.Of(back).Subjects);
        var user = new UpdateUser { UserId = new() { Value = "p1" } };
        Assert.Equal(["user P1"], NcipIdentity.Of(user).Subjects);
        Assert.Empty(NcipIdentity.Of(new LookupUser { UserId = new() { Value = "p1" } }).Subjects);
        var many = new RequestItem { ItemIds = [.. Enumerable.Range(0, 100).Select(i => new NcipItemId { Value = $"{i}" })] };
        Assert.Equal(32, NcipIdentity.Of(many).Subjects.Count);
    }

    private static CirculationCommand Command(NcipReadResult.Understood read, NcipDialect dialect) =>
        Assert.IsType<NcipCommandResult.Understood>(NcipCirculation.Command(read, dialect, Berlin)).Command;

    private static CirculationCommand Command(NcipInitiation message) =>
        Assert.IsType<NcipCommandResult.Understood>(NcipCirculation.Command(message, NcipDialect.Generic, Berlin)).Command;

    private static CirculationAnswer.Refused Refused(NcipInitiation message) =>
        Assert.IsType<NcipCommandResult.Refused>(NcipCirculation.Command(message, NcipDialect.Generic, Berlin)).Answer;

    private static DateTimeOffset Due(AcceptItem accept) => ((CirculationCommand.AcceptItem)Command(accept)).DueAt!.Value;
}
