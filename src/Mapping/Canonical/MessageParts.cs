using System.Text.Json.Serialization;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>A due date. Source: ISO 10161-1 Date-Due.</summary>
/// <param name="On">The last day of the loan.</param>
/// <param name="Renewable">True when a renewal may be asked for; the default.</param>
public sealed record DueDate(DateOnly On, bool Renewable = true);

/// <summary>How an item was supplied. Source: ISO 10161-1 Supply-Details.</summary>
public sealed record SupplyDetails
{
    /// <summary>The day it left.</summary>
    public DateOnly? ShippedOn { get; init; }

    /// <summary>Until when; null for copies.</summary>
    public DueDate? Due { get; init; }

    /// <summary>Chargeable units (pages, volumes), 1 to 9999.</summary>
    public int? ChargeableUnits { get; init; }

    /// <summary>What it costs.</summary>
    public Money? Cost { get; init; }

    /// <summary>The condition of use that goes with it.</summary>
    public Condition? Condition { get; init; }

    /// <summary>How the parcel travels.</summary>
    public string? Via { get; init; }

    /// <summary>Where the file was sent or can be fetched.</summary>
    public ElectronicAddress? Electronic { get; init; }

    /// <summary>What is known of the file, beside where it is.</summary>
    public SuppliedDocument? Document { get; init; }

    /// <summary>For how much it is insured.</summary>
    public Money? InsuredFor { get; init; }

    /// <summary>For how much it has to be insured on its way back.</summary>
    public Money? ReturnInsurance { get; init; }

    /// <summary>How many pieces of which medium.</summary>
    public IReadOnlyList<UnitsOfMedium> Units { get; init; } = [];
}

/// <summary>Pieces of a medium. Source: Units-Per-Medium-Type.</summary>
/// <param name="Medium">The medium.</param>
/// <param name="Count">How many, 1 to 9999.</param>
public sealed record UnitsOfMedium(MediumType Medium, int Count);

/// <summary>A library that may have the item. Source: Location-Info.</summary>
/// <param name="Library">Who.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Note">What was said about it: call number, restrictions.</param>
public sealed record Location(Party Library, ElectronicAddress? Address, string? Note);

/// <summary>What an ILL-ANSWER says: a closed set, one record for each value of Transaction-Results.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "result")]
[JsonDerivedType(typeof(Conditional), "conditional")]
[JsonDerivedType(typeof(Retry), "retry")]
[JsonDerivedType(typeof(Unfilled), "unfilled")]
[JsonDerivedType(typeof(LocationsProvided), "locations-provided")]
[JsonDerivedType(typeof(WillSupply), "will-supply")]
[JsonDerivedType(typeof(HoldPlaced), "hold-placed")]
[JsonDerivedType(typeof(Estimate), "estimate")]
public abstract record AnswerResult
{
    private AnswerResult()
    {
    }

    /// <summary>Libraries named with the answer.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>The number of the result.</summary>
    [JsonIgnore]
    public abstract TransactionResults Kind { get; }

    /// <summary>Yes, on a condition.</summary>
    /// <param name="Condition">The condition.</param>
    /// <param name="ReplyBy">The last day on which the lender waits for the reply.</param>
    public sealed record Conditional(Condition Condition, DateOnly? ReplyBy) : AnswerResult
    {
        /// <inheritdoc/>
        public override TransactionResults Kind => TransactionResults.Conditional;
    }

    /// <summary>Not now; ask again.</summary>
    /// <param name="Reason">Why not now.</param>
    /// <param name="On">From when on it makes sense to ask.</param>
    public sealed record Retry(ReasonUnfilled? Reason, DateOnly? On) : AnswerResult
    {
        /// <inheritdoc/>
        public override TransactionResults Kind => TransactionResults.Retry;
    }

    /// <summary>No.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Unfilled(ReasonUnfilled Reason) : AnswerResult
    {
        /// <inheritdoc/>
        public override TransactionResults Kind => TransactionResults.Unfilled;
    }

    /// <summary>No, but these libraries may have it.</summary>
    /// <param name="Reason">Why locations and not the item.</param>
    public sealed record LocationsProvided(ReasonUnfilled? Reason) : AnswerResult
    {
        /// <inheritdoc/>
        public override TransactionResults Kind => TransactionResults.LocationsProvided;
    }

    /// <summary>Yes.</summary>
    /// <param name="Reason">What the item waits for.</param>
    /// <param name="On">When it is expected to be supplied.</param>
    public sealed record WillSupply(ReasonWillSupply Reason, DateOnly? On) : AnswerResult
    {
        /// <summary>Where the item will have to go back to.</summary>
        public PostalAddress? ReturnTo { get; init; }

        /// <inheritdoc/>
        public override TransactionResults Kind => TransactionResults.WillSupply;
    }

    /// <summary>A hold was placed.</summary>
    /// <param name="AvailableOn">When it is expected to be free.</param>
    /// <param name="Medium">The medium on hold.</param>
    public sealed record HoldPlaced(DateOnly? AvailableOn, MediumType? Medium) : AnswerResult
    {
        /// <inheritdoc/>
        public override TransactionResults Kind => TransactionResults.HoldPlaced;
    }

    /// <summary>What it would cost.</summary>
    /// <param name="Cost">In words, as the lender wrote it.</param>
    public sealed record Estimate(string Cost) : AnswerResult
    {
        /// <inheritdoc/>
        public override TransactionResults Kind => TransactionResults.Estimate;
    }
}

/// <summary>What a STATUS-OR-ERROR-REPORT says: a closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Status), "status")]
[JsonDerivedType(typeof(Error), "error")]
[JsonDerivedType(typeof(None), "none")]
public abstract record Report
{
    private Report()
    {
    }

    /// <summary>The state of the transaction at the sender. Source: Status-Report.</summary>
    /// <param name="State">Where it stands.</param>
    /// <param name="History">How it came there.</param>
    public sealed record Status(CurrentState State, HistoryReport History) : Report;

    /// <summary>What was wrong with a message. Source: Error-Report.</summary>
    /// <param name="Correlation">Which message: its kind and time.</param>
    /// <param name="Problem">What was wrong.</param>
    public sealed record Error(string Correlation, Problem Problem) : Report;

    /// <summary>No report. Source: Reason-No-Report.</summary>
    /// <param name="Reason">For now or for good.</param>
    public sealed record None(ReasonNoReport Reason) : Report;
}

/// <summary>How a transaction came where it is. Source: History-Report.</summary>
public sealed record HistoryReport
{
    /// <summary>The day it was asked for.</summary>
    public DateOnly? RequestedOn { get; init; }

    /// <summary>Author of the item.</summary>
    public string? Author { get; init; }

    /// <summary>Title of the item.</summary>
    public string? Title { get; init; }

    /// <summary>Author of the article.</summary>
    public string? ArticleAuthor { get; init; }

    /// <summary>Title of the article.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>The day of the last change of state.</summary>
    public required DateOnly LastTransitionOn { get; init; }

    /// <summary>The last service that was performed.</summary>
    public required IllService LastService { get; init; }

    /// <summary>The day of that service.</summary>
    public required DateOnly LastServiceOn { get; init; }

    /// <summary>Who performed it.</summary>
    public required Party LastServiceBy { get; init; }

    /// <summary>Loan or copy, once shipped.</summary>
    public ServiceType? ShippedAs { get; init; }

    /// <summary>The result, once answered.</summary>
    public TransactionResults? AnsweredWith { get; init; }

    /// <summary>The note of the last service.</summary>
    public string? LastNote { get; init; }
}

/// <summary>What was wrong with a message: a closed set after ISO's error reports.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "problem")]
[JsonDerivedType(typeof(General), "general")]
[JsonDerivedType(typeof(Transaction), "transaction-id")]
[JsonDerivedType(typeof(StateTransitionProhibited), "state-transition-prohibited")]
[JsonDerivedType(typeof(Unable), "unable-to-perform")]
[JsonDerivedType(typeof(Security), "security")]
[JsonDerivedType(typeof(AlreadyForwarded), "already-forwarded")]
[JsonDerivedType(typeof(CannotSendOnward), "intermediary")]
public abstract record Problem
{
    private Problem()
    {
    }

    /// <summary>The message as such is not usable.</summary>
    /// <param name="Kind">In what way.</param>
    public sealed record General(GeneralProblem Kind) : Problem;

    /// <summary>The transaction's identifier is the problem.</summary>
    /// <param name="Kind">In what way.</param>
    public sealed record Transaction(TransactionIdProblem Kind) : Problem;

    /// <summary>The service does not fit the state.</summary>
    /// <param name="Service">The service that was refused.</param>
    /// <param name="State">The state, which stays.</param>
    public sealed record StateTransitionProhibited(IllService Service, CurrentState State) : Problem;

    /// <summary>Understood, but cannot be done.</summary>
    /// <param name="Kind">Why.</param>
    /// <param name="Elements">The elements that are at fault (<c>ILL-REQUEST.item-id.title</c>), with what is wrong.
    /// Source: extension 1.0.10161.13.6.</param>
    public sealed record Unable(UnableToPerform Kind, IReadOnlyList<ElementFault> Elements) : Problem;

    /// <summary>The sender may not do that.</summary>
    /// <param name="Text">Why, in words that tell nothing about our configuration.</param>
    public sealed record Security(string Text) : Problem;

    /// <summary>The request was forwarded before.</summary>
    /// <param name="Responder">To whom.</param>
    /// <param name="Address">Where that library is reached.</param>
    public sealed record AlreadyForwarded(Party Responder, ElectronicAddress? Address) : Problem;

    /// <summary>An intermediary could not send onward.</summary>
    public sealed record CannotSendOnward : Problem;
}

/// <summary>An element that is at fault.</summary>
/// <param name="Element">Its path, like <c>ILL-REQUEST.item-id.title</c>.</param>
/// <param name="Text">What is wrong with it.</param>
public sealed record ElementFault(string Element, string Text);
