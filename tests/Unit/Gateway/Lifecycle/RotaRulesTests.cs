using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>From supplier to supplier.</summary>
public sealed class RotaRulesTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Start.DateTime);

    private static readonly LocatePolicy Wait = new(SendNow: false, CancelWhenNone: false, UnknownHolding.Last);

    [Fact]
    public void A_supplier_that_cannot_be_asked_today_is_passed_over_with_a_note()
    {
        var request = Request(Side.Borrowing, Status.ReadyToSend, suppliersLeft: 2);
        var moved = Move(request, Act(StaffAction.Send), new Suppliers(
            partner => partner == "EAST" ? "closed until 2026-03-09" : null, (_, _) => null));

        Assert.Equal(("S2", LegOutcome.Skipped), (moved.State.Partner, moved.State.Rota[0].Outcome));
        Assert.Equal(("closed until 2026-03-09", Today), (moved.State.Rota[0].Reason, moved.State.Rota[0].EndedOn));
        Assert.Contains(moved.State.Notes, note =>
            note.Kind == NoteKind.System && note.Text == "EAST was passed over: closed until 2026-03-09.");
        Assert.Equal(Today, moved.State.Rota[1].AskedOn);
        Assert.Equal("Sent; EAST was passed over (closed until 2026-03-09); S2 was asked.", moved.Text);
    }

    [Fact]
    public void Where_nobody_is_left_the_reasons_of_every_leg_are_told()
    {
        var request = Request(Side.Borrowing, Status.RequestSent, suppliersLeft: 1);
        var moved = Move(request, Arrives(Answer(new AnswerResult.Unfilled(ReasonUnfilled.NotOwned))), new Suppliers(
            partner => partner == "S2" ? "it is switched off in its file" : null, (_, _) => null));

        Assert.Equal(Status.Rejected, moved.State.Status);
        Assert.Equal(
            "EAST does not supply: not owned; no supplier is left (EAST: not owned; S2: it is switched off in its file).",
            moved.Text);
    }

    [Fact]
    public void Each_leg_is_a_transaction_of_its_own_and_ends_on_its_own_day()
    {
        var suppliers = new Suppliers(_ => null, (partner, _) => partner == "EAST" ? Today.AddDays(10) : null);
        var sent = Move(Request(Side.Borrowing, Status.ReadyToSend), Act(StaffAction.Send), suppliers).State;
        Assert.Equal(Today.AddDays(10 + RotaRules.GraceDays), sent.ExpiresOn);

        var next = Move(sent, Arrives(Answer(new AnswerResult.Unfilled(ReasonUnfilled.NotOwned))), suppliers).State;
        Assert.Equal(("1", "2"), (next.Rota[0].Transaction!.Qualifier, next.Rota[1].Transaction!.Qualifier));
        Assert.Null(next.ExpiresOn);
    }

    [Fact]
    public void The_expiry_of_a_leg_is_never_after_that_of_the_request()
    {
        var request = Request(Side.Borrowing, Status.ReadyToSend);
        request = request with
        {
            Content = request.Content with { Expiry = ExpiryFlag.OtherDate, ExpiresOn = Today.AddDays(3) },
        };
        var sent = Move(request, Act(StaffAction.Send), new Suppliers(_ => null, (_, _) => Today.AddDays(10))).State;
        Assert.Equal(Today.AddDays(3), sent.ExpiresOn);
    }

    [Fact]
    public void Catalogues_take_out_who_does_not_hold_it_and_put_last_who_gave_no_answer()
    {
        var located = Move(Locating(3), Answered(Wait, ("EAST", Holding.Unknown), ("S2", Holding.NotOwned), ("S3", Holding.Owned)));

        Assert.Equal(Status.ReadyToSend, located.State.Status);
        Assert.Equal(["S2", "S3", "S4", "EAST"], located.State.Rota.Select(leg => leg.Partner));
        Assert.Equal(LegOutcome.NotOwned, located.State.Rota[0].Outcome);
        Assert.Equal("Located: held by S3, not held by S2, no answer for EAST.", located.Text);
        Assert.Equal("S3", Move(located.State, Act(StaffAction.Send)).State.Partner);
    }

    [Fact]
    public void An_unknown_supplier_keeps_its_turn_or_is_skipped_as_the_library_wants()
    {
        var keep = Wait with { Unknown = UnknownHolding.Keep };
        var kept = Move(Locating(1), Answered(keep, ("EAST", Holding.Unknown), ("S2", Holding.Owned)));
        Assert.Equal("EAST", kept.State.NextLeg()!.Partner);

        var skip = Wait with { Unknown = UnknownHolding.Skip };
        var skipped = Move(Locating(1), Answered(skip, ("EAST", Holding.Unknown), ("S2", Holding.Owned)));
        Assert.Equal(("S2", LegOutcome.Skipped), (skipped.State.NextLeg()!.Partner, skipped.State.Rota[0].Outcome));

        var none = Move(Locating(0), Answered(skip, ("EAST", Holding.Unknown)));
        Assert.Equal(Status.LocateFailed, none.State.Status);
    }

    [Fact]
    public void What_was_located_is_sent_at_once_and_what_was_not_is_cancelled_where_the_library_wants_it()
    {
        var automatic = new LocatePolicy(SendNow: true, CancelWhenNone: true, UnknownHolding.Last);
        var sent = Move(Locating(1), Answered(automatic, ("EAST", Holding.NotOwned), ("S2", Holding.Owned)));
        Assert.Equal((Status.RequestSent, "S2"), (sent.State.Status, sent.State.Partner));
        Assert.IsType<Effect.Send>(Assert.Single(sent.Effects));

        var cancelled = Move(Locating(0), Answered(automatic, ("EAST", Holding.NotOwned)));
        Assert.Equal(Status.CancelledByStaff, cancelled.State.Status);
        Assert.Empty(cancelled.Effects);
    }

    private static RequestState Locating(int suppliersLeft) =>
        Move(Request(Side.Borrowing, Status.RequestCreatedBor, suppliersLeft), Act(StaffAction.Locate)).State;

    private static RequestEvent.CataloguesAnswered Answered(LocatePolicy then, params (string Partner, Holding Holding)[] answers) =>
        new(answers.Select(answer => new CatalogueAnswer(
            answer.Partner, new CatalogueFinding(answer.Holding, "asked by ISBN", Today))).ToArray(), then)
        {
            At = Start, By = "locate",
        };

    private static Decision.Moved Move(RequestState state, RequestEvent @event, Suppliers? suppliers = null) =>
        Assert.IsType<Decision.Moved>(Rules.Decide(state, @event, BorrowingProfile, suppliers));
}
