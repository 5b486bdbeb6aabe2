using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class SettingOverrideTests : IDisposable
{
    private readonly TemporaryConfiguration _folder = new();

    [Fact]
    public void A_setting_of_the_command_line_wins_over_the_file()
    {
        _folder.Write("gateway.yaml",
            TemporaryConfiguration.Gateway + "\nlisteners: {isoIll: {port: 1, enabled: false}}\n");
        var gateway = _folder
            .Load("listeners.isoIll.port=2611", "delivery.lifetime=1h", "library.name=New Name")
            .Snapshot!.Gateway;
        Assert.Equal((2611, false), (gateway.Listeners.IsoIll.Port, gateway.Listeners.IsoIll.Enabled));
        Assert.Equal((TimeSpan.FromHours(1), "New Name"), (gateway.Delivery.Lifetime, gateway.Library.Name));
    }

    [Fact]
    public void The_last_of_two_settings_wins() =>
        Assert.Equal(2, _folder.Load("listeners.isoIll.port=1", "listeners.isoIll.port=2")
            .Snapshot!.Gateway.Listeners.IsoIll.Port);

    [Fact]
    public void The_faults_of_several_settings_come_in_their_order() =>
        Assert.Equal(
            [
                "--set mail.x: unknown key 'x'; known keys here are from, smtp, maildirFolder, addressSeparator, authenticationServer, "
                    + "tokenDays, maxLettersPerRequestPerHour, mailboxes, replyLinkDays",
                "--set library.x: unknown key 'x'; known keys here are code, name, symbols, postalAddress, "
                    + "email, language, borrowing, lending, locate, owners",
                "partners/EAST.yaml:1:1: 'channel' is required",
            ],
            WithoutChannel().Faults("mail.x=1", "library.x=1", "mail.x=2"));

    [Fact]
    public void A_list_is_set_as_a_whole()
    {
        var gateway = _folder
            .Load("listeners.http.urls=[http://127.0.0.1:1, http://127.0.0.1:2]").Snapshot!.Gateway;
        Assert.Equal([1, 2], gateway.Listeners.Http.Urls.Select(u => u.Port));
    }

    [Fact]
    public void A_value_may_hold_an_equals_sign_and_a_section_may_be_set() =>
        Assert.Equal(
            ("a=b", 3), _folder.Load("library.name=a=b", "mail.smtp={host: h, port: 3}").Snapshot!.Gateway
            is { } g ? (g.Library.Name, g.Mail.Smtp!.Port) : default);

    [Fact]
    public void An_empty_value_brings_the_default_back()
    {
        _folder.Write("gateway.yaml", TemporaryConfiguration.Gateway + "\nlisteners: {isoIll: {port: 1}}\n");
        Assert.Equal(1611, _folder.Load("listeners.isoIll.port=").Snapshot!.Gateway.Listeners.IsoIll.Port);
    }

    [Theory]
    [InlineData("listeners.isoil.port=1",
        "listeners.isoil.port: unknown key 'isoil' (did you mean 'isoIll'?)")]
    [InlineData("listenrs.isoIll.port=1",
        "listenrs.isoIll.port: unknown key 'listenrs' (did you mean 'listeners'?)")]
    [InlineData("listeners.isoIll.prot=1",
        "listeners.isoIll.prot: unknown key 'prot' (did you mean 'port'?)")]
    [InlineData("listeners.isoIll.port=x",
        "listeners.isoIll.port: port: expected a whole number, for example 30, found 'x'")]
    [InlineData("listeners.isoIll.port=70000",
        "listeners.isoIll.port: port: must be between 0 and 65535, found '70000'")]
    [InlineData("listeners.isoIll.port",
        "listeners.isoIll.port: expected KEY=VALUE, for example listeners.isoIll.port=2611")]
    [InlineData("=1", ": expected KEY=VALUE, for example listeners.isoIll.port=2611")]
    [InlineData("a..b=1", "a..b: expected KEY=VALUE, for example listeners.isoIll.port=2611")]
    [InlineData("library.name.first=x", "library.name.first: 'first' cannot be set below a single value")]
    [InlineData("library.symbols.0=x", "library.symbols.0: '0' cannot be set below a list")]
    [InlineData("library.symbols=[a",
        "library.symbols: this is not YAML: While parsing a flow sequence, did not find "
        + "expected ',' or ']'")]
    [InlineData("library.symbols=RSG:A",
        "library.symbols: symbols: expected a list, for example [a, b], found a single value")]
    [InlineData("mail.smtp.password=hunter2",
        "mail.smtp.password: password: a secret must be given as env:NAME or file:PATH")]
    [InlineData("listeners.http.urls=[http://127.0.0.1:1611]",
        "listeners.http.urls: urls: port 1611 is also the port of listeners.isoIll")]
    public void A_fault_names_the_option(string option, string fault) =>
        Assert.Contains("--set " + fault, _folder.Faults(option));

    public void Dispose() => _folder.Dispose();

    private TemporaryConfiguration WithoutChannel()
    {
        _folder.Write("partners/EAST.yaml", "code: EAST\nname: East\n");
        return _folder;
    }
}
