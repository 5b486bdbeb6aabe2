using System.Net;
using System.Security.Cryptography;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>Who calls, and whether that is believed.</summary>
public sealed class NcipRecognitionTests
{
    private static readonly byte[] KeyHash = SHA256.HashData("a public key"u8);

    [Fact]
    public void The_profile_names_the_partner_before_the_system_and_the_system_before_the_agency()
    {
        var callers = new[]
        {
            Caller("PROFILE", new NcipCallerSettings { ApplicationProfileTypes = ["P1"] }),
            Caller("SYSTEM", new NcipCallerSettings { SystemIds = ["S1"] }),
            Caller("AGENCY", new NcipCallerSettings { Agencies = ["A1"] }),
        };
        var header = new NcipHeader { ApplicationProfileType = " p1 ", FromSystemId = "S1", FromAgencyId = "A1" };
        Assert.Equal("PROFILE", Known(callers, header));
        Assert.Equal("SYSTEM", Known(callers, header with { ApplicationProfileType = "unheard of" }));
        Assert.Equal("AGENCY", Known(callers, new NcipHeader { FromAgencyId = "a1" }));
        Assert.IsType<NcipIdentification.Unknown>(Identify(callers, new NcipHeader { FromAgencyId = "A2" }, Here()));
        Assert.IsType<NcipIdentification.Unknown>(Identify(callers, null, Here()));
    }

    [Fact]
    public void A_key_names_its_partner_where_the_message_names_nobody()
    {
        var callers = new[]
        {
            Caller("ONE", new NcipCallerSettings { Authentication = Keys("OTHER_KEY") }, null),
            Caller("TWO", new NcipCallerSettings { Authentication = Keys("ILLIAD_KEY") }, null),
        };
        Assert.Equal("TWO", Known(callers, null, Here(NcipWorld.Key)));
        Assert.IsType<NcipIdentification.Unknown>(Identify(callers, null, Here("no key of anybody")));
    }

    [Fact]
    public void Of_two_partners_with_one_profile_the_proof_tells_which_and_without_one_nobody()
    {
        var one = new NcipCallerSettings { ApplicationProfileTypes = ["ILL"], Authentication = Keys("OTHER_KEY") };
        var two = one with { Authentication = Keys("ILLIAD_KEY") };
        var header = new NcipHeader { ApplicationProfileType = "ILL" };
        Assert.Equal("TWO", Known([Caller("ONE", one, null), Caller("TWO", two, null)], header, Here(NcipWorld.Key)));
        var both = new[] { Caller("ONE", one with { Authentication = new() }), Caller("TWO", two with { Authentication = new() }) };
        Assert.Contains("told apart", NotProved(both, header, Here()), StringComparison.Ordinal);
    }

    [Fact]
    public void Whose_file_asks_for_nothing_is_never_believed()
    {
        var caller = Caller("OPEN", new NcipCallerSettings { ApplicationProfileTypes = ["P1"] }, null);
        var detail = NotProved([caller], new NcipHeader { ApplicationProfileType = "P1" }, Here(NcipWorld.Key));
        Assert.Contains("neither a proof", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.1", true)]
    [InlineData("127.0.0.0/8", "::ffff:127.0.0.1", true)]
    [InlineData("192.0.2.7/32", "192.0.2.7", true)]
    [InlineData("192.0.2.7/32", "192.0.2.8", false)]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("192.0.2.7/32", null, false)]
    public void An_address_is_a_proof_and_one_that_is_not_listed_is_none(string allowed, string? from, bool isBelieved)
    {
        var caller = Caller("A", new NcipCallerSettings { ApplicationProfileTypes = ["P1"] }, allowed);
        var who = Identify([caller], new NcipHeader { ApplicationProfileType = "P1" },
            new NcipCredentials(from is null ? null : IPAddress.Parse(from)));
        Assert.Equal(isBelieved, who is NcipIdentification.Known);
    }

    [Fact]
    public void Everything_that_a_file_asks_for_has_to_hold()
    {
        var asked = new NcipAuthenticationSettings
        {
            ApiKeys = [NcipWorld.Reference("OTHER_KEY"), NcipWorld.Reference("ILLIAD_KEY")],
            Basic = new NcipBasicSettings { User = "relais", Password = NcipWorld.Reference("PASSWORD") },
            Certificates = [Convert.ToHexString(KeyHash)],
            AgencyAuthentication = NcipWorld.Reference("AGENCY"),
        };
        var caller = Caller("A", new NcipCallerSettings { ApplicationProfileTypes = ["P1"], Authentication = asked });
        var header = new NcipHeader
        {
            ApplicationProfileType = "P1", FromAgencyAuthentication = new NcipSecret("agency <secret> & more"),
        };
        var all = Shown([NcipWorld.Key], ("relais", "open sesame"), KeyHash);
        Assert.IsType<NcipIdentification.Known>(Identify([caller], header, all));

        Assert.Contains("key", NotProved([caller], header, Shown([], all.Basic, KeyHash)), StringComparison.Ordinal);
        Assert.Contains("key", NotProved([caller], header, Shown(["x"], all.Basic, KeyHash)), StringComparison.Ordinal);
        Assert.Contains("password", NotProved([caller], header, Shown(all.Keys, null, KeyHash)), StringComparison.Ordinal);
        Assert.Contains("password", NotProved([caller], header, Shown(all.Keys, ("relais", "x"), KeyHash)), StringComparison.Ordinal);
        Assert.Contains("password", NotProved([caller], header, Shown(all.Keys, ("relay", "open sesame"), KeyHash)), StringComparison.Ordinal);
        Assert.Contains("certificate", NotProved([caller], header, Shown(all.Keys, all.Basic, [])), StringComparison.Ordinal);
        Assert.Contains("certificate", NotProved([caller], header, Shown(all.Keys, all.Basic, SHA256.HashData([]))), StringComparison.Ordinal);
        foreach (var wrong in new[] { null, new NcipSecret("agency"), new NcipSecret("") })
        {
            Assert.Contains("FromAgencyAuthentication",
                NotProved([caller], header with { FromAgencyAuthentication = wrong }, all), StringComparison.Ordinal);
        }

        var elsewhere = caller with { AllowedFrom = [IPNetwork.Parse("192.0.2.0/24")] };
        Assert.Contains("may not call from", NotProved([elsewhere], header, all), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_cannot_be_had_fits_nothing()
    {
        var settings = new NcipCallerSettings { ApplicationProfileTypes = ["P1"], Authentication = Keys("NOT_SET") };
        var header = new NcipHeader { ApplicationProfileType = "P1" };
        Assert.IsType<NcipIdentification.NotProved>(Identify([Caller("A", settings)], header, Here("")));
        Assert.IsType<NcipIdentification.NotProved>(Identify([Caller("A", settings)], header, Here(NcipWorld.Key)));
    }

    [Fact]
    public void Thirty_wrong_proofs_a_minute_are_looked_at_and_then_not_even_the_right_one()
    {
        using var throttle = new NcipThrottle(new NcipResponderLimits());
        var caller = Caller("ONE", new NcipCallerSettings
        {
            ApplicationProfileTypes = ["P1"],
            Authentication = new NcipAuthenticationSettings
            {
                Basic = new NcipBasicSettings { User = "relay", Password = NcipWorld.Reference("PASSWORD") },
            },
        });
        var other = Caller("TWO", new NcipCallerSettings { ApplicationProfileTypes = ["P2"], Authentication = Keys("OTHER_KEY") });
        var recognition = new NcipRecognition(new Partners([caller, other]), NcipWorld.Secrets, throttle);
        var header = new NcipHeader { ApplicationProfileType = "P1" };
        var right = Shown([], ("relay", "open sesame"), []);
        for (int guess = 1; guess <= 30; guess++)
        {
            Assert.IsType<NcipIdentification.Known>(recognition.Identify(header, right));
            Assert.IsType<NcipIdentification.NotProved>(recognition.Identify(header, Shown([], ("relay", $"guess {guess}"), [])));
        }

        Assert.IsType<NcipIdentification.NotHeard>(recognition.Identify(header, right));

        // Whoever else is behind the same address, or the same partner from elsewhere, is still heard.
        Assert.IsType<NcipIdentification.Known>(recognition.Identify(
            new NcipHeader { ApplicationProfileType = "P2" }, Here("another-key-0123456789abcdef")));
        Assert.IsType<NcipIdentification.NotProved>(recognition.Identify(
            header, new NcipCredentials(IPAddress.Parse("192.0.2.1")) { Basic = right.Basic }));
    }

    [Fact]
    public void Who_shows_nothing_guesses_nothing_and_wrong_keys_of_nobody_are_counted()
    {
        using var throttle = new NcipThrottle(new NcipResponderLimits { WrongProofsPerAddress = 2 });
        var caller = Caller("ONE", new NcipCallerSettings { ApplicationProfileTypes = ["P1"], Authentication = Keys("ILLIAD_KEY") });
        var recognition = new NcipRecognition(new Partners([caller]), NcipWorld.Secrets, throttle);
        var header = new NcipHeader { ApplicationProfileType = "P1" };
        for (int i = 0; i < 5; i++)
        {
            Assert.IsType<NcipIdentification.NotProved>(recognition.Identify(header, Here()));
            Assert.IsType<NcipIdentification.Unknown>(recognition.Identify(null, Here()));
        }

        Assert.IsType<NcipIdentification.Unknown>(recognition.Identify(null, Here("wrong")));
        Assert.IsType<NcipIdentification.Unknown>(recognition.Identify(null, Here("wrong too")));
        Assert.IsType<NcipIdentification.NotHeard>(recognition.Identify(null, Here(NcipWorld.Key)));
        Assert.IsType<NcipIdentification.Known>(recognition.Identify(header, Here(NcipWorld.Key)));
    }

    [Fact]
    public void Of_the_agencies_of_a_peer_our_own_does_not_name_it()
    {
        INcipCaller settings = new NcipPeerSettings
        {
            Connection = new NcipConnectionSettings { Url = NcipStub.Address("https://east.example/ncip") },
            Agencies = new Dictionary<string, string> { ["RSG:HOME"] = "47HOME", ["RSG:EAST"] = "01EAST", ["RSG:E2"] = "01EAST||B" },
        };
        Assert.Equal(["01EAST", "01EAST||B"], settings.CallerAmong([Symbol.Parse("RSG:HOME")])!.Agencies.Order(StringComparer.Ordinal));
    }

    private static NcipAuthenticationSettings Keys(string name) => new() { ApiKeys = [NcipWorld.Reference(name)] };

    private static NcipCaller Caller(string code, NcipCallerSettings known, string? allowed = "127.0.0.1/32") => new(
        code, known, allowed is null ? [] : [IPNetwork.Parse(allowed)], new NcipPartnerSettings { Broker = new() });

    private static NcipCredentials Here(params string[] keys) => new(IPAddress.Loopback) { Keys = keys };

    private static NcipCredentials Shown(IReadOnlyList<string> keys, (string User, string Password)? basic, byte[] hash) =>
        new(IPAddress.Loopback) { Keys = keys, Basic = basic, CertificateKeyHash = hash };

    private static NcipIdentification Identify(NcipCaller[] callers, NcipHeader? header, NcipCredentials shown)
    {
        using var throttle = new NcipThrottle(new NcipResponderLimits());
        return new NcipRecognition(new Partners(callers), NcipWorld.Secrets, throttle).Identify(header, shown);
    }

    private static string Known(NcipCaller[] callers, NcipHeader? header, NcipCredentials? shown = null) =>
        Assert.IsType<NcipIdentification.Known>(Identify(callers, header, shown ?? Here())).Caller.Code;

    private static string NotProved(NcipCaller[] callers, NcipHeader? header, NcipCredentials shown) =>
        Assert.IsType<NcipIdentification.NotProved>(Identify(callers, header, shown)).Detail;

    private sealed class Partners(NcipCaller[] callers) : INcipPartners
    {
        public IReadOnlyList<NcipCaller> Callers => callers;
    }
}
