using System.ComponentModel.DataAnnotations;
using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class ConfigBinderTests
{
    private readonly List<ConfigFault> _faults = [];

    internal enum Colour
    {
        DarkRed,
        Green,
    }

    [Fact]
    public void Every_kind_of_value_binds()
    {
        var all = Bind<Everything>(
            """
            text: ' two  words '
            flag: true
            count: -3
            big: 9000000000
            ratio: 1.25
            day: 2026-12-31
            wait: 90s
            url: https://ill.example.org/a
            address: ::1
            networks: [10.0.0.0/8, 192.0.2.7, 2001:db8::/32]
            colour: dark-red
            secret: env:NAME
            grade: B+
            inner: {name: n}
            colours: [green, dark-red]
            texts: {one: a, two: b}
            optional: 7
            """);
        Assert.Empty(_faults);
        Assert.Equal("two  words", all.Text);
        Assert.Equal((true, -3, 9_000_000_000L, 1.25m), (all.Flag, all.Count, all.Big, all.Ratio));
        Assert.Equal((new DateOnly(2026, 12, 31), TimeSpan.FromSeconds(90)), (all.Day, all.Wait));
        Assert.Equal((new Uri("https://ill.example.org/a"), IPAddress.IPv6Loopback), (all.Url, all.Address));
        Assert.Equal(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"], all.Networks.Select(n => n.ToString()));
        Assert.Equal(
            (Colour.DarkRed, "env:NAME", "B+"), (all.Colour, all.Secret!.ToString(), all.Grade.Text));
        Assert.Equal(("n", 5), (all.Inner.Name, all.Inner.Size));
        Assert.True(all.Colours.SetEquals([Colour.Green, Colour.DarkRed]));
        Assert.Equal(("a", "b", 7), (all.Texts["one"], all.Texts["two"], all.Optional));
    }

    [Fact]
    public void What_is_left_out_keeps_its_default()
    {
        var all = Bind<Everything>("text: x\ncount:\ninner: ~\nnetworks: null\n");
        Assert.Empty(_faults);
        Assert.Equal((4, 5, null), (all.Count, all.Inner.Size, all.Optional));
        Assert.Empty(all.Networks);
    }

    [Fact]
    public void A_section_keeps_the_defaults_that_its_owner_gave_it()
    {
        var partner = Bind<PartnerConfig>(TemporaryConfiguration.East + "\nlending: {supported: false}\n");
        Assert.Equal(
            new PartnerSideConfig { Supported = false, Workflow = "DEFAULT_LEND_WF" }, partner.Lending);
        Assert.Equal(
            new PartnerSideConfig { Supported = true, Workflow = "DEFAULT_BOR_WF" }, partner.Borrowing);
    }

    [Theory]
    [InlineData("flag: yes", "flag: expected true or false, found 'yes'")]
    [InlineData("flag: 'true'", "flag: expected true or false, found 'true'")]
    [InlineData("count: 1.5", "count: expected a whole number, for example 30, found '1.5'")]
    [InlineData("count: '12'", "count: expected a whole number, for example 30, found '12'")]
    [InlineData("count: 3000000000", "count: expected a whole number, for example 30, found '3000000000'")]
    [InlineData("count: [1]", "count: expected a whole number, for example 30, found a list")]
    [InlineData("count: -4", "count: must be between -3 and 100, found '-4'")]
    [InlineData("count: 101", "count: must be between -3 and 100, found '101'")]
    [InlineData("big: 1e3", "big: expected a whole number, for example 1048576, found '1e3'")]
    [InlineData("ratio: a", "ratio: expected a number, for example 1.5, found 'a'")]
    [InlineData("day: 31.12.2026", "day: expected a date, for example 2026-12-31, found '31.12.2026'")]
    [InlineData("wait: 30",
        "wait: expected a duration with its unit, for example 500ms, 30s, 5m, 2h or 14d, found '30'")]
    [InlineData("wait: 999ms", "wait: must be between 1s and 2m, found '999ms'")]
    [InlineData("wait: 121s", "wait: must be between 1s and 2m, found '121s'")]
    [InlineData("address: 1", "address: expected an IP address, for example 127.0.0.1 or ::1, found '1'")]
    [InlineData("networks: 10.0.0.0/8",
        "networks: expected a list, for example [a, b], found a single value")]
    [InlineData("networks: [10.0.0.1/8]",
        "networks[0]: expected an IP address, or a network without host bits, "
        + "for example 192.0.2.7, 192.0.2.0/24 or ::1, found '10.0.0.1/8'")]
    [InlineData("networks: [~]", "networks[0]: expected an IP address, or a network without host bits, "
        + "for example 192.0.2.7, 192.0.2.0/24 or ::1, found nothing")]
    [InlineData("networks: [::1, ::2, ::3, ::4]", "networks: must have at most 3 items, has 4")]
    [InlineData("colour: gren", "colour: unknown value 'gren' (did you mean 'green'?)")]
    [InlineData("colour: blue", "colour: unknown value 'blue'; known values are dark-red, green")]
    [InlineData("colour: Green", "colour: unknown value 'Green' (did you mean 'green'?)")]
    [InlineData("colour: {}", "colour: expected one of dark-red, green, found a section")]
    [InlineData("colours: [green, green]", "colours[1]: 'green' is listed twice")]
    [InlineData("grade: Z", "grade: expected a grade, found 'Z'")]
    [InlineData("inner: 5", "inner: expected a section with the keys name, size, found a single value")]
    [InlineData("inner: {}", "'name' is required")]
    [InlineData("inner: {name: ''}", "name: must have between 1 and 4 characters, found ''")]
    [InlineData("inner: {name: abcde}", "name: must have between 1 and 4 characters, found 'abcde'")]
    [InlineData("inner: {name: 'a b'}", "name: expected letters without spaces, found 'a b'")]
    [InlineData("texts: [a]", "texts: expected a section of names and values, found a list")]
    [InlineData("texts: {a: []}", "texts.a: expected a text, found a list")]
    [InlineData("optional: x", "optional: expected a whole number, for example 30, found 'x'")]
    [InlineData("flga: true", "unknown key 'flga' (did you mean 'flag'?)")]
    [InlineData("netw: []", "unknown key 'netw' (did you mean 'networks'?)")]
    [InlineData("inner: {name: a, zzzz: 1}", "unknown key 'zzzz'; known keys here are name, size")]
    [InlineData("\"fl\\e\\u202Eag\": 1", "unknown key 'fl\\u001B\\u202Eag'")]
    [InlineData("inner: {name: \"a\\nb\"}",
        "name: expected a text of one line without control characters, found 'a\\u000Ab'")]
    [InlineData("url: ill.example.org",
        "url: expected an http or https address without user name and password, "
        + "for example https://ill.example.org, found 'ill.example.org'")]
    public void A_wrong_value_is_a_fault_that_says_what_is_expected(string line, string message)
    {
        Bind<Everything>("text: x\n" + line);
        Assert.StartsWith(message, Assert.Single(_faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret: hunter2")]
    [InlineData("secret: env:hunter 2")]
    [InlineData("secret: 'env:'")]
    [InlineData("secret: 'file:'")]
    [InlineData("secret: [hunter2]")]
    [InlineData("secret: {hunter2: x}")]
    public void A_secret_in_clear_text_is_a_fault_that_does_not_repeat_it(string line)
    {
        Bind<Everything>("text: x\n" + line);
        Assert.Equal("f.yaml:2:9: secret: a secret must be given as env:NAME or file:PATH",
            Assert.Single(_faults).ToString());
    }

    [Fact]
    public void An_address_with_a_password_in_it_is_not_repeated()
    {
        Bind<Everything>("text: x\nurl: https://me:hunter2@ill.example.org/\n");
        Assert.DoesNotContain("hunter2", Assert.Single(_faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_value_is_shortened()
    {
        Bind<Everything>("text: x\ncount: " + new string('x', 1000));
        Assert.EndsWith(
            $"found '{new string('x', 60)}...'", Assert.Single(_faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("just text")]
    [InlineData("[a]")]
    public void A_file_that_is_no_section_is_one_fault(string text)
    {
        Bind<RotaConfig>(text);
        Assert.StartsWith("the file: expected a section with the keys code, name, ordered, partners",
            Assert.Single(_faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_with_faults_can_still_be_looked_at()
    {
        var gateway = Bind<GatewayConfig>("listeners: {}\n");
        Assert.Equal(["'library' is required"], _faults.Select(f => f.Message));
        Assert.Equal(("", 0), (gateway.Library.Code, gateway.Library.Symbols.Count));
    }

    [Fact]
    public void A_channel_binds_to_the_record_of_its_type()
    {
        var partner = Bind<PartnerConfig>(TemporaryConfiguration.East);
        Assert.Equal("iso-ill", partner.Channel.Type);
        Assert.Equal(new FakeSocketSettings { Host = "east.example" }, partner.Channel.Settings);
    }

    [Theory]
    [InlineData("{type: iso-il, host: a}", "type: unknown channel type 'iso-il' (did you mean 'iso-ill'?)")]
    [InlineData("{type: pigeon}", "type: unknown channel type 'pigeon'; known types are email, iso-ill")]
    [InlineData("{host: a}", "'type' is required; known types are email, iso-ill")]
    [InlineData("{type: iso-ill}", "'host' is required")]
    [InlineData("{type: iso-ill, host: a, port: 0}", "port: must be between 1 and 65535, found '0'")]
    [InlineData("{type: iso-ill, host: a, adress: b}",
        "unknown key 'adress'; known keys here are type, host, port, answerOnSameConnection, "
        + "fallbackCharset, listenForAnswer, password")]
    [InlineData("{type: email, adress: b@c, address: b@d}", "unknown key 'adress' (did you mean 'address'?)")]
    [InlineData("iso-ill",
        "channel: expected a section with the key type and its settings, found a single value")]
    public void A_wrong_channel_is_a_fault(string channel, string message)
    {
        Bind<PartnerConfig>($"code: EAST\nname: East\nchannel: {channel}\n");
        Assert.Equal([message], _faults.Select(f => f.Message));
    }

    [Fact]
    public void Secrets_are_remembered_with_their_places()
    {
        var binder = new ConfigBinder(TemporaryConfiguration.Vocabulary.ChannelTypes, _faults);
        binder.Bind<Everything>(
            YamlDocumentReader.ReadText("f.yaml", "text: x\nsecret: file:a/b\n", _faults)!);
        var secret = Assert.Single(binder.Secrets);
        Assert.Equal(
            ("file:a/b", 2, 9), (secret.Reference.ToString(), secret.Position.Line, secret.Position.Column));
    }

    private T Bind<T>(string text)
        where T : class
    {
        var binder = new ConfigBinder(TemporaryConfiguration.Vocabulary.ChannelTypes, _faults);
        return binder.Bind<T>(YamlDocumentReader.ReadText("f.yaml", text, _faults)!);
    }

    internal readonly record struct Grade(string Text)
    {
        public static bool TryParse(string text, out Grade grade)
        {
            grade = new Grade(text);
            return text is "A" or "B+";
        }
    }

    internal sealed record Inner
    {
        [MinLength(1), MaxLength(4), RegularExpression("^[a-z]*$", ErrorMessage = "letters without spaces")]
        public required string Name { get; init; }

        public int Size { get; init; } = 5;
    }

    internal sealed record Everything
    {
        public required string Text { get; init; }

        public bool Flag { get; init; }

        [Range(-3, 100)]
        public int Count { get; init; } = 4;

        public long Big { get; init; }

        public decimal Ratio { get; init; }

        public DateOnly Day { get; init; }

        [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
        public TimeSpan Wait { get; init; }

        public Uri? Url { get; init; }

        public IPAddress? Address { get; init; }

        [MaxLength(3)]
        public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

        public Colour Colour { get; init; }

        public SecretReference? Secret { get; init; }

        public Grade Grade { get; init; }

        public Inner Inner { get; init; } = new() { Name = "d" };

        public IReadOnlySet<Colour> Colours { get; init; } = new HashSet<Colour>();

        public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

        public int? Optional { get; init; }
    }
}
