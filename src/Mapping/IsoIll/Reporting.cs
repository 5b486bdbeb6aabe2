using ResourceSharing.Mapping.Canonical;
namespace ResourceSharing.Mapping.IsoIll;

/// <summary>The answer to a Status-Query. ISO 10161-1 <c>Status-Report</c>.</summary>
public sealed record StatusReport
{
    /// <summary><c>user-status-report</c> [0], mandatory.</summary>
    public required HistoryReport UserStatusReport { get; init; }

    /// <summary><c>provider-status-report</c> [1], mandatory.</summary>
    public required CurrentState ProviderStatusReport { get; init; }
}

/// <summary>
/// The history of a transaction as its reporter sees it. ISO 10161-1 <c>History-Report</c>.
/// </summary>
public sealed record HistoryReport
{
    /// <summary><c>date-requested</c> [0], optional.</summary>
    public string? DateRequested { get; init; }

    /// <summary><c>author</c> [1], optional.</summary>
    public IllString? Author { get; init; }

    /// <summary><c>title</c> [2], optional.</summary>
    public IllString? Title { get; init; }

    /// <summary><c>author-of-article</c> [3], optional.</summary>
    public IllString? AuthorOfArticle { get; init; }

    /// <summary><c>title-of-article</c> [4], optional.</summary>
    public IllString? TitleOfArticle { get; init; }

    /// <summary><c>date-of-last-transition</c> [5], mandatory.</summary>
    public required string DateOfLastTransition { get; init; }

    /// <summary><c>most-recent-service</c> [6], mandatory.</summary>
    public required MostRecentService MostRecentService { get; init; }

    /// <summary><c>date-of-most-recent-service</c> [7], mandatory.</summary>
    public required string DateOfMostRecentService { get; init; }

    /// <summary><c>initiator-of-most-recent-service</c> [8], mandatory.</summary>
    public required SystemId InitiatorOfMostRecentService { get; init; }

    /// <summary><c>shipped-service-type</c> [9], optional.</summary>
    public IllServiceType? ShippedServiceType { get; init; }

    /// <summary><c>transaction-results</c> [10], optional.</summary>
    public TransactionResults? TransactionResults { get; init; }

    /// <summary><c>most-recent-service-note</c> [11], optional.</summary>
    public IllString? MostRecentServiceNote { get; init; }
}

/// <summary>What went wrong with an earlier APDU. ISO 10161-1 <c>Error-Report</c>.</summary>
public sealed record ErrorReport
{
    /// <summary><c>correlation-information</c> [0], mandatory.</summary>
    public required IllString CorrelationInformation { get; init; }

    /// <summary><c>report-source</c> [1], mandatory.</summary>
    public required ReportSource ReportSource { get; init; }

    /// <summary><c>user-error-report</c> [2], optional.</summary>
    public UserErrorReport? UserErrorReport { get; init; }

    /// <summary><c>provider-error-report</c> [3], optional.</summary>
    public ProviderErrorReport? ProviderErrorReport { get; init; }
}

/// <summary>An error that the service user found. ISO 10161-1 <c>User-Error-Report</c>.</summary>
public abstract record UserErrorReport
{
    private UserErrorReport()
    {
    }

    /// <summary><c>already-forwarded</c> [0].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record AlreadyForwarded(IsoIll.AlreadyForwarded Value) : UserErrorReport;

    /// <summary><c>intermediary-problem</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record IntermediaryProblem(IsoIll.IntermediaryProblem Value) : UserErrorReport;

    /// <summary><c>security-problem</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record SecurityProblem(IllString Value) : UserErrorReport;

    /// <summary><c>unable-to-perform</c> [3].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record UnableToPerform(Canonical.UnableToPerform Value) : UserErrorReport;
}

/// <summary>The request was forwarded to another library. ISO 10161-1 <c>Already-Forwarded</c>.</summary>
public sealed record AlreadyForwarded
{
    /// <summary><c>responder-id</c> [0], mandatory.</summary>
    public required SystemId ResponderId { get; init; }

    /// <summary><c>responder-address</c> [1], optional.</summary>
    public SystemAddress? ResponderAddress { get; init; }
}

/// <summary>An error that the protocol machine found. ISO 10161-1 <c>Provider-Error-Report</c>.</summary>
public abstract record ProviderErrorReport
{
    private ProviderErrorReport()
    {
    }

    /// <summary><c>general-problem</c> [0].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record GeneralProblem(Canonical.GeneralProblem Value) : ProviderErrorReport;

    /// <summary><c>transaction-id-problem</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record TransactionIdProblem(Canonical.TransactionIdProblem Value) : ProviderErrorReport;

    /// <summary><c>state-transition-prohibited</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record StateTransitionProhibited(IsoIll.StateTransitionProhibited Value)
        : ProviderErrorReport;
}

/// <summary>
/// The APDU is not allowed in the current state. ISO 10161-1 <c>State-Transition-Prohibited</c>.
/// </summary>
public sealed record StateTransitionProhibited
{
    /// <summary><c>aPDU-type</c> [0], mandatory.</summary>
    public required IllApduType ApduType { get; init; }

    /// <summary><c>current-state</c> [1], mandatory.</summary>
    public required CurrentState CurrentState { get; init; }
}
