using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using GatewayNetwork = ResourceSharing.Gateway.Routing.Network;

namespace ResourceSharing.Tests.Unit.Gateway.Routing;

/// <summary>Which rota a new request gets, and in which order its suppliers stand.</summary>
public sealed class RotaChoiceTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly IllRequest Book = new() { Citation = new Citation { Title = "On Rivers", ItemType = ItemType.Monograph } };

    private static readonly IllRequest File = Book with
    {
        Services = [ServiceType.CopyNonReturnable], Media = [new SupplyMedium(MediumType.MachineReadable)],
    };

    private readonly TemporaryConfiguration _configuration = new();

    public RotaChoiceTests()
    {
        _configuration.Write("gateway.yaml", TemporaryConfiguration.Gateway);
        Partner("NEAR");
        Partner("MID");
        Partner("FAR");
    }

    public void Dispose() => _configuration.Dispose();

    [Fact]
    public void The_first_rule_that_fits_counts()
    {
        Rota("all", "{rank: 100}", "[NEAR, FAR]");
        Rota("files", "{rank: 10, formats: [digital]}", "[FAR]");
        Rota("off", "{rank: 1, enabled: false}", "[MID]");
        Rota("by-hand", null, "[MID]");

        Assert.Equal(("all", "NEAR FAR"), Chosen(Book));
        Assert.Equal(("files", "FAR"), Chosen(File));
    }

    [Fact]
    public void A_rule_may_ask_for_a_type_a_level_of_service_and_a_near_date()
    {
        Rota("journals", "{rank: 1, citationTypes: [serial]}", "[NEAR]");
        Rota("rush", "{rank: 2, levelsOfService: [RUSH]}", "[MID]");
        Rota("soon", "{rank: 3, neededWithinDays: 3}", "[FAR]");

        Assert.Equal("journals", Chosen(Book with { Citation = Book.Citation with { ItemType = ItemType.Serial } }).Template);
        Assert.Equal("rush", Chosen(Book with { LevelOfService = "rush" }).Template);
        Assert.Equal("soon", Chosen(Book with { NeededBy = Today.AddDays(3) }).Template);
        Assert.Null(Choose(Book with { NeededBy = Today.AddDays(4) }));
    }

    [Fact]
    public void Who_has_more_open_requests_than_its_threshold_goes_to_the_end()
    {
        Partner("NEAR", "openRequestThreshold: 5");
        Rota("all", "{rank: 1}", "[NEAR, MID, FAR]");

        Assert.Equal("NEAR MID FAR", Chosen(Book, open: 5).Partners);
        Assert.Equal("MID FAR NEAR", Chosen(Book, open: 6).Partners);
        Assert.Contains("6 open requests", Assert.Single(Choose(Book, open: 6)!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_would_be_too_late_goes_behind_the_others()
    {
        Partner("NEAR", "averageSupplyDays: 4\ndeliveryDelayDays: 2");
        Rota("all", "{rank: 1}", "[NEAR, MID]");

        Assert.Equal("NEAR MID", Chosen(Book with { NeededBy = Today.AddDays(6) }).Partners);
        Assert.Equal("MID NEAR", Chosen(Book with { NeededBy = Today.AddDays(5) }).Partners);
    }

    [Fact]
    public void Partners_that_are_off_are_left_out_with_a_note()
    {
        Partner("NEAR", "status: inactive");
        Partner("MID", "borrowing: {supported: false}");
        Rota("all", "{rank: 1}", "[NEAR, MID, FAR]");

        var choice = Choose(Book)!;
        Assert.Equal(["FAR"], choice.Partners);
        Assert.Equal(2, choice.Notes.Count);
    }

    [Fact]
    public void An_unordered_rota_draws_every_order_and_the_same_one_from_the_same_chance()
    {
        Rota("all", "{rank: 1}", "[NEAR, MID, FAR]", ordered: false);
        var network = Load();
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 100)
            .Select(_ => string.Join(" ", RotaChoice.For(Book, network, _ => 0, Today, random)!.Partners)).ToHashSet();
        Assert.Equal(6, drawn.Count);
        Assert.Equal(
            RotaChoice.For(Book, network, _ => 0, Today, new Random(7))!.Partners,
            RotaChoice.For(Book, network, _ => 0, Today, new Random(7))!.Partners);
    }

    [Fact]
    public void Two_rules_of_one_rank_are_a_fault()
    {
        Rota("one", "{rank: 5}", "[NEAR]");
        Rota("two", "{rank: 5}", "[FAR]");
        var fault = Assert.Single(_configuration.Load().Faults);
        Assert.Contains("rank: 5 is also the rank of", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{from: 2026-03-02, until: 2026-03-04}", "closed until 2026-03-04")]
    [InlineData("{until: 2026-03-02, reason: Stocktaking}", "closed until 2026-03-02 (Stocktaking)")]
    [InlineData("{from: 2026-03-01}", "closed until further notice")]
    [InlineData("{from: 2026-03-03}", null)]
    [InlineData("{until: 2026-03-01}", null)]
    public void A_closed_partner_is_not_asked(string closure, string? why)
    {
        Partner("NEAR", $"closures: [{closure}]");
        Assert.Equal(why, Load().Find("NEAR")!.WhyNotAskable(Today));
    }

    [Fact]
    public void A_closure_that_ends_before_it_begins_is_a_fault()
    {
        Partner("NEAR", "closures: [{from: 2026-03-02, until: 2026-03-01}]");
        Assert.Contains("before it begins", Assert.Single(_configuration.Load().Faults).Message, StringComparison.Ordinal);
    }

    private (string? Template, string Partners) Chosen(IllRequest content, int open = 0)
    {
        var choice = Choose(content, open);
        return (choice?.Template, string.Join(" ", choice?.Partners ?? []));
    }

    private RotaChoice? Choose(IllRequest content, int open = 0) =>
        RotaChoice.For(content, Load(), code => code == "NEAR" ? open : 0, Today, new Random(1));

    private GatewayNetwork Load()
    {
        var loaded = _configuration.Load();
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Faults));
        return new GatewayNetwork(loaded.Snapshot);
    }

    private void Partner(string code, string extra = "") => _configuration.Write($"partners/{code}.yaml", $$"""
        code: {{code}}
        name: {{code}} Library
        borrowing: {supported: true}
        lending: {supported: true}
        channel: {type: email, address: ill@{{code.ToLowerInvariant()}}.example}
        {{extra}}
        """.Replace(extra.StartsWith("borrowing", StringComparison.Ordinal) ? "borrowing: {supported: true}\n" : "\0", "", StringComparison.Ordinal));

    private void Rota(string code, string? assignment, string partners, bool ordered = true) =>
        _configuration.Write($"rotas/{code}.yaml", $"""
            code: {code}
            name: {code}
            ordered: {(ordered ? "true" : "false")}
            partners: {partners}
            {(assignment is null ? "" : $"assignment: {assignment}")}
            """);
}
