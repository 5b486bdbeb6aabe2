using ResourceSharing.Gateway.Cli;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Routing;

/// <summary>What a partner's configuration really does, in words that a librarian reads.</summary>
public sealed class PartnerExplanationTests : IDisposable
{
    private readonly TemporaryConfiguration _configuration = new();

    public PartnerExplanationTests()
    {
        _configuration.Write("profiles/SMALL_BOR.yaml", """
            code: SMALL_BOR
            name: Small
            side: borrowing
            steps: [automatic-renew, manual-renew, conditional, cancelled-by-staff, renewed]
            replyDate: treat-as-no
            """);
        _configuration.Write("profiles/SMALL_LEND.yaml", """
            code: SMALL_LEND
            name: Small
            side: lending
            steps: [will-supply, overdue]
            maxRenewals: 2
            maxLoanDays: 90
            """);
        _configuration.Write("partners/WEST.yaml", """
            code: WEST
            name: West Library
            symbols: [RSG:WEST]
            borrowing: {workflow: SMALL_BOR}
            lending: {workflow: SMALL_LEND}
            overdueRepeatDays: 7
            loanPeriodDays: 21
            channel: {type: email, address: ill@west.example}
            """);
        WriteProfile("BIG_BOR", Side.Borrowing);
        WriteProfile("BIG_LEND", Side.Lending);
        _configuration.Write("partners/NORTH.yaml", """
            code: NORTH
            name: North Library
            symbols: [RSG:NORTH]
            borrowing: {workflow: BIG_BOR}
            lending: {workflow: BIG_LEND}
            channel: {type: iso-ill, host: north.example}
            """);
        _configuration.Write("partners/DEAF.yaml", """
            code: DEAF
            name: Deaf Library
            status: inactive
            borrowing: {supported: false}
            lending: {supported: false}
            channel: {type: email, address: ill@deaf.example}
            """);
    }

    public void Dispose() => _configuration.Dispose();

    [Fact]
    public void Every_action_on_offer_says_what_is_sent_and_over_which_channel()
    {
        var north = Explain("NORTH");
        Assert.Equal("ILL-REQUEST", Sends(north.Borrowing!, "send"));
        Assert.Equal("CANCEL; in some statuses nothing", Sends(north.Borrowing!, "cancel"));
        Assert.Equal("CONDITIONAL-REPLY (no), ILL-REQUEST",
            Sends(north.Borrowing!, "conditional-reply (no)"));
        Assert.Equal("nothing is sent", Sends(north.Borrowing!, "fee-paid"));
        Assert.Equal("ILL-ANSWER (unfilled)", Sends(north.Lending!, "reject"));
        Assert.Equal("RENEW-ANSWER (yes)", Sends(north.Lending!, "renew-answer (yes)"));
        var west = Explain("WEST");
        Assert.Equal("the letter FulOutgoingEmailLetter", Sends(west.Borrowing!, "send"));
        Assert.Equal("MESSAGE", Sends(north.Borrowing!, "claim"));
        Assert.Equal("the letter LenderShipEmailLetter", Sends(west.Lending!, "ship"));
    }

    [Fact]
    public void A_step_that_is_off_names_the_statuses_and_actions_that_go_with_it()
    {
        var west = Explain("WEST");
        var lost = Assert.Single(west.Borrowing!.Missing, missing => missing.Step == "lost");
        Assert.Equal(["Lost communicated", "Reported lost item to partner"], lost.Statuses);
        Assert.Equal(["report-lost"], lost.Actions);
        Assert.DoesNotContain(west.Borrowing.Actions, action => action.Action == "report-lost");
        Assert.DoesNotContain(west.Borrowing.Missing, missing => missing.Step == "conditional");
        Assert.Equal(StepCatalog.Of(Side.Borrowing).Count() - 5, west.Borrowing.Missing.Count);
    }

    [Fact]
    public void What_happens_by_itself_and_what_surprises_is_told()
    {
        var west = Explain("WEST");
        Assert.Contains("When the date for the reply to a condition passes, it counts as no: the condition " +
            "is refused and the next supplier is asked.", west.Borrowing!.Automatic);
        Assert.Contains("When WEST asks for a renewal, it is granted at once, at most 2 times and to 90 " +
            "days after shipping at the latest; beyond that it is refused.", west.Lending!.Automatic);
        Assert.Contains("When a loan is overdue, WEST is told, and again every 7 days.",
            west.Lending.Automatic);
        Assert.Contains("The borrowing profile SMALL_BOR has automatic-renew and manual-renew, which " +
            "counts here.", west.Lending.Quirks);
        Assert.Contains("With automatic-renew and manual-renew both on, renewals are automatic.",
            west.Lending.Quirks);
        Assert.Contains("renewed does nothing here: the profile has no step \"renew-requested\".",
            west.Borrowing.Quirks);
    }

    /// <summary>Read tests/Unit/Gateway/Routing/*.explanation.txt as a librarian would.</summary>
    [Theory]
    [InlineData("CENTRAL")]
    [InlineData("PLAIN")]
    public void The_whole_explanation_is_as_in_its_golden_file(string code)
    {
        WriteBusyLibrary();
        WriteBusyPartner();
        _configuration.Write("partners/PLAIN.yaml", """
            code: PLAIN
            name: Plain Library
            symbols: [RSG:PLAIN]
            borrowing: {workflow: SMALL_BOR}
            lending: {workflow: SMALL_LEND}
            claimAfterDays: 5
            autoCancelAfterDays: 9
            channel: {type: email, address: ill@plain.example}
            """);
        var folder = Path.Combine(Repository.Root, "tests", "Unit", "Gateway", "Routing");
        Repository.AssertGolden(Path.Combine(folder, $"{code}.explanation.txt"), Explain(code).ToText());
    }

    [Fact]
    public void A_job_that_is_off_is_told_where_it_counts()
    {
        WriteBusyPartner();
        _configuration.Write("gateway.yaml", TemporaryConfiguration.Gateway + "\njobs: {claim: off}\n");
        Assert.Contains("When CENTRAL has said nothing 1 day after the request was sent, it is asked, " +
            "once, where its answer stays; but the job claim is switched off, so this happens only when somebody starts it.",
            Explain("CENTRAL").Borrowing!.Automatic);
    }

    [Fact]
    public void Settings_that_wait_for_a_step_or_a_catalogue_are_told()
    {
        WriteBusyLibrary(locate: "");
        Assert.Contains("Our library is to reject by what its catalogue shows, but no catalogue is named.",
            Explain("NORTH").Lending!.Quirks);
        WriteBusyLibrary();
        Assert.Contains("Our library is to reject by what its catalogue shows, but not here: the profile " +
            "has no step \"reject\".",
            Explain("WEST").Lending!.Quirks);
        Assert.DoesNotContain(
            Explain("NORTH").Lending!.Quirks, quirk => quirk.Contains("reject", StringComparison.Ordinal));
    }

    [Fact]
    public void A_partner_with_whom_we_do_nothing_has_an_introduction_only()
    {
        var deaf = Explain("DEAF");
        Assert.Null(deaf.Borrowing);
        Assert.Null(deaf.Lending);
        Assert.Contains("The partner is inactive: it gets no new requests, and open ones are finished.",
            deaf.Introduction);
        Assert.Contains("We do not borrow from it.", deaf.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_prints_it_and_knows_near_names()
    {
        var config = Path.Combine(Repository.Root, "config");
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(
            0, await CommandLine.RunAsync(["explain", "partner", "EAST", "--config", config], output, error));
        Assert.Contains("When we lend to EAST (workflow profile DEFAULT_LEND_WF)", output.ToString(
            ), StringComparison.Ordinal);
        Assert.Contains("receive-digitally: no status \"Shipped digitally\", so a file that was sent " +
            "completes the request at once.",
            output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1,
            await CommandLine.RunAsync(["explain", "partner", "EASTT", "--config", config], output, error));
        Assert.Contains("EAST", error.ToString(), StringComparison.Ordinal);
    }

    private void WriteBusyLibrary(
        string locate = "  locate: {kind: sru, url: 'https://catalogue.home.example/sru'}") =>
        _configuration.Write("gateway.yaml", $$"""
            {{TemporaryConfiguration.Gateway}}
            {{locate}}
              borrowing:
                locateAutomatically: true
                sendAutomatically: true
                cancelWhenNotLocated: true
                unknownSuppliers: skip
                closures: [{from: 2026-12-24, until: 2027-01-02, reason: Winter holidays}]
              lending:
                locateAutomatically: true
                maxOpenRequests: 500
                rejectWhenNotLocated: true
                rejectWhenOnlyElectronic: true
                closures: [{from: 2026-12-24}]
            """);

    private void WriteBusyPartner() => _configuration.Write("partners/CENTRAL.yaml", """
        code: CENTRAL
        name: Central Library
        symbols: [RSG:CENTRAL]
        borrowing: {workflow: BIG_BOR}
        lending: {workflow: BIG_LEND}
        averageSupplyDays: 4
        deliveryDelayDays: 2
        claimAfterDays: 1
        autoCancelAfterDays: 10
        autoCancelReason: We cannot wait any longer.
        dueSoonDays: 3
        overdueRepeatDays: 7
        expiry: {type: expiry-time, days: 14}
        openRequestThreshold: 50
        closures: [{until: 2026-08-31, reason: Moving house}]
        locate: {kind: z3950, host: z.central.example, database: books, holdingCode: MAIN}
        channel: {type: iso-ill, host: central.example}
        """);

    /// <summary>A profile with every step there is.</summary>
    private void WriteProfile(string code, Side side)
    {
        var steps = string.Join(", ", StepCatalog.Of(side).Select(info => StepCatalog.Name(info.Step)));
        _configuration.Write($"profiles/{code}.yaml",
            $"code: {code}\nname: Big\nside: {(side == Side.Borrowing ? "borrowing" : "lending")}\nsteps: " +
            $"[{steps}]\n");
    }

    private static string Sends(SideExplanation side, string action) =>
        Assert.Single(side.Actions, one => one.Action == action).Sends;

    private PartnerExplanation Explain(string code)
    {
        var loaded = _configuration.LoadWith(Protocols.Vocabulary);
        Assert.True(loaded.IsValid, string.Join("\n", loaded.Faults));
        var network = new global::ResourceSharing.Gateway.Routing.Network(loaded.Snapshot);
        return PartnerExplainer.Explain(network.Find(code)!, loaded.Snapshot.Gateway);
    }
}
