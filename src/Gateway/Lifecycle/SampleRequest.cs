using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Invented requests and actions, to ask the rules what they would do: a table says where an event leads, only
/// the rule knows what is sent.</summary>
internal static class SampleRequest
{
    private static readonly DateTimeOffset Now = new(2000, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.DateTime);

    private static readonly Symbol Us = Symbol.Parse("X:US");

    /// <summary>A request as it would stand in a status: asked, where that status comes after asking, and supplied as a
    /// loan, where it comes after that.</summary>
    public static RequestState In(Side side, Status status)
    {
        var phase = StatusCatalog.Info(side, status).Phase;
        var isAsked = side == Side.Lending || phase != Phase.BeforeSending;
        var isSupplied = phase == Phase.Tracking;
        var transaction = new TransactionId { InitialRequester = Us, GroupQualifier = "SAMPLE", Qualifier = "1" };
        RotaLeg[] rota =
        [
            new("FIRST", isAsked ? LegOutcome.Active : LegOutcome.Waiting, isAsked ? transaction : null),
            new("SECOND", LegOutcome.Waiting),
        ];
        return new RequestState
        {
            Number = 0, Id = "SAMPLE", ExternalId = "SAMPLE", Side = side, Status = status, OurSymbol = Us,
            Content = new IllRequest { Citation = new Citation { Title = "Sample" } },
            Partner = isAsked ? "FIRST" : null,
            Transaction = isAsked ? transaction : null,
            Rota = side == Side.Borrowing ? rota : [],
            CreatedAt = Now, UpdatedAt = Now, LastTransitionOn = Today,
            ShippedOn = isSupplied ? Today.AddDays(-2) : null,
            DueOn = isSupplied ? Today.AddDays(-1) : null,
            SuppliedAs = isSupplied ? ServiceType.Loan : null,
            RenewalAskedOn = isSupplied && side == Side.Lending ? Today : null,
        };
    }

    /// <summary>Staff act, and say everything that could be wanted.</summary>
    public static RequestEvent.Staff Acting(StaffAction action, bool answer) => new(action, new ActionFields
    {
        Answer = answer,
        Reason = IsoCode.Name(ReasonUnfilled.Other),
        DueDate = Today.AddDays(28),
        DesiredDueDate = Today.AddDays(28),
        Note = "sample",
    }) { At = Now, By = "sample" };
}
