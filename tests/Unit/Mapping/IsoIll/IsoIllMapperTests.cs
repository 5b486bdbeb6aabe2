using System.Text.Json.Nodes;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using Xunit;
using CurrentState = ResourceSharing.Mapping.Canonical.CurrentState;
using HistoryReport = ResourceSharing.Mapping.Canonical.HistoryReport;
using ReasonUnfilled = ResourceSharing.Mapping.Canonical.ReasonUnfilled;
using SupplyDetails = ResourceSharing.Mapping.Canonical.SupplyDetails;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class IsoIllMapperTests
{
    private static readonly IsoIllContext WithPatron = new() { SendPatron = true };

    public static TheoryData<string> Honest => VectorTests.Honest;

    [Fact]
    public void Whatever_ISO_can_carry_comes_back_from_the_wire_unchanged()
    {
        for (int seed = 1; seed <= 150; seed++)
        {
            foreach (var message in new IsoIllMapperSamples(seed).OneOfEach())
            {
                var written = IsoIllMapper.ToWire(message, WithPatron);
                var apdu = IsoIllVectors.Decode(IsoIllCodec.Encode(written.Apdu)).Apdu;
                var read = Assert.IsType<IsoIllReadResult.Understood>(IsoIllMapper.ToCanonical(apdu));
                Assert.True(Json(message) == Json(read.Message), $"seed {seed}:\n{Json(message)}\n{Json(read.Message)}");
                Assert.All(written.Losses.Losses, loss => Assert.Equal(LossKind.MovedToNote, loss.Kind));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void A_vector_loses_only_what_the_loss_report_says(string name)
    {
        var apdu = IsoIllVectors.Decode(name).Apdu;
        var read = Assert.IsType<IsoIllReadResult.Understood>(IsoIllMapper.ToCanonical(apdu));
        var again = IsoIllMapper.ToWire(read.Message, WithPatron).Apdu;
        var before = Leaves(apdu);
        var after = Leaves(again);
        foreach (var (path, value) in before)
        {
            if (after.GetValueOrDefault(path) == value || IsDefault(path, value))
                continue;
            Assert.True(
                read.Losses.Losses.Any(loss => Covers(loss.Field, path)),
                $"{name}: {path} = '{value}' became '{after.GetValueOrDefault(path)}' and nobody tells");
        }
    }

    [Fact]
    public void The_losses_of_a_full_Shipped_are_named_one_by_one()
    {
        var read = Read(IsoIllVectors.Decode("03-shipped-loan-full").Apdu);
        var fields = read.Losses.Losses.Select(loss => loss.Field).ToArray();
        Assert.Contains("SHIPPED.responder-address", fields);
        Assert.Contains("SHIPPED.intermediary-id", fields);
        Assert.Contains("SHIPPED.client-id", fields);
        Assert.Contains("SHIPPED.extensions[1.0.10161.13.8].requester-reference.reference-authority", fields);
    }

    [Fact]
    public void Patron_data_stays_here_unless_the_partner_may_have_it()
    {
        var request = (IllMessage.Request)new IsoIllMapperSamples(3).OneOfEach().First();
        request = request with
        {
            Content = request.Content with { Patron = new Patron { Name = "Jane Roe", Email = "jane@home.example" } },
        };
        var silent = IsoIllMapper.ToWire(request, new IsoIllContext());
        var open = IsoIllMapper.ToWire(request, WithPatron);
        Assert.DoesNotContain("jane", IsoIllVectors.Print(silent.Apdu).ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(silent.Losses.Losses, loss => loss is { Field: "patron", Kind: LossKind.Dropped });
        Assert.Equal("jane@home.example", ((IllMessage.Request)Read(open.Apdu).Message).Content.Patron!.Email);
    }

    [Fact]
    public void Every_APDU_tells_how_both_sides_are_reached()
    {
        var context = new IsoIllContext
        {
            OurSymbols = [Symbol.Parse("RSG:HOME"), Symbol.Parse("OCLC:HOM")],
            RecipientSymbols = [Symbol.Parse("SYM:RSP1")],
            OurAddress = "ill.home.example:1611",
            RecipientAddress = "ill.rsp1.example:1611",
        };
        foreach (var message in new IsoIllMapperSamples(5).OneOfEach())
        {
            var extension = IsoIllMapper.ToWire(message, context).Apdu.Extensions![0];
            var external = Assert.IsType<External>(extension.Item);
            Assert.Equal("1.0.10161.13.3", external.DirectReference);
            var info = Assert.IsType<Registered<ApduDeliveryInfo>>(external.Content).Value;
            Assert.Equal("ill.home.example:1611", info.SenderInfo[0].Transport.TelecomServiceAddress?.Text);
            Assert.Equal("ill.rsp1.example:1611", info.RecipientInfo[0].Transport.TelecomServiceAddress?.Text);
            Assert.Equal([ApduEncoding.Ber], info.SenderInfo[0].Encoding);
            Assert.InRange(info.SenderInfo[0].Aliases!.Count, 2, 25);
        }
    }

    [Fact]
    public void Even_the_barest_message_of_every_kind_can_be_written()
    {
        foreach (var message in new IsoIllMapperSamples(9).OneOfEach())
        {
            var bare = message with { Header = Header, Note = null };
            Assert.NotEmpty(IsoIllCodec.Encode(IsoIllMapper.ToWire(bare, new IsoIllContext()).Apdu));
        }
    }

    [Fact]
    public void The_lists_of_addresses_stop_at_25()
    {
        Symbol[] Many(int count) => [.. Enumerable.Range(1, count).Select(i => Symbol.Parse($"S:{i}"))];
        var message = new IllMessage.Cancel { Header = Header };
        var all = IsoIllMapper.ToWire(message, new IsoIllContext { OurSymbols = Many(25) });
        var cut = IsoIllMapper.ToWire(message, new IsoIllContext { OurSymbols = Many(26) });
        Assert.Empty(all.Losses.Losses);
        Assert.Equal(25, Read(all.Apdu).Message.Header.SenderAliases.Count);
        Assert.Contains(cut.Losses.Losses, loss => loss.Field == "senderAliases");
        Assert.Equal(25, Read(cut.Apdu).Message.Header.SenderAliases.Count);
    }

    [Theory]
    [InlineData("on the shelf\nbarcode 39000001", "39000001", "on the shelf")]
    [InlineData("barcode 39000001", "39000001", null)]
    [InlineData("barcode 1\nbarcode 2", null, "barcode 1\nbarcode 2")]
    [InlineData("the barcode 39000001 is torn", null, "the barcode 39000001 is torn")]
    [InlineData("barcode of two words", null, "barcode of two words")]
    public void A_barcode_is_read_from_exactly_its_own_line(string note, string? barcode, string? rest)
    {
        var apdu = (ShippedApdu)IsoIllVectors.Decode("03-shipped-min").Apdu with { ResponderNote = note };
        var shipped = (IllMessage.Shipped)Read(apdu).Message;
        Assert.Equal(barcode, shipped.Barcode);
        Assert.Equal(rest, shipped.Note);
    }

    [Fact]
    public void Note_barcode_and_what_else_has_no_element_share_the_note()
    {
        var shipped = new IllMessage.Shipped
        {
            Header = Header, ServiceType = ServiceType.Loan, Barcode = "39000001", Note = "handle with care",
            Supply = new SupplyDetails { Via = "courier", Electronic = new ElectronicAddress("HTTP", "https://files.example/1") },
        };
        var written = IsoIllMapper.ToWire(shipped, new IsoIllContext());
        Assert.Equal(
            "handle with care\r\nshipped via courier\r\nbarcode 39000001", ((ShippedApdu)written.Apdu).ResponderNote?.Text);
        Assert.Equal(["supply.via", "barcode"], written.Losses.Losses.Select(loss => loss.Field));
    }

    [Theory]
    [InlineData(IllService.Overdue, "OVERDUE: second notice")]
    [InlineData(IllService.Renew, "RENEW: second notice")]
    public void A_history_that_ends_with_Overdue_or_Renew_says_so_in_words(IllService service, string note)
    {
        var report = new IllMessage.StatusOrErrorReport
        {
            Header = Header,
            Report = new Report.Status(CurrentState.Overdue, new HistoryReport
            {
                LastTransitionOn = new DateOnly(2026, 3, 1), LastServiceOn = new DateOnly(2026, 3, 1),
                LastService = service, LastServiceBy = new Party { Name = "Lender" }, LastNote = "second notice",
            }),
        };
        var written = IsoIllMapper.ToWire(report, new IsoIllContext());
        var history = ((StatusOrErrorReportApdu)written.Apdu).StatusReport!.UserStatusReport;
        Assert.Equal(MostRecentService.Message, history.MostRecentService);
        Assert.Equal(note, history.MostRecentServiceNote?.Text);
        Assert.Single(written.Losses.Losses);
    }

    [Theory]
    [InlineData("20260501", "2026-05-01")]
    [InlineData("2026-05-01", "2026-05-01")]
    [InlineData("20260501120000", "2026-05-01")]
    [InlineData("00000000", null)]
    [InlineData("01.05.2026", null)]
    [InlineData("soon", null)]
    public void A_date_is_read_tolerantly_and_an_unusable_one_is_a_loss(string wire, string? expected)
    {
        var apdu = (RenewApdu)IsoIllVectors.Decode("13-renew-min").Apdu with { DesiredDueDate = wire };
        var read = Read(apdu);
        Assert.Equal(expected is null ? null : DateOnly.Parse(expected), ((IllMessage.Renew)read.Message).DesiredDueOn);
        Assert.Equal(expected is null, read.Losses.Losses.Any(loss => loss.Field == "RENEW.desired-due-date"));
    }

    [Fact]
    public void An_unusable_date_that_is_the_message_itself_is_a_problem_with_the_element_named()
    {
        var apdu = (ReceivedApdu)IsoIllVectors.Decode("08-received-min").Apdu with { DateReceived = "someday" };
        var refused = Assert.IsType<IsoIllReadResult.Refused>(IsoIllMapper.ToCanonical(apdu));
        Assert.Equal("RECEIVED.date-received", refused.Element);
        Assert.Equal("RECEIVED.date-received", Assert.IsType<Problem.Unable>(refused.Problem).Elements.Single().Element);
    }

    [Fact]
    public void An_answer_whose_explanation_belongs_to_another_result_is_refused()
    {
        var apdu = (IllAnswerApdu)IsoIllVectors.Decode("04-ill-answer-3-unfilled").Apdu
            with
        { TransactionResults = TransactionResults.WillSupply };
        Assert.IsType<IsoIllReadResult.Refused>(IsoIllMapper.ToCanonical(apdu));
    }

    [Theory]
    [InlineData("35", "35.00", null)]
    [InlineData("$35", "35.00", null)]
    [InlineData("EUR 12,50", "12.50", "EUR")]
    [InlineData("€1.234,5", "1234.50", "EUR")]
    [InlineData("1,234,567.89", "1234567.89", null)]
    [InlineData("1.000", "1000.00", null)]
    [InlineData("0.5", "0.50", null)]
    [InlineData("free", null, null)]
    [InlineData("-5", null, null)]
    [InlineData("99999999999999999999999", null, null)]
    public void An_amount_is_read_as_people_write_it(string wire, string? amount, string? currency)
    {
        var apdu = (ReturnedApdu)IsoIllVectors.Decode("10-returned-min").Apdu
            with
        { InsuredFor = new Amount { MonetaryValue = wire } };
        var money = ((IllMessage.Returned)Read(apdu).Message).InsuredFor;
        Assert.Equal(amount, money?.Amount.ToString("0.00"));
        Assert.Equal(currency, money?.Currency);
    }

    [Fact]
    public void An_amount_that_the_wire_cannot_hold_goes_into_the_note()
    {
        var returned = new IllMessage.Returned
        { Header = Header, ReturnedOn = new DateOnly(2026, 3, 1), InsuredFor = new Money(12_345_678_901m, "EUR") };
        var apdu = (ReturnedApdu)IsoIllMapper.ToWire(returned, new IsoIllContext()).Apdu;
        Assert.Null(apdu.InsuredFor);
        Assert.Equal("insured for 12345678901.00 EUR", apdu.RequesterNote?.Text);
    }

    [Fact]
    public void Codes_that_a_list_of_the_wire_lacks_become_other_and_are_named_in_the_note()
    {
        var answer = new IllMessage.Answer
        { Header = Header, Result = new AnswerResult.Retry(ReasonUnfilled.Lost, null) };
        var apdu = (IllAnswerApdu)IsoIllMapper.ToWire(answer, new IsoIllContext()).Apdu;
        Assert.Equal("reason: lost", apdu.ResponderNote?.Text);
        var read = (IllMessage.Answer)Read(apdu).Message;
        Assert.Equal(ReasonUnfilled.Other, ((AnswerResult.Retry)read.Result).Reason);
    }

    [Fact]
    public void The_real_capture_is_a_request_with_its_citation_and_delivery_address()
    {
        var request = (IllMessage.Request)Read(IsoIllVectors.Decode("90-real-capture-shape-anonymised").Apdu).Message;
        Assert.Equal(35m, request.Content.Cost!.MaximumCost!.Amount);
        Assert.NotNull(request.Content.Patron!.Email);
        Assert.True(request.Content.DeliverTo!.Postal!.Lines().Count() > 1);
    }

    internal static MessageHeader Header { get; } = new()
    {
        Transaction = new ResourceSharing.Mapping.Canonical.TransactionId
        { InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "4711", Qualifier = "1" },
        At = new ServiceTime(new DateOnly(2026, 3, 2), new TimeOnly(9, 30, 0)),
    };

    internal static IsoIllReadResult.Understood Read(Apdu apdu) =>
        Assert.IsType<IsoIllReadResult.Understood>(IsoIllMapper.ToCanonical(apdu));

    internal static string Json(IllMessage message) => JsonSerializer.Serialize(message);

    /// <summary>All values of an APDU by path; extensions and system numbers under their identifier,
    /// without 13.3, which belongs to the hop.</summary>
    private static Dictionary<string, string> Leaves(Apdu apdu)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        var (root, body) = IsoIllVectors.Print(apdu).AsObject().Single();
        Walk(body!, root.ToUpperInvariant(), leaves);
        return leaves;
    }

    private static void Walk(JsonNode node, string path, Dictionary<string, string> leaves)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (key, value) in members)
                {
                    if (key is "identifier" or "critical" or "protocol-version-num" or "direct-reference")
                        continue;
                    Walk(value!, key is "GeneralString" or "EDIFACTString" or "single-ASN1-type" ? path : $"{path}.{key}", leaves);
                }

                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    var oid = items[i] is JsonObject entry && entry["item"] is JsonObject item
                        ? item["direct-reference"]?.GetValue<string>() : null;
                    if (oid == "1.0.10161.13.3")
                        continue;
                    var root = path[..path.IndexOf('.', StringComparison.Ordinal)];
                    var at = oid is not null ? $"{root}.extensions[{oid}]"
                        : path.EndsWith("13.9]", StringComparison.Ordinal) ? path : $"{path}[{i}]";
                    Walk(oid is null ? items[i]! : items[i]!["item"]!, at, leaves);
                }

                break;
            case JsonValue value:
                var text = value.ToString().Trim().ReplaceLineEndings("\n");
                if (path.EndsWith("monetary-value", StringComparison.Ordinal) && decimal.TryParse(text, out var amount))
                    text = amount.ToString("0.00");
                if (text.Length > 0)
                    leaves[path] = text;
                break;
            default:
                break;
        }
    }

    private static bool Covers(string field, string path) =>
        path.StartsWith(field, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(field.Split(".[")[0], StringComparison.Ordinal);

    /// <summary>A search-type that says only the default says nothing.</summary>
    private static bool IsDefault(string path, string value) =>
        path.EndsWith("search-type.expiry-flag", StringComparison.Ordinal) && value == "no-Expiry(3)";
}
