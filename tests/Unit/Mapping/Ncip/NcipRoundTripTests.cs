using System.Text;
using System.Xml;
using System.Xml.Schema;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Mapping.Ncip.Shapes;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipRoundTripTests
{
    private const int MessagesPerKind = 20;

    /// <summary>For what takes long: reading a document type for each message, or three times as many messages.</summary>
    private const int FewPerKind = 4;

    public static TheoryData<NcipVersion, NcipStyle> Forms => new()
    {
        { NcipVersion.V1, NcipStyle.Ns1 },
        { NcipVersion.V20, NcipStyle.Ns1 },
        { NcipVersion.V201, NcipStyle.Ns1 },
        { NcipVersion.V202, NcipStyle.Ns1 },
        { NcipVersion.V20, NcipStyle.DefaultNamespace },
        { NcipVersion.V202, NcipStyle.DefaultNamespace },
    };

    [Fact]
    public void All_services_and_their_responses_have_a_shape()
    {
        var names = NcipMessages.Shapes.Select(shape => shape.Name).ToHashSet();
        foreach (var service in Enum.GetValues<NcipService>().Where(service => service != NcipService.Other))
        {
            Assert.Contains(service.ToString(), names);
            Assert.Contains($"{service}Response", names);
        }

        Assert.Equal(48, names.Count);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_written_reads_back_equal(NcipVersion version, NcipStyle style)
    {
        foreach (var (message, seed) in Messages(version))
        {
            var form = Form(message, version, style);
            var written = NcipCodec.Write(message, form);
            var text = Encoding.UTF8.GetString(written.Octets.Span);
            Assert.True(written.Losses.Losses.Count == 0, $"seed {seed}: {string.Join("; ", written.Losses.Losses)}\n{text}");
            Assert.Empty(written.Missing);
            var read = NcipSamples.Read(written.Octets.ToArray());
            Assert.True(read.Losses.Losses.Count == 0, $"seed {seed}: {string.Join("; ", read.Losses.Losses)}\n{text}");
            Assert.True(message.Equals(read.Message), $"seed {seed}\n{message}\n{read.Message}\n{text}");
            Assert.Equal(form.VersionText, read.Form.VersionText);
            Assert.Equal(text, NcipSamples.Write(read.Message, form));
        }
    }

    [Theory]
    [InlineData(NcipVersion.V20, "ncip_v2_0.xsd")]
    [InlineData(NcipVersion.V201, "ncip_v2_01.xsd")]
    [InlineData(NcipVersion.V202, "ncip_v2_02.xsd")]
    public void What_is_written_is_valid_by_the_schema(NcipVersion version, string schema)
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        using (var reader = XmlReader.Create(NcipSamples.Schema(schema), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore }))
            schemas.Add(null, reader);
        schemas.Compile();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        foreach (var (message, seed) in Messages(version).Where(pair => !IsLookupVersion(pair.Message)))
        {
            foreach (var style in Enum.GetValues<NcipStyle>())
                AssertValid(NcipSamples.Write(message, NcipForm.Initiating(version, style)), settings, seed);
        }
    }

    [Fact]
    public void Version_1_is_valid_by_its_document_type()
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Parse, ValidationType = ValidationType.DTD,
            XmlResolver = new OneFile(NcipSamples.Schema("ncip_v1_0.dtd")),
        };
        var messages = Messages(NcipVersion.V1, FewPerKind).Where(pair => !IsLookupVersion(pair.Message)).ToList();
        foreach (var (message, seed) in messages)
            AssertValid(NcipSamples.Write(message, NcipForm.Initiating(NcipVersion.V1)), settings, seed);
        var answer = new UnsupportedService("UndoCheckOutItem").Answer();
        AssertValid(NcipSamples.Write(answer, NcipForm.Initiating(NcipVersion.V1)), settings, 0);
        var heard = new UnsupportedService("ItemUpdated").Answer();
        AssertValid(NcipSamples.Write(heard, NcipForm.Initiating(NcipVersion.V1)), settings, 0);
    }

    /// <summary>Whatever is put into a message, what is written is valid or says what is missing.</summary>
    [Theory]
    [InlineData(NcipVersion.V20, "ncip_v2_0.xsd")]
    [InlineData(NcipVersion.V202, "ncip_v2_02.xsd")]
    public void A_message_made_for_another_version_is_valid_or_says_what_is_missing(NcipVersion version, string schema)
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        using (var reader = XmlReader.Create(NcipSamples.Schema(schema), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore }))
            schemas.Add(null, reader);
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        int valid = 0;
        foreach (var from in Enum.GetValues<NcipVersion>().Where(from => from != version))
        {
            foreach (var (message, seed) in Messages(from, FewPerKind).Where(pair => !IsLookupVersion(pair.Message)))
            {
                var written = NcipCodec.Write(message, NcipForm.Initiating(version));
                if (written.Missing.Count > 0)
                    continue;
                valid++;
                AssertValid(Encoding.UTF8.GetString(written.Octets.Span), settings, seed);
            }
        }

        Assert.True(valid > 300, $"{valid} were valid");
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

    private static bool IsLookupVersion(NcipMessage message) => message.Service == NcipService.LookupVersion;

    private static NcipForm Form(NcipMessage message, NcipVersion version, NcipStyle style)
    {
        var form = NcipForm.Initiating(version, style);
        return IsLookupVersion(message) && version == NcipVersion.V1
            ? form with { Envelope = NcipEnvelope.VersionMessage } : form;
    }

    private static IEnumerable<(NcipMessage Message, int Seed)> Messages(NcipVersion version, int perKind = MessagesPerKind)
    {
        var bit = version switch
        {
            NcipVersion.V1 => NcipVersions.V1,
            NcipVersion.V20 => NcipVersions.V20,
            NcipVersion.V201 => NcipVersions.V201,
            _ => NcipVersions.V202,
        };
        foreach (var shape in NcipMessages.Shapes.Where(shape => shape.IsInVersion1 || version != NcipVersion.V1))
        {
            for (int seed = 1; seed <= perKind; seed++)
                yield return (new NcipGenerator(new Random(seed), bit).Message(shape), seed);
        }
    }

    private sealed class OneFile(string path) : XmlResolver
    {
        public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn) => File.OpenRead(path);
    }
}
