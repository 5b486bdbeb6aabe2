namespace ResourceSharing.Mapping.RapidIll;

/// <summary>How a request stands, whether a queue has shown it or a look at the request.</summary>
public sealed record RapidEntry
{
    /// <summary>The number of the request at the service.</summary>
    public required int Number { get; init; }

    /// <summary>The borrower's own number; empty when none was given.</summary>
    public required string Reference { get; init; }

    /// <summary>Its state.</summary>
    public required RapidState State { get; init; }

    /// <summary>Article, book or chapter.</summary>
    public required RapidRequestType Type { get; init; }

    /// <summary>When it came into its state, in the time of the service; null where nothing is said.</summary>
    public DateTime? Since { get; init; }

    /// <summary>The lender and its branch; empty when none is named.</summary>
    public string Lender { get; init; } = "";

    /// <summary>Where the file can be fetched.</summary>
    public string? FileAt { get; init; }

    /// <summary>The password that it is fetched with, sealed.</summary>
    public string? SealedPassword { get; init; }

    /// <summary>Due date of a loan.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Number of the parcel.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>Where a loan goes back to.</summary>
    public string? ReturnTo { get; init; }

    /// <summary>What was said with the state.</summary>
    public string? Remarks { get; init; }

    /// <summary>The same for the same state of the same request, however often and by whatever call it is
    /// shown.</summary>
    public string Identity => FormattableString.Invariant(
        $"request {Number} {State} {Since:yyyy-MM-ddTHH:mm:ss.FFFFFFF}").TrimEnd();

    /// <summary>An entry of a queue.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="seal">Seals passwords.</param>
    public static RapidEntry Of(RapidTransaction entry, Func<string, string> seal)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(seal);
        var last = InOrder(entry.TransactionHistory).LastOrDefault(step => step.StateType == entry.StateType);
        return new RapidEntry
        {
            Number = entry.RapidRequestId,
            Reference = entry.XRefRequestId?.Trim() ?? "",
            State = entry.StateType,
            Type = entry.RapidRequestType,
            Since = last?.TransactionDate,
            Lender = Library(entry.LenderRapidCode, entry.LenderBranch),
            FileAt = Text(entry.ArticleExchangeAddress),
            SealedPassword = Sealed(entry.ArticleExchangePassword, seal),
            DueOn = Day(entry.DueDate),
            TrackingNumber = Text(entry.TrackingNumber),
            ReturnTo = Text(entry.LenderMailingAddress),
            Remarks = Text(last?.AdditionalInfo) ?? Text(entry.AdditionalInfo),
        };
    }

    /// <summary>A look at a request. It names no state: the last step of the history is the state.</summary>
    /// <param name="number">The number that was asked for.</param>
    /// <param name="info">The answer.</param>
    /// <param name="seal">Seals passwords.</param>
    public static RapidEntry Of(int number, RetrieveInfoOutput info, Func<string, string> seal)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(seal);
        var last = InOrder(info.HistoryTransactions).LastOrDefault();
        return new RapidEntry
        {
            Number = number,
            Reference = info.XRefRequestId?.Trim() ?? "",
            State = last?.StateType ?? RapidState.Unknown,
            Type = info.RapidRequestType,
            Since = last?.TransactionDate,
            Lender = Library(info.LenderRapidCode, info.LenderBranch),
            FileAt = Text(info.ArticleExchangeAddress),
            SealedPassword = Sealed(info.ArticleExchangePassword, seal),
            DueOn = Day(info.DueDate),
            TrackingNumber = Text(info.TrackingNumber),
            ReturnTo = Text(info.LenderMailingAddress),
            Remarks = Text(last?.AdditionalInfo),
        };
    }

    /// <summary>Steps by their time: their order is not promised. Of two at the same time the later one in the list
    /// counts.</summary>
    /// <param name="steps">As they came; null where none did.</param>
    public static IEnumerable<RapidHistory> InOrder(IEnumerable<RapidHistory>? steps) =>
        (steps ?? []).OrderBy(step => step.TransactionDate);

    private static string Library(string? code, string? branch) =>
        string.Join(' ', new[] { Text(code), Text(branch) }.OfType<string>());

    /// <summary>What is too long is no password that anybody could type; the staff find it at the service.</summary>
    private static string? Sealed(string? password, Func<string, string> seal) =>
        Text(password) is { Length: <= RapidLimits.MaxPasswordChars } text ? seal(text) : null;

    private static DateOnly? Day(DateTime? time) => time is { } at ? DateOnly.FromDateTime(at) : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
