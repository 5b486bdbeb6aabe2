using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Schema;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipPeerRoundTripTests
{
    private const int MessagesPerKind = 60;

    public static TheoryData<NcipPeerDialect, bool> Dialects
    {
        get
        {
            var all = new TheoryData<NcipPeerDialect, bool>();
            foreach (var dialect in Enum.GetValues<NcipPeerDialect>())
            {
                all.Add(dialect, true);
                all.Add(dialect, false);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void What_is_written_reads_back_as_it_was_but_for_what_the_loss_report_names(NcipPeerDialect dialect, bool sendsPatron)
    {
        var form = Form(dialect) with { SendPatron = sendsPatron };
        foreach (var (message, seed) in Messages())
        {
            if (NcipPeer.Write(message, form) is not NcipPeerWritten.Expressed written)
            {
                Assert.True(dialect == NcipPeerDialect.Nncipp && message is IllMessage.CancelReply, $"seed {seed}: {message}");
                continue;
            }

            var octets = NcipCodec.Write(written.Message, NcipForm.Initiating(NcipVersion.V202));
            Assert.Empty(octets.Missing);
            var lost = written.Losses.Losses.Concat(octets.Losses.Losses).ToArray();
            var read = (NcipInitiation)NcipSamples.Read(octets.Octets.ToArray()).Message;
            var understood = Reading(NcipPeer.Read(read, form, TimeZoneInfo.Utc, NcipPeerSamples.Noon), message);
            AssertSame(message, understood, lost, $"seed {seed} {dialect}\n{Encoding.UTF8.GetString(octets.Octets.Span)}");
        }
    }

    [Fact]
    public void What_is_written_is_valid_by_the_schema_and_so_are_the_answers()
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        using (var reader = XmlReader.Create(
            NcipSamples.Schema("ncip_v2_02.xsd"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore }))
        {
            schemas.Add(null, reader);
        }

        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        foreach (var dialect in Enum.GetValues<NcipPeerDialect>())
        {
            foreach (var (message, seed) in Messages())
            {
                if (NcipPeer.Write(message, Form(dialect)) is not NcipPeerWritten.Expressed written)
                    continue;
                AssertValid(NcipSamples.Write(written.Message, NcipForm.Initiating(NcipVersion.V202)), settings, seed);
                foreach (var report in NcipPeerAnswerTests.Reports(message))
                {
                    var answer = NcipPeer.Response(report, written.Message, Form(dialect));
                    AssertValid(NcipSamples.Write(answer, NcipForm.Initiating(NcipVersion.V202).Answer()), settings, seed);
                }
            }
        }
    }

    [Theory]
    [InlineData("HOME0000001", "HOME0000001", "1")]
    [InlineData("HOME0000001-2", "HOME0000001", "2")]
    [InlineData("HOME0000001-99", "HOME0000001", "99")]
    [InlineData("HOME0000001-1", "HOME0000001-1", "1")]
    [InlineData("HOME0000001-02", "HOME0000001-02", "1")]
    [InlineData("HOME0000001-100", "HOME0000001-100", "1")]
    [InlineData("-2", "-2", "1")]
    [InlineData("01UNI 0000008", "01UNI 0000008", "1")]
    public void A_number_is_read_as_one_transaction_and_written_as_it_came(string number, string group, string qualifier)
    {
        foreach (var dialect in Enum.GetValues<NcipPeerDialect>())
        {
            var form = Form(dialect);
            var id = new NcipRequestId { Value = number };
            var transaction = NcipPeerTransaction.Read(id, form)!;
            Assert.Equal((group, qualifier), (transaction.GroupQualifier, transaction.Qualifier));
            Assert.Null(transaction.InitialRequester);
            var losses = new LossLog();
            Assert.Equal(id, NcipPeerTransaction.Write(transaction, form, losses));
            Assert.Empty(losses.ToReport().Losses);
        }
    }

    [Fact]
    public void A_transaction_that_does_not_fit_into_a_number_is_a_loss()
    {
        var losses = new LossLog();
        NcipPeerTransaction.Write(
            new TransactionId { GroupQualifier = "A-2", Qualifier = "1" }, Form(NcipPeerDialect.Generic), losses);
        Assert.Equal("transaction", Assert.Single(losses.ToReport().Losses).Field);
    }

    private static NcipPeerForm Form(NcipPeerDialect dialect) => new()
    {
        Dialect = dialect,
        Agencies = dialect == NcipPeerDialect.Generic ? new Dictionary<Symbol, string>() : new Dictionary<Symbol, string>
        {
            [NcipPeerSamples.Home] = dialect == NcipPeerDialect.Nncipp ? "NO-9000001" : "47HOME_INST||MAIN",
            [NcipPeerSamples.East] = dialect == NcipPeerDialect.Nncipp ? "NO-9000002" : "01EAST_INST||MAIN",
        },
    };

    private static IEnumerable<(IllMessage Message, int Seed)> Messages()
    {
        foreach (var make in NcipPeerSamples.Kinds)
        {
            for (int seed = 1; seed <= MessagesPerKind; seed++)
                yield return (make(new NcipPeerSamples(new Random(seed))), seed);
        }
    }

    /// <summary>The reading in the role of the message.</summary>
    private static IllMessage Reading(NcipPeerMeaning meaning, IllMessage written) => meaning switch
    {
        NcipPeerMeaning.Understood one => one.Message,
        NcipPeerMeaning.EitherWay either => written is IllMessage.Cancel or IllMessage.Returned or IllMessage.Received
            ? either.FromBorrower.Message : either.FromLender.Message,
        _ => throw new InvalidOperationException(meaning.ToString()),
    };

    /// <summary>Compares as JSON, without what was lost. A field that stands in the note now changes the note.</summary>
    private static void AssertSame(IllMessage expected, IllMessage actual, IReadOnlyList<Loss> lost, string about)
    {
        var (left, right) = (Plain(expected, lost), Plain(actual, lost));
        Assert.True(JsonNode.DeepEquals(left, right), $"{about}\n{left}\n{right}\n{string.Join("\n", lost)}");
    }

    private static JsonNode Plain(IllMessage message, IReadOnlyList<Loss> lost)
    {
        var node = JsonSerializer.SerializeToNode(message, RequestJson.Options)!;
        ((JsonObject)node["header"]!).Remove("senderAliases");
        ((JsonObject)node["header"]!).Remove("recipientAliases");
        if (lost.Any(loss => loss.Kind == LossKind.MovedToNote))
            node.AsObject().Remove("note");
        foreach (var loss in lost)
            Forget(node, loss.Field);
        return node;
    }

    private static void Forget(JsonNode node, string field)
    {
        string[] paths = field switch
        {
            "patron" => ["content.patron"],
            "level of service" => ["content.levelOfService"],
            "place on hold" => ["content.placeOnHold"],
            "media" => ["content.media"],
            "delivery service" => ["content.deliveryService"],
            "deliver to (postal)" => ["content.deliverTo"],
            "deliver to (electronic)" => ["content.deliverTo"],
            "item type" => ["content.citation.itemType"],
            "languages" => ["content.citation.languages"],
            "title" => ["content.citation.title"],
            "subtitle" => ["content.citation.subtitle"],
            "other numbers" => ["content.citation.otherNumbers"],
            "volume" => ["content.citation.volume"],
            "issue" => ["content.citation.issue"],
            "insured for" => ["insuredFor"],
            "result" => ["result"],
            "chargeable units" => ["supply.chargeableUnits"],
            "cost" => ["supply.cost"],
            "condition" => ["supply.condition"],
            "renewable" => ["supply.due.renewable", "due.renewable"],
            "shipped on" => ["supply.shippedOn"],
            "return to" => ["returnTo"],
            _ => throw new InvalidOperationException($"This test does not expect the loss of {field}."),
        };
        foreach (var path in paths)
            Remove(node, path.Split('.'));
    }

    private static void Remove(JsonNode node, string[] path)
    {
        JsonNode? at = node;
        foreach (var step in path[..^1])
            at = at?[step];
        (at as JsonObject)?.Remove(path[^1]);
    }

    private static void AssertValid(string text, XmlReaderSettings settings, int seed)
    {
        var faults = new List<string>();
        var own = settings.Clone();
        own.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        using (var reader = XmlReader.Create(new StringReader(text), own))
        {
            while (reader.Read())
            {
            }
        }

        Assert.True(faults.Count == 0, $"seed {seed}: {string.Join("; ", faults)}\n{text}");
    }
}
