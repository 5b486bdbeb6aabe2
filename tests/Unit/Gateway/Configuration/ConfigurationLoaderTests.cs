using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly TemporaryConfiguration _folder = new();

    [Fact]
    public void A_folder_becomes_a_snapshot()
    {
        _folder.Write("rotas/default.yaml", "code: default\nname: Default\npartners: [EAST]\n");
        var result = _folder.Load();
        Assert.Empty(result.Faults);
        var snapshot = result.Snapshot!;
        Assert.Equal(_folder.Path, snapshot.Directory);
        Assert.Equal("Home Library", snapshot.Gateway.Library.Name);
        Assert.Equal([ProfileSide.Borrowing, ProfileSide.Lending],
            snapshot.Profiles.Values.Select(p => p.Side).Order());
        Assert.True(snapshot.Profiles["default_bor_wf"].Steps.SetEquals([WorkflowStep.WillSupply]));
        Assert.Equal(["EAST"], snapshot.Rotas["default"].Partners);
    }

    [Fact]
    public void Partners_are_found_by_code_and_symbol_without_regard_to_case_and_spaces()
    {
        _folder.Write("partners/WEST.yaml",
            "code: WEST\nname: West\nsymbols: [' RSG:WEST ', OLD:W]\nchannel: {type: email, address: a@b}\n");
        var snapshot = _folder.Load().Snapshot!;
        Assert.Equal("WEST", snapshot.FindPartner(" west")!.Code);
        Assert.Equal("WEST", snapshot.FindPartnerBySymbol("rsg:west ")!.Code);
        Assert.Equal("WEST", snapshot.FindPartnerBySymbol("old:W")!.Code);
        Assert.Equal("EAST", snapshot.FindPartnerBySymbol("RSG:EAST")!.Code);
        Assert.Null(snapshot.FindPartnerBySymbol("RSG:NORTH"));
        Assert.Null(snapshot.FindPartner("NORTH"));
        Assert.True(snapshot.IsOwnSymbol(" rsg:home"));
        Assert.False(snapshot.IsOwnSymbol("RSG:EAST"));
    }

    [Fact]
    public void The_profiles_of_a_partner_are_found()
    {
        _folder.Write("partners/EAST.yaml", TemporaryConfiguration.East + "\nlending: {supported: false}\n");
        var snapshot = _folder.Load().Snapshot!;
        var east = snapshot.FindPartner("EAST")!;
        Assert.Equal("DEFAULT_BOR_WF", snapshot.BorrowingProfileOf(east)!.Code);
        Assert.Equal("DEFAULT_LEND_WF", snapshot.LendingProfileOf(east)!.Code);
        Assert.Null(snapshot.LendingProfileOf(east with { Lending = new PartnerSideConfig() }));
    }

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var gateway = _folder.Load().Snapshot!.Gateway;
        Assert.Equal("en", gateway.Library.Language);
        Assert.Equal((true, IPAddress.Loopback, 1611),
            (gateway.Listeners.IsoIll.Enabled, gateway.Listeners.IsoIll.BindAddress,
                gateway.Listeners.IsoIll.Port));
        Assert.Equal(
            new SocketLimitsConfig
            {
                IdleTimeout = TimeSpan.FromMinutes(5),
                FirstOctetTimeout = TimeSpan.FromSeconds(10),
                MessageTimeout = TimeSpan.FromSeconds(30),
                MinOctetsPerSecond = 240,
                MaxConnections = 500,
                MaxConnectionsPerAddress = 20,
            },
            gateway.Listeners.IsoIll.Limits);
        Assert.Equal([new Uri("http://127.0.0.1:8080")], gateway.Listeners.Http.Urls);
        Assert.Equal((StorageEngine.Sqlite, "gateway.db", "backup", 512),
            (gateway.Storage.Engine, gateway.Storage.FileName, gateway.Storage.BackupFolder,
                gateway.Storage.MinimumFreeDiskMiB));
        Assert.Equal((null, "mail"), (gateway.Mail.Smtp, gateway.Mail.MaildirFolder));
        Assert.Equal(
            new DeliveryConfig
            {
                FirstRetry = TimeSpan.FromSeconds(30),
                Factor = 2,
                MaxRetry = TimeSpan.FromHours(1),
                Lifetime = TimeSpan.FromDays(5),
                JitterPercent = 50,
                SuspendAfterFailures = 5,
                ProbeInterval = TimeSpan.FromSeconds(60),
                StartDelay = TimeSpan.FromSeconds(5),
            },
            gateway.Delivery);
    }

    [Fact]
    public void A_folder_without_partners_is_a_fresh_gateway()
    {
        Directory.Delete(Path.Combine(_folder.Path, "partners"), recursive: true);
        Assert.Empty(_folder.Load().Snapshot!.Partners);
    }

    [Fact]
    public void A_missing_folder_and_a_missing_gateway_file_are_faults()
    {
        var loader = new ConfigurationLoader(TemporaryConfiguration.Vocabulary);
        Assert.Equal(
            "/no/such: there is no such folder", Assert.Single(loader.Load("/no/such").Faults).ToString());
        File.Delete(Path.Combine(_folder.Path, "gateway.yaml"));
        Assert.Equal(["gateway.yaml: the file does not exist"], _folder.Faults());
    }

    [Fact]
    public void Files_that_are_no_settings_are_left_alone_but_a_likely_mistake_is_named()
    {
        _folder.Write("partners/README.md", "x: [");
        _folder.Write("partners/.EAST.yaml.swp", "x: [");
        _folder.Write("partners/EAST.yaml~", "x: [");
        _folder.Write("partners/WEST.yaml.off", "x: [");
        Assert.Empty(_folder.Faults());
        _folder.Write("partners/WEST.yml", "x: [");
        _folder.Write("partners/UPPER.YAML", "x: [");
        Assert.Equal(
            [
                "partners/UPPER.YAML: is not read; files end in .yaml",
                "partners/WEST.yml: is not read; files end in .yaml",
            ],
            _folder.Faults());
    }

    [Fact]
    public void The_number_of_files_ends_at_the_limit()
    {
        var rotas = Directory.CreateDirectory(Path.Combine(_folder.Path, "rotas")).FullName;
        // These count, and the test stays quick because they are not read.
        for (var i = 0; i < ConfigLimits.MaxFilesPerFolder; i++)
            File.Create(Path.Combine(rotas, $"{i}.yml")).Dispose();
        Assert.DoesNotContain(
            _folder.Load().Faults, f => f.Message.StartsWith("has more", StringComparison.Ordinal));
        File.Create(Path.Combine(rotas, "one-more.yaml")).Dispose();
        Assert.Equal(["rotas: has more than 5000 files"], _folder.Faults());
    }

    [Fact]
    public void A_code_must_be_the_file_name_and_unique()
    {
        _folder.Write("partners/WEST.yaml", "code: EAST\nname: West\nchannel: {type: email, address: a@b}\n");
        _folder.Write("rotas/a.yaml", "code: b\nname: B\npartners: [EAST]\n");
        Assert.Equal(
            [
                "partners/WEST.yaml:1:7: code: 'EAST' differs from the file name 'WEST'",
                "partners/WEST.yaml:1:7: code: 'EAST' is also the code in partners/EAST.yaml",
                "rotas/a.yaml:1:7: code: 'b' differs from the file name 'a'",
            ],
            _folder.Faults());
    }

    [Fact]
    public void A_symbol_belongs_to_one_library()
    {
        _folder.Write("partners/WEST.yaml",
            "code: WEST\nname: West\nsymbols:\n- rsg:east\n- RSG:home\n- RSG:WEST\n- ' rsg:west'\n"
            + "channel: {type: email, address: a@b}\n");
        _folder.Write("gateway.yaml",
            TemporaryConfiguration.Gateway
                .Replace("[RSG:HOME]", "[RSG:HOME, rsg:home]", StringComparison.Ordinal));
        Assert.Equal(
            [
                "gateway.yaml:4:23: symbols: 'rsg:home' is listed twice",
                "partners/WEST.yaml:4:3: symbols: 'rsg:east' already belongs to partners/EAST.yaml",
                "partners/WEST.yaml:5:3: symbols: 'RSG:home' is our own (library.symbols)",
                "partners/WEST.yaml:7:3: symbols: 'rsg:west' is listed twice",
            ],
            _folder.Faults());
    }

    [Theory]
    [InlineData("lending: {workflow: DEFAULT_LEN_WF}",
        "5:21: workflow: unknown workflow profile 'DEFAULT_LEN_WF' for lending "
        + "(did you mean 'DEFAULT_LEND_WF'?)")]
    [InlineData("lending: {workflow: OTHER}",
        "5:21: workflow: unknown workflow profile 'OTHER' for lending; known profiles are DEFAULT_BOR_WF, "
        + "DEFAULT_LEND_WF")]
    [InlineData("borrowing: {workflow: DEFAULT_LEND_WF}",
        "5:23: workflow: profile 'DEFAULT_LEND_WF' is for the other side; "
        + "borrowing needs one with side: borrowing")]
    [InlineData("dialects: [short-date]",
        "5:12: dialects: unknown dialect 'short-date' (did you mean 'short-dates'?)")]
    [InlineData("dialects: [x]",
        "5:12: dialects: unknown dialect 'x'; known dialects are short-dates, swapped-names")]
    [InlineData("expiry: {type: expiry-time}", "5:16: type: expiry-time needs days, for example days: 14")]
    [InlineData("expiry: {type: interest-date, days: 3}",
        "5:37: days: has no effect unless the type is expiry-time")]
    [InlineData("delivery: {lifetime: 90d}",
        "5:22: lifetime: 90d must be shorter than retention.duplicateDays, 90 days")]
    public void A_partner_must_fit_the_rest(string line, string fault)
    {
        _folder.Write("partners/EAST.yaml", TemporaryConfiguration.East + "\n" + line + "\n");
        Assert.Equal(["partners/EAST.yaml:" + fault], _folder.Faults());
    }

    [Theory]
    [InlineData("lending: {supported: false, workflow: OTHER}")]
    [InlineData("dialects: [short-dates]")]
    [InlineData("expiry: {type: expiry-time, days: 3}")]
    [InlineData("delivery: {lifetime: 89d}")]
    public void A_partner_that_fits_is_taken(string line)
    {
        _folder.Write("partners/EAST.yaml", TemporaryConfiguration.East + "\n" + line + "\n");
        Assert.Empty(_folder.Faults());
    }

    [Fact]
    public void A_reference_to_a_file_with_faults_is_not_dangling()
    {
        _folder.Write("profiles/DEFAULT_LEND_WF.yaml", "code: [");
        Assert.StartsWith(
            "profiles/DEFAULT_LEND_WF.yaml:", Assert.Single(_folder.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_must_exist_and_belong_to_the_side()
    {
        _folder.Write("profiles/DEFAULT_LEND_WF.yaml",
            "code: DEFAULT_LEND_WF\nname: L\nside: lending\nsteps:\n"
            + "- checked-in-message\n- rejct\n- mediated-renewal\n");
        Assert.Equal(
            [
                "profiles/DEFAULT_LEND_WF.yaml:6:3: steps[1]: unknown value 'rejct' (did you mean 'reject'?)",
                "profiles/DEFAULT_LEND_WF.yaml:7:3: steps: 'mediated-renewal' is not a step of the "
                    + "lending side",
            ],
            _folder.Faults());
    }

    [Fact]
    public void Every_step_belongs_to_a_side() =>
        Assert.Equal(
            Enum.GetValues<WorkflowStep>(), WorkflowSteps.Borrowing.Union(WorkflowSteps.Lending).Order());

    [Fact]
    public void A_rota_names_partners_once_each()
    {
        _folder.Write("rotas/default.yaml", "code: default\nname: D\npartners: [EAST, WEST, east, EAST]\n");
        Assert.Equal(
            [
                "rotas/default.yaml:3:18: partners: unknown partner 'WEST' (did you mean 'EAST'?)",
                "rotas/default.yaml:3:24: partners: 'east' is listed twice",
                "rotas/default.yaml:3:24: partners[2]: expected a code of up to 32 upper case letters, "
                    + "digits and -, for example EAST, found 'east'",
                "rotas/default.yaml:3:30: partners: 'EAST' is listed twice",
            ],
            _folder.Faults().Order());
    }

    [Theory]
    [InlineData("listeners: {http: {urls: ['http://127.0.0.1:1611']}}",
        "6:27: urls: port 1611 is also the port of listeners.isoIll")]
    [InlineData("listeners: {http: {urls: ['http://0.0.0.0:1611']}}",
        "6:27: urls: port 1611 is also the port of listeners.isoIll")]
    [InlineData("listeners: {http: {urls: ['http://localhost:1611']}}",
        "6:27: urls: port 1611 is also the port of listeners.isoIll")]
    [InlineData("listeners: {http: {urls: ['http://127.0.0.1:1', 'http://127.0.0.1:1']}}",
        "6:49: urls: port 1 is taken by an earlier address of the list")]
    [InlineData("listeners: {http: {urls: ['https://127.0.0.1:1']}}",
        "6:27: urls: expected http://ADDRESS:PORT, found 'https://127.0.0.1:1'")]
    [InlineData("listeners: {http: {urls: ['http://127.0.0.1:1/x']}}",
        "6:27: urls: expected http://ADDRESS:PORT, found 'http://127.0.0.1:1/x'")]
    [InlineData("listeners: {http: {urls: []}}", "6:26: urls: must have between 1 and 20 items, has 0")]
    [InlineData("listeners: {isoIll: {limits: {maxConnections: 10}}}",
        "6:30: maxConnectionsPerAddress: 20 is more than maxConnections, 10")]
    [InlineData("mail: {smtp: {host: h, username: u}}", "6:34: username: needs a password")]
    [InlineData("mail: {smtp: {host: h, password: 'env:P'}}", "6:34: password: needs a username")]
    [InlineData("mail: {smtp: {host: h, username: u, password: 'env:P', tls: when-offered}}",
        "6:61: tls: must be required or implicit, because a password is sent to another machine")]
    [InlineData("mail: {smtp: {host: h, username: u, password: 'env:P', tls: none}}",
        "6:61: tls: must be required or implicit, because a password is sent to another machine")]
    [InlineData("delivery: {firstRetry: 2h}", "6:24: firstRetry: 2h is longer than maxRetry, 1h")]
    [InlineData("delivery: {lifetime: 59m}", "6:11: maxRetry: 1h is longer than lifetime, 59m")]
    [InlineData("retention: {duplicateDays: 5}",
        "6:1: lifetime: 5d must be shorter than retention.duplicateDays, 5 days")]
    [InlineData("retention: {patronDays: 11, requestDays: 10}",
        "6:25: patronDays: 11 is more than requestDays, 10")]
    public void The_settings_of_the_gateway_must_fit_together(string line, string fault)
    {
        _folder.Environment["P"] = "x";
        _folder.Write("gateway.yaml", TemporaryConfiguration.Gateway + "\n" + line + "\n");
        // A setting that was not written is reported where its section starts.
        var expected = fault.StartsWith("6:1: ", StringComparison.Ordinal) ? "1:1: " + fault[5..] : fault;
        Assert.Equal(["gateway.yaml:" + expected], _folder.Faults());
    }

    [Theory]
    [InlineData("listeners: {http: {urls: ['http://[::1]:1611']}}")]
    [InlineData("listeners: {isoIll: {port: 0}, http: {urls: ['http://127.0.0.1:0', 'http://127.0.0.1:0']}}")]
    [InlineData("listeners: {isoIll: {enabled: false}, http: {urls: ['http://127.0.0.1:1611']}}")]
    [InlineData("listeners: {isoIll: {limits: {maxConnections: 20}}}")]
    [InlineData("mail: {smtp: {host: h, tls: none}}")]
    [InlineData("mail: {smtp: {host: 127.0.0.1, username: u, password: 'env:P', tls: none}}")]
    [InlineData("delivery: {firstRetry: 1h}")]
    [InlineData("retention: {duplicateDays: 6}")]
    public void Settings_that_fit_together_are_taken(string line)
    {
        _folder.Environment["P"] = "x";
        _folder.Write("gateway.yaml", TemporaryConfiguration.Gateway + "\n" + line + "\n");
        Assert.Empty(_folder.Faults());
    }

    [Fact]
    public void Every_language_in_use_has_all_letters()
    {
        var vocabulary = TemporaryConfiguration.Vocabulary with
        {
            LetterCodes = new HashSet<string> { "LenderShip", "LenderReject" },
        };
        _folder.Write("letters/en/LenderShip.hbs", "x");
        _folder.Write("letters/en/LenderReject.hbs", "x");
        _folder.Write("letters/fr/LenderShip.hbs", "x");
        _folder.Write("partners/EAST.yaml", TemporaryConfiguration.East + "\nlanguage: fr\n");
        _folder.Write("partners/WEST.yaml",
            "code: WEST\nname: West\nlanguage: de\nchannel: {type: email, address: a@b}\n");
        Assert.Equal(
            [
                "partners/EAST.yaml:5:11: language: letters/fr lacks LenderReject.hbs",
                "partners/WEST.yaml:3:11: language: there are no letters in 'de'; there are "
                    + "letters in en, fr",
            ],
            _folder.Render(_folder.LoadWith(vocabulary)));
        Assert.Empty(_folder.Faults());
    }

    [Fact]
    public void A_secret_that_is_not_there_is_a_fault_at_its_reference()
    {
        _folder.Write("partners/EAST.yaml",
            TemporaryConfiguration.East
                .Replace("host:", "password: env:EAST_PASSWORD, host:", StringComparison.Ordinal));
        Assert.Equal(
            ["partners/EAST.yaml:4:36: the environment variable EAST_PASSWORD is not set or empty"],
            _folder.Faults());
        var loader = new ConfigurationLoader(TemporaryConfiguration.Vocabulary, _ => null);
        Assert.True(loader.Load(_folder.Path, checkSecrets: false).IsValid);
        _folder.Environment["EAST_PASSWORD"] = "hunter2";
        Assert.Empty(_folder.Faults());
    }

    [Fact]
    public void A_secret_file_is_found_below_the_configuration_folder()
    {
        _folder.Write("secrets/east", "hunter2\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_folder.Path, "secrets/east"), UnixFileMode.UserRead);
        _folder.Write("partners/EAST.yaml",
            TemporaryConfiguration.East
                .Replace("host:", "password: 'file:secrets/east', host:", StringComparison.Ordinal));
        var snapshot = _folder.Load().Snapshot!;
        var settings = (FakeSocketSettings)snapshot.FindPartner("EAST")!.Channel.Settings;
        Assert.Equal(
            "hunter2", new SecretReader(snapshot.Directory).Read(settings.Password!).Secret!.Reveal());
        Assert.DoesNotContain("hunter2", settings.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
