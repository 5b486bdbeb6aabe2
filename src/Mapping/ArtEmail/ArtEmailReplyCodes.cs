using System.Globalization;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>What is behind a reply code.</summary>
/// <param name="Tail">The words behind the code, in capitals; may be empty.</param>
/// <param name="Header">A header without a transaction.</param>
internal sealed record ArtEmailReplyCase(string Tail, MessageHeader Header);

/// <summary>A reply code.</summary>
/// <param name="Code">As it is sent.</param>
/// <param name="TakesWords">May words follow? Short codes are words of plain English too, and must stand alone.</param>
/// <param name="Meaning">What it says; null when an argument is missing without which it says nothing.</param>
internal sealed record ArtEmailReplyCode(string Code, bool TakesWords, Func<ArtEmailReplyCase, IllMessage?> Meaning);

/// <summary>The codes since 2012 with their meaning. Source: feeds reference, 1.2. The longest code that fits is the one
/// that was sent.</summary>
internal static partial class ArtEmailReplyCodes
{
    /// <summary>All codes, the longest first.</summary>
    public static IReadOnlyList<ArtEmailReplyCode> All { get; } = new ArtEmailReplyCode[]
    {
        new("CAN", false, one => new IllMessage.CancelReply { Header = one.Header, Agrees = true }),
        new("NCAN", false, one => new IllMessage.CancelReply { Header = one.Header, Agrees = false }),
        new("CAT*REAPPLY", false, Reapply),
        new("CRF*CANNOT MATCH ITEM", true, one => Unfilled(one, ReasonUnfilled.NotFoundAsCited)),
        new("NOT", false, one => Unfilled(one, ReasonUnfilled.NotOwned)),
        new("NOT*NUKL", true, one => Unfilled(one, ReasonUnfilled.LocationsNotFound)),
        new("DIRECT", false, one => Answer(one, new AnswerResult.LocationsProvided(null), "Locations are given; apply to them.")),
        new("RCOP", false, one => Unfilled(one, ReasonUnfilled.PolicyProblem, "Copyright restrictions.")),
        new("*INVALID ORDERING OPTIONS", true,
            one => Unfilled(one, ReasonUnfilled.PolicyProblem, "The combination of ordering options is not valid.")),
        new("TOTAL LOAN*MORE THAN 1 VOLUME", true,
            one => Unfilled(one, ReasonUnfilled.Other, "More than one volume: each needs a request of its own.")),
        new("*TOTAL LIBRARY", false, one => Answer(
            one, new AnswerResult.WillSupply(ReasonWillSupply.Other, null), "Sent on to a partner supplier.")),
        new("*TOTAL LIBRARY MAX COST", false, one => Unfilled(
            one, ReasonUnfilled.CostExceedsLimit, Amount(one) is { } amount ? $"It would cost {amount} GBP." : "Too expensive.")),
        new("USE*", false, one => Answer(one, new AnswerResult.HoldPlaced(null, null),
            Number(one) is { } place ? $"On the waiting list, position {place}." : "On the waiting list.")),
        new("USE O/D", false, one => Answer(one,
            new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, Date(one)), "Revised date of despatch.")),
        new("SHIPPED COPY", false, one => new IllMessage.Shipped
        {
            Header = one.Header, ServiceType = ServiceType.CopyNonReturnable,
            Supply = new SupplyDetails { ShippedOn = one.Header.At.Date },
        }),
        new("DUE", false, one => Overdue(one, "Please return.")),
        new("DUE WAIT", true, one => Message(one, "Due soon; it cannot be renewed, since others wait for it.")),
        new("DUE*AUTOMATIC RENEWAL PENDING", true, one => Message(one, Date(one) is { } due
            ? $"Due on {due:yyyy-MM-dd}; it will be renewed by itself." : "Due soon; it will be renewed by itself.")),
        new("*FINAL DEMAND", true, one => Overdue(one, "Final demand: return it at once.")),
        new("NO RENEW", true, one => new IllMessage.RenewAnswer { Header = one.Header, Grants = false }),
        new("RENEWED*", false, one => Date(one) is { } due
            ? new IllMessage.RenewAnswer { Header = one.Header, Grants = true, Due = new DueDate(due) }
            : null),
    }.OrderByDescending(code => code.Code.Length).ToArray();

    /// <summary>The code at the beginning of a text, with what stands behind it.</summary>
    /// <param name="text">In capitals, with single blanks and none around an asterisk.</param>
    public static (ArtEmailReplyCode Code, string Tail)? Find(string text)
    {
        foreach (var code in All.Where(code => text.StartsWith(code.Code, StringComparison.Ordinal)))
        {
            var tail = text[code.Code.Length..];
            var isWhole = code.Code.EndsWith('*') || tail.Length == 0 || !char.IsAsciiLetterOrDigit(tail[0]);
            if (isWhole && (code.TakesWords || !tail.Any(char.IsAsciiLetter)) && !tail.StartsWith('*'))
                return (code, tail.Trim(' ', '*', '.', ',', ';', ':'));
        }

        return null;
    }

    private static IllMessage.Answer Reapply(ArtEmailReplyCase one)
    {
        var weeks = Number(one);
        DateOnly? on = weeks is { } count ? one.Header.At.Date.AddDays(7 * count) : null;
        return Answer(one, new AnswerResult.Retry(ReasonUnfilled.Other, on),
            weeks is null ? "Not available now; apply again." : $"Not available now; apply again in {weeks} weeks.");
    }

    private static IllMessage.Answer Unfilled(ArtEmailReplyCase one, ReasonUnfilled reason, string? note = null) =>
        Answer(one, new AnswerResult.Unfilled(reason), note);

    private static IllMessage.Answer Answer(ArtEmailReplyCase one, AnswerResult result, string? note) =>
        new() { Header = one.Header, Result = result, Note = note };

    /// <summary>No date comes with it: a due date that is known stands, and else it was due the day before at the
    /// latest.</summary>
    private static IllMessage.Overdue Overdue(ArtEmailReplyCase one, string note) =>
        new() { Header = one.Header, Due = new DueDate(Date(one) ?? one.Header.At.Date.AddDays(-1)), Note = note };

    private static IllMessage.Message Message(ArtEmailReplyCase one, string note) => new() { Header = one.Header, Note = note };

    /// <summary>Weeks or a place in a queue: at most three digits, so that no date comes of it that no calendar has.</summary>
    private static int? Number(ArtEmailReplyCase one) =>
        NumberForm().Match(one.Tail) is { Success: true } match
            ? int.Parse(match.Value, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    private static string? Amount(ArtEmailReplyCase one) =>
        AmountForm().Match(one.Tail) is { Success: true } match ? match.Value : null;

    private static DateOnly? Date(ArtEmailReplyCase one) =>
        DateForm().Match(one.Tail) is { Success: true } match && DateOnly.TryParseExact(
            match.Value, "dd-MM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    [GeneratedRegex(@"^\d{1,3}\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"\d{1,6}(\.\d\d)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AmountForm();

    [GeneratedRegex(@"\d\d-\d\d-\d\d\d\d", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DateForm();
}
