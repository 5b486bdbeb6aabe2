using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Gateway.Pod;

/// <summary>
/// What has happened to a request, told from the histories of its two halves. Its last step is the state in which it is. Pure.
/// </summary>
/// <param name="Asked">The half that goes from lender to lender; null before there is one.</param>
/// <param name="AskedLines">Its history.</param>
/// <param name="Asking">The borrower's half; null where our own library borrows.</param>
/// <param name="AskingLines">Its history.</param>
internal sealed record PodHistory(
    RequestState? Asked, IReadOnlyList<HistoryEntry> AskedLines, RequestState? Asking, IReadOnlyList<HistoryEntry> AskingLines)
{
    /// <summary>How the event of a notice begins in a history.</summary>
    public const string Noticed = "noticed:";

    /// <summary>What sends the request to the next lender, when it leaves the request asked.</summary>
    private static readonly string[] AsksNext =
    [
        "send", "resubmit", "located", "received:ill-answer", "received:expired", "received:cancel-reply", "expiry-date-passed",
        "auto-cancel-due", "reject", "reply-date-passed", "undeliverable:ill-request",
    ];

    /// <summary>What ends a lender's turn without a word of the lender.</summary>
    private static readonly string[] GivesUp = ["expiry-date-passed", "auto-cancel-due", "reject"];

    /// <summary>All steps, by time.</summary>
    /// <param name="library">How a partner is shown, by its code.</param>
    /// <param name="us">How our own library is shown.</param>
    public IReadOnlyList<RapidPodEvent> Steps(Func<string, RapidPodLibrary> library, RapidPodLibrary us)
    {
        var borrower = Asking?.Partner is { } code ? library(code) : us;

        // The sorts are stable. The end that follows from a lender's answer at the same moment stands behind it.
        return
        [
            .. OfAsking(borrower, us).Concat(OfAsked(library, borrower))
                .OrderBy(step => step.At).ThenBy(step => step.State == RapidState.NotAvailable),
        ];
    }

    /// <summary>Has a member's system taken notice since the thing last happened?</summary>
    /// <param name="lines">The history of the half on which notices are kept.</param>
    /// <param name="notice">Of what.</param>
    /// <param name="triggers">The events that bring it up.</param>
    public static bool IsNoticed(IReadOnlyList<HistoryEntry> lines, RapidPodNotice notice, params ReadOnlySpan<string> triggers)
    {
        var name = NameOf(notice);
        for (var at = lines.Count - 1; at >= 0; at--)
        {
            if (lines[at].Event == name)
            {
                return true;
            }

            if (triggers.Contains(lines[at].Event))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The event of a notice.</summary>
    public static string NameOf(RapidPodNotice notice) => Noticed + notice.ToString().ToLowerInvariant();

    /// <summary>Does the line tell that a lender is asked?</summary>
    public static bool IsAsking(HistoryEntry line) => line.To == Status.RequestSent && AsksNext.Contains(line.Event);

    /// <summary>Did the borrower say, after the last shipment, that nothing has come?</summary>
    public bool IsNotReceived()
    {
        var told = AskingLines.LastOrDefault(IsNotReceived)?.At;
        return told is not null && !AskedLines.Any(line => line.Event == "received:shipped" && line.At > told);
    }

    private bool IsNotReceived(HistoryEntry line) => line.Event == "received:message"
        && NoteAt(Asking, line)?.StartsWith(RapidPodUpdates.NotReceived, StringComparison.Ordinal) == true;

    private IEnumerable<RapidPodEvent> OfAsking(RapidPodLibrary borrower, RapidPodLibrary us)
    {
        foreach (var line in AskingLines)
        {
            (RapidPodLibrary Who, RapidState State)? step = line.Event switch
            {
                "received:ill-request" when line.From is null => (borrower, RapidState.New),
                "received:cancel" when line.To == Status.Cancelled => (borrower, RapidState.Cancelled),
                "received:received" =>
                    (borrower, Asking?.SuppliedAs == ServiceType.Loan ? RapidState.Received : RapidState.Filled),
                "received:returned" => (borrower, RapidState.Returned),
                "received:renew" => (borrower, RapidState.RenewalRequested),
                "received:lost" => (borrower, RapidState.Lost),
                _ when IsNotReceived(line) => (borrower, RapidState.NotReceived),
                _ when line.From != line.To && line.To is Status.Rejected or Status.Expired && !PodStates.IsBadCitation(Asked) =>
                    (us, RapidState.NotAvailable),
                _ => null,
            };
            if (step is { } told)
            {
                yield return new RapidPodEvent(
                    told.Who, told.State, line.At, told.State == RapidState.New ? null : NoteAt(Asking, line));
            }
        }
    }

    private IEnumerable<RapidPodEvent> OfAsked(Func<string, RapidPodLibrary> library, RapidPodLibrary borrower)
    {
        var legs = Asked?.Rota.Where(leg => leg.Transaction is not null).Select(leg => leg.Partner).ToArray() ?? [];
        var next = 0;
        foreach (var line in AskedLines)
        {
            if (OfLender(line) is { } state)
            {
                yield return new RapidPodEvent(library(line.By), state, line.At, NoteAt(Asked, line));
            }
            else if (Asking is null && OfOurs(line) is { } ours)
            {
                yield return new RapidPodEvent(borrower, ours, line.At, null);
            }

            if (next > 0 && GivesUp.Contains(line.Event) && line.To is Status.RequestSent or Status.Rejected)
            {
                yield return new RapidPodEvent(library(legs[next - 1]), RapidState.Unfilled, line.At, "No answer in time.");
            }

            if (IsAsking(line) && next < legs.Length)
            {
                yield return new RapidPodEvent(library(legs[next++]), RapidState.Pending, line.At, null);
            }
        }
    }

    private static RapidState? OfLender(HistoryEntry line) => line.Event switch
    {
        "received:ill-answer" when line.To == Status.WillSupply => RapidState.Filled,
        "received:ill-answer" when line.To == Status.BadCitation => RapidState.BadCitationLender,
        "received:ill-answer" when line.To is Status.RequestSent or Status.Rejected => RapidState.Unfilled,
        "received:shipped" => line.To == Status.ShippedPhysically ? RapidState.Shipped : RapidState.Filled,
        "received:renew-answer" => line.To == Status.RenewNotAccepted ? RapidState.NotRenewed : RapidState.Renewed,
        "received:checked-in" => RapidState.Finished,
        "received:lost" => RapidState.Lost,
        _ => null,
    };

    /// <summary>Where our own library borrows, its steps stand in the same history.</summary>
    private static RapidState? OfOurs(HistoryEntry line) => line.Event switch
    {
        "cancel" => RapidState.Cancelled,
        "receive" => RapidState.Received,
        "return" => RapidState.Returned,
        "renew" => RapidState.RenewalRequested,
        "report-lost" => RapidState.Lost,
        _ => null,
    };

    /// <summary>What was said with it, without the line about the parcel.</summary>
    private static string? NoteAt(RequestState? half, HistoryEntry line)
    {
        var text = half?.Notes.LastOrDefault(
            note => note.Kind == NoteKind.FromPartner && note.At == line.At && note.By == line.By)?.Text;
        var words = text?.Split('\n')
            .Where(one => !one.StartsWith(RapidPodUpdates.Tracking, StringComparison.Ordinal)).ToArray() ?? [];
        return words.Length == 0 ? null : string.Join(' ', words);
    }
}
