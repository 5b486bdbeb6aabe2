using System.Text;
using System.Xml;
using System.Xml.Schema;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.Unit.Mapping.RapidIll;

public sealed class RapidSchemaTests
{
    public static TheoryData<string, int> Operations => new MatrixTheoryData<string, int>(
        RapidOperation.All.Select(one => one.Name), [1, 2, 3, 4, 5]);

    [Theory]
    [MemberData(nameof(Operations))]
    public void What_we_write_is_valid_by_the_vendors_schema(string name, int seed)
    {
        var schema = RapidSamples.VendorSchema();
        var operation = RapidOperation.Find(name)!;
        var chance = new Random(seed);
        for (int i = 0; i < 40; i++)
        {
            var version = i % 2 == 0 ? SoapVersion.V11 : SoapVersion.V12;
            var call = (RapidInput)RapidSamples.Random(operation.Input, chance);
            var answer = (RapidOutput)RapidSamples.Random(operation.Output, chance);
            Assert.Empty(RapidSamples.Faults(RapidCodec.Write(call, version), schema));
            Assert.Empty(RapidSamples.Faults(RapidCodec.Write(operation, answer, version), schema));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void What_is_written_is_read_again(string name, int seed)
    {
        var operation = RapidOperation.Find(name)!;
        var chance = new Random(seed);
        for (int i = 0; i < 200; i++)
        {
            var version = i % 2 == 0 ? SoapVersion.V11 : SoapVersion.V12;
            var call = (RapidInput)RapidSamples.Random(operation.Input, chance);
            var read = Assert.IsType<RapidReadResult.Call>(RapidCodec.ReadCall(RapidCodec.Write(call, version)));
            Assert.True(call.Equals(read.Input), $"seed {seed}, call {i}: {RapidCodec.Print(call)}");
            Assert.Equal((version, operation, 0), (read.Version, read.Operation, read.Notes.Count));
            var output = (RapidOutput)RapidSamples.Random(operation.Output, chance);
            var answer = Assert.IsType<RapidReadResult.Answer>(
                RapidCodec.ReadAnswer(RapidCodec.Write(operation, output, version), operation));
            Assert.True(output.Equals(answer.Output), $"seed {seed}, answer {i}: {RapidCodec.Print(output)}");
        }
    }

    [Fact]
    public void Our_schema_takes_and_refuses_what_the_vendors_does()
    {
        var (vendors, ours) = (RapidSamples.VendorSchema(), RapidSamples.OurSchema());
        var chance = new Random(77);
        int refused = 0;
        foreach (var operation in RapidOperation.All)
        {
            for (int i = 0; i < 60; i++)
            {
                var call = RapidCodec.Write((RapidInput)RapidSamples.Random(operation.Input, chance), SoapVersion.V11);
                var answer = RapidCodec.Write(operation, (RapidOutput)RapidSamples.Random(operation.Output, chance),
                    SoapVersion.V11);
                foreach (var octets in new[] { call, answer, Spoiled(call, chance), Spoiled(answer, chance) })
                {
                    bool isValid = RapidSamples.Faults(octets, vendors).Count == 0;
                    refused += isValid ? 0 : 1;
                    Assert.Equal(isValid, RapidSamples.Faults(octets, ours).Count == 0);
                }
            }
        }

        Assert.True(refused > 100, $"only {refused} were spoiled enough");
    }

    [Fact]
    public void Our_schema_has_the_vendors_elements_types_and_orders()
    {
        var (vendors, ours) = (RapidSamples.VendorSchema(), RapidSamples.OurSchema());
        Assert.Equal(Described(vendors), Described(ours));
    }

    [Theory]
    [InlineData("01-InsertRequest-article.body.xml", "InsertRequest")]
    [InlineData("03-InsertRequest-holdingscheck-chapter.body.xml", "InsertRequest")]
    [InlineData("05-RetrieveRequests-LenderPending.body.xml", "RetrieveRequests")]
    [InlineData("07-UpdateRequest-BadCitation.body.xml", "UpdateRequest")]
    [InlineData("07-UpdateRequest-Fill.body.xml", "UpdateRequest")]
    [InlineData("07-UpdateRequest-Unfill.body.xml", "UpdateRequest")]
    public void The_vendors_calls_are_understood_in_both_envelopes(string file, string operation)
    {
        var body = File.ReadAllText(RapidSamples.Vendor($"samples/{file}"));
        foreach (var version in new[] { SoapVersion.V11, SoapVersion.V12 })
        {
            var call = Assert.IsType<RapidReadResult.Call>(RapidCodec.ReadCall(RapidSamples.Envelope(body, version)));
            Assert.Equal((operation, "demo-user", "DEMO1"),
                (call.Operation.Name, call.Input.UserName, call.Input.RequestingRapidCode));
            Assert.Empty(call.Notes);
        }
    }

    [Fact]
    public void The_vendors_answers_are_understood()
    {
        static ReadOnlyMemory<byte> Sample(string name) =>
            RapidSamples.Envelope(File.ReadAllText(RapidSamples.Vendor($"samples/{name}.body.xml")), SoapVersion.V12);
        var inserted = RapidSamples.Answer<InsertRequestOutput>(Sample("02-InsertRequestResponse-ok"), "InsertRequest");
        Assert.Equal((true, 12345678, 14),
            (inserted.IsSuccessful, inserted.RapidRequestId, inserted.NumberOfAvailableHoldings));
        var local = RapidSamples.Answer<InsertRequestOutput>(Sample("04-InsertRequestResponse-localholding"),
            "InsertRequest");
        Assert.Equal("DF261.S8 H63 2000", Assert.Single(local.LocalHoldings!).CallNumber);
        var queue = RapidSamples.Answer<RetrieveRequestsOutput>(Sample("06-RetrieveRequestsResponse"),
            "RetrieveRequests");
        var one = Assert.Single(queue.Transactions!);
        Assert.Equal((12345680, "TN-998877", RapidState.Pending, "Electronic", null),
            (one.RapidRequestId, one.XRefRequestId, one.StateType, one.Location, one.DueDate));
        Assert.Equal(new DateTime(2024, 3, 1, 10, 15, 0, DateTimeKind.Unspecified),
            Assert.Single(one.TransactionHistory!).TransactionDate);
        Assert.True(RapidSamples.Answer<UpdateRequestOutput>(Sample("08-UpdateRequestResponse-ok"),
            "UpdateRequest").IsSuccessful);
        var filled = RapidSamples.Answer<RetrieveInfoOutput>(Sample("09-RetrieveRequestInfoResponse-filled"),
            "RetrieveRequestInfo");
        Assert.Equal(("https://delivery.example.org/d/xyz", "k3y-demo"),
            (filled.ArticleExchangeAddress, filled.ArticleExchangePassword));
        Assert.Equal([RapidState.Unfilled, RapidState.Filled],
            filled.HistoryTransactions!.Select(step => step.StateType));
    }

    [Fact]
    public void The_vendors_envelopes_are_understood()
    {
        var calls = File.ReadAllText(RapidSamples.Vendor("samples/10-soap-envelopes.http.txt"))
            .Split("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").Skip(1).Select(part => part.Split('\n')[0]).ToArray();
        var body = File.ReadAllText(RapidSamples.Vendor("samples/01-InsertRequest-article.body.xml"));
        Assert.Equal([SoapVersion.V12, SoapVersion.V11],
            calls.Select(envelope => Assert.IsType<RapidReadResult.Call>(RapidCodec.ReadCall(
            Encoding.UTF8.GetBytes(envelope.Replace("<!-- one *.body.xml here -->", body,
                StringComparison.Ordinal)))).Version));
    }

    [Fact]
    public void Our_description_has_five_operations_in_two_bindings_at_the_address_that_is_given()
    {
        var wsdl = RapidWsdl.Write(new Uri("https://gateway.example.org/soap/rapid?a=1&b=2"));
        foreach (var operation in RapidOperation.All)
        {
            Assert.Equal(2, wsdl.Split($"soapAction=\"{RapidCodec.Namespace}{operation.Name}\"").Length - 1);
            Assert.Contains($"<wsdl:message name=\"{operation.Name}SoapIn\">", wsdl);
        }

        Assert.Equal(2, wsdl.Split("location=\"https://gateway.example.org/soap/rapid?a=1&amp;b=2\"").Length - 1);
        using var text = new StringReader(wsdl);
        using var reader = XmlReader.Create(text);
        while (reader.Read())
        {
        }
    }

    /// <summary>One element taken out, doubled, renamed or filled with something else.</summary>
    private static ReadOnlyMemory<byte> Spoiled(ReadOnlyMemory<byte> octets, Random chance)
    {
        var text = Encoding.UTF8.GetString(octets.Span);
        string[] names = ["RapidRequestType", "RequestId", "IsSuccessful", "QueueType", "DueDate", "UpdateAction",
            "UserName"];
        var name = names[chance.Next(names.Length)];
        int start = text.IndexOf($"<{name}>", StringComparison.Ordinal);
        int end = text.IndexOf($"</{name}>", StringComparison.Ordinal);
        if (start < 0 || end < 0)
            return octets;
        var element = text[start..(end + name.Length + 3)];
        var other = chance.Next(4) switch
        {
            0 => "",
            1 => element + element,
            2 => $"<{name}x>1</{name}x>",
            _ => $"<{name}>7</{name}>",
        };
        return Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, start), other, text.AsSpan(start + element.Length)));
    }

    private static string Described(XmlSchemaSet set)
    {
        var lines = new List<string>();
        foreach (var type in set.GlobalTypes.Values.OfType<XmlSchemaType>())
        {
            var parent = (type.BaseXmlSchemaType as XmlSchemaComplexType)?.Name;
            lines.Add($"{type.Name} : {parent}: " + type switch
            {
                XmlSchemaComplexType { ContentTypeParticle: XmlSchemaSequence sequence } =>
                    string.Join(", ", sequence.Items
                    .OfType<XmlSchemaElement>().Select(one => $"{one.Name} {one.ElementSchemaType!.QualifiedName.Name} "
                        + $"{one.MinOccurs}-{one.MaxOccursString ?? $"{one.MaxOccurs}"} {one.IsNillable} {one.DefaultValue}")),
                XmlSchemaSimpleType { Content: XmlSchemaSimpleTypeRestriction restriction } =>
                    string.Join(" ", restriction.Facets.OfType<XmlSchemaFacet>().Select(facet => facet.Value)),
                _ => "",
            });
        }

        lines.AddRange(set.GlobalElements.Values.OfType<XmlSchemaElement>().Select(one => $"element {one.Name}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
