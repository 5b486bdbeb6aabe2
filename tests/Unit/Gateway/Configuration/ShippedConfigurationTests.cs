using System.Diagnostics;
using System.Net;
using ResourceSharing.Adapters.ArtEmail;
using ResourceSharing.Adapters.Bldss;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class ShippedConfigurationTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "config");

    private static readonly Dictionary<string, Type> ChannelTypes = new()
    {
        ["iso-ill"] = typeof(IsoIllPartnerSettings),
        ["iso-ill-mail"] = typeof(IsoIllMailPartnerSettings),
        ["email"] = typeof(MailPartnerSettings),
        ["artemail"] = typeof(ArtEmailPartnerSettings),
        ["bldss"] = typeof(BldssPartnerSettings),
        ["ncip"] = typeof(NcipPartnerSettings),
    };

    private static readonly Dictionary<string, Type> OtherFiles =
        PhraseFolder.Schemas.Concat(WordsFolder.Schemas).ToDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Schemas => ["gateway.json", "partner.json", "profile.json", "rota.json", "phrases.json", "words.json"];

    [Fact]
    public void The_shipped_configuration_loads_without_faults()
    {
        var snapshot = LoadShipped();
        Assert.Equal(["RSG:HOME"], snapshot.Gateway.Library.Symbols);
        var east = snapshot.FindPartnerBySymbol("RSG:EAST")!;
        Assert.Equal(new IsoIllPartnerSettings { Host = "127.0.0.1", Port = 1612 }, east.Channel.Settings);
        Assert.Equal(
            [new IPNetwork(IPAddress.Loopback, 32), new IPNetwork(IPAddress.IPv6Loopback, 128)],
                east.AllowedFrom);
        var south = snapshot.FindPartner("SOUTH")!;
        Assert.Equal(new MailPartnerSettings { Address = "south@example.org" }, south.Channel.Settings);
        var library = Assert.IsType<ArtEmailPartnerSettings>(snapshot.FindPartner("BL")!.Channel.Settings);
        Assert.Equal(("artemail@bl.example", "S LOAN", "S PTW"), (library.Address, library.Keywords.Loan, library.Keywords.Copy));
        Assert.Equal(["EAST", "SOUTH"], snapshot.Rotas["default"].Partners);
        Assert.Contains(WorkflowStep.Recall, snapshot.BorrowingProfileOf(east)!.Steps);
        Assert.Contains(WorkflowStep.CheckedInMessage, snapshot.LendingProfileOf(south)!.Steps);
    }

    [Fact]
    public void What_the_shipped_gateway_file_shows_in_comments_is_the_default()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "gateway.yaml"));
        var from = Array.FindIndex(lines, l => l.StartsWith("# storage:", StringComparison.Ordinal));
        using var folder = new TemporaryConfiguration();
        folder.Environment["SMTP_PASSWORD"] = "x";
        folder.Environment["IMAP_PASSWORD"] = "x";
        var shown = lines[from..].Where(l => !l.StartsWith("# Without", StringComparison.Ordinal))
            .Select(l => l.StartsWith("# ", StringComparison.Ordinal) ? l[2..] : "");
        folder.Write("gateway.yaml", TemporaryConfiguration.Gateway + "\n" + string.Join('\n', shown) + "\n");
        Assert.Empty(folder.Faults());
        var gateway = folder.Load().Snapshot!.Gateway;
        Assert.Equal(new StorageConfig(), gateway.Storage);
        Assert.Equal(new LimitsConfig(), gateway.Limits);
        Assert.Equal(new JobsConfig(), gateway.Jobs);
        Assert.Equal(new RetentionConfig(), gateway.Retention);
        Assert.Equal(new DeliveryConfig(), gateway.Delivery);
        var account = gateway.Mail.Smtp!;
        Assert.Equal(
            new SmtpConfig { Host = "smtp.home.example", Username = "ill", Password = account.Password },
                account);
        var mailbox = gateway.Mail.Mailboxes[0].Imap!;
        Assert.Equal(
            new ImapConfig { Host = "imap.home.example", Username = "ill", Password = mailbox.Password }, mailbox);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void The_schemas_are_those_of_the_settings_records(string name)
    {
        var path = Path.Combine(Folder, "schema", name);
        var expected = new SchemaWriter(ChannelTypes, OtherFiles).WriteAll()[name];
        if (Repository.UpdatesGolden)
            File.WriteAllText(path, expected);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == expected,
            $"{path} is stale; UPDATE_GOLDEN=1 writes it anew");
    }

    [Fact]
    public void Every_setting_is_described()
    {
        foreach (var (name, schema) in new SchemaWriter(ChannelTypes, OtherFiles).WriteAll())
        {
            using var document = System.Text.Json.JsonDocument.Parse(schema);
            AssertDescribed(document.RootElement, name);
        }
    }

    [Fact]
    public void Every_shipped_file_names_its_schema()
    {
        foreach (var path in Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories))
        {
            var first = File.ReadLines(path).First();
            const string mark = "# yaml-language-server: $schema=";
            Assert.StartsWith(mark, first, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, first[mark.Length..])), path);
        }
    }

    [Theory]
    [InlineData("gateway.yaml")]
    [InlineData("partners/EAST.yaml")]
    [InlineData("profiles/DEFAULT_BOR_WF.yaml")]
    [InlineData("rotas/default.yaml")]
    public void A_damaged_file_ends_in_faults_and_never_in_an_exception(string file)
    {
        const int seed = 1611;
        var random = new Random(seed);
        const string pieces = "abz019:-[]{}'\"#,.\n \t&*!|>~%@";
        var text = File.ReadAllText(Path.Combine(Folder, file));
        for (var round = 0; round < 500; round++)
        {
            var damaged = text.ToCharArray();
            for (var i = random.Next(1, 8); i > 0; i--)
                damaged[random.Next(damaged.Length)] = pieces[random.Next(pieces.Length)];
            var faults = new List<ConfigFault>();
            var root = YamlDocumentReader.ReadText("f.yaml", new string(damaged), faults);
            if (root is not null)
                BindAs(file, root, new ConfigBinder(ChannelTypes, faults));
            foreach (var fault in faults)
                Assert.True(fault.Line > 0 && fault.Column > 0, $"seed {seed}, round {round}: {fault}");
        }
    }

    [Fact]
    public void Five_hundred_partners_load_in_a_moment()
    {
        using var folder = new TemporaryConfiguration();
        var east = File.ReadAllText(Path.Combine(Folder, "partners/EAST.yaml"));
        for (var i = 0; i < 500; i++)
        {
            folder.Write(
                $"partners/P{i}.yaml", east.Replace("code: EAST", $"code: P{i}", StringComparison.Ordinal)
                .Replace("RSG:EAST", $"RSG:P{i}", StringComparison.Ordinal));
        }
        var loader = new ConfigurationLoader(new ConfigurationVocabulary { ChannelTypes = ChannelTypes });
        folder.Write("partners/EAST.yaml", east);
        var watch = Stopwatch.StartNew();
        var result = loader.Load(folder.Path);
        Assert.Equal(501, result.Snapshot!.Partners.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        TestContext.Current.SendDiagnosticMessage($"501 partners: {watch.Elapsed.TotalMilliseconds:F0} ms");
    }

    private static object BindAs(string file, ConfigNode root, ConfigBinder binder) =>
        file.Split('/')[0] switch
        {
            "partners" => binder.Bind<PartnerConfig>(root),
            "profiles" => binder.Bind<WorkflowProfileConfig>(root),
            "rotas" => binder.Bind<RotaConfig>(root),
            _ => binder.Bind<GatewayConfig>(root),
        };

    private static ConfigurationSnapshot LoadShipped()
    {
        var vocabulary = new ConfigurationVocabulary { ChannelTypes = ChannelTypes };
        var result = new ConfigurationLoader(vocabulary).Load(Folder);
        Assert.Empty(result.Faults);
        return result.Snapshot!;
    }

    private static void AssertDescribed(System.Text.Json.JsonElement section, string path)
    {
        foreach (var property in section.GetProperty("properties").EnumerateObject())
        {
            var inner = $"{path}.{property.Name}";
            if (property.Value.TryGetProperty("const", out _))
                continue;
            Assert.True(property.Value.TryGetProperty("description", out var text), inner);
            Assert.False(string.IsNullOrWhiteSpace(text.GetString()), inner);
            if (property.Value.TryGetProperty("properties", out _))
                AssertDescribed(property.Value, inner);
            if (property.Value.TryGetProperty("oneOf", out var choices))
                Assert.All(choices.EnumerateArray(), c => AssertDescribed(c, inner));
        }
    }
}
