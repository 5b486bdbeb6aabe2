using System.Globalization;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Makes the messages that phrases stand for.</summary>
internal static class PhraseMessages
{
    private static readonly ReasonUnfilled[] ReasonsOfRetry =
    [
        ReasonUnfilled.InUseOnLoan, ReasonUnfilled.InProcess, ReasonUnfilled.OnOrder,
        ReasonUnfilled.VolumeIssueNotYetAvailable, ReasonUnfilled.AtBindery, ReasonUnfilled.CostExceedsLimit,
        ReasonUnfilled.Charges, ReasonUnfilled.PrepaymentRequired, ReasonUnfilled.LacksCopyrightCompliance,
        ReasonUnfilled.NotFoundAsCited, ReasonUnfilled.OnHold, ReasonUnfilled.Other, ReasonUnfilled.ResponderSpecific,
    ];

    /// <summary>What the phrases of one language say, each message once.</summary>
    internal static IReadOnlyList<LetterProposal> Of(PhraseReading reading, string text, ServiceTime writtenAt)
    {
        var header = Header(writtenAt);
        var proposals = new List<LetterProposal>();
        var refusals = reading.Hits.Where(hit => hit.Phrase.Verb is PhraseVerb.Unfilled or PhraseVerb.Retry).ToList();
        proposals.AddRange(Refusals(reading, refusals, header, writtenAt.Date));
        foreach (var hit in reading.Hits.Except(refusals).Where(hit => !BelongsToShipment(hit, reading)))
        {
            foreach (var message in Messages(hit, reading, header, writtenAt.Date))
                proposals.Add(new LetterProposal(message, Rule(reading, hit.Phrase.Name)));
        }
        var once = new List<LetterProposal>();
        foreach (var proposal in proposals.Where(p => !once.Any(known => SaySame(known.Message, p.Message))))
            once.Add(proposal with { Message = proposal.Message with { Note = Note(text) } });
        return once;
    }

    /// <summary>The letter also asks something.</summary>
    internal static LetterProposal Question(string text, ServiceTime writtenAt) =>
        new(new IllMessage.Message { Header = Header(writtenAt), Note = Note(text) }, "a question in the letter");

    /// <summary>True when two messages differ in nothing but the note.</summary>
    internal static bool SaySame(IllMessage one, IllMessage other) => string.Equals(
        JsonSerializer.Serialize(one with { Note = null }), JsonSerializer.Serialize(other with { Note = null }),
        StringComparison.Ordinal);

    /// <summary>A header without transaction: the intake fills it in.</summary>
    internal static MessageHeader Header(ServiceTime at) => new()
    {
        Transaction = new TransactionId { GroupQualifier = "", Qualifier = "" }, At = at,
    };

    internal static string? Note(string text)
    {
        string clean = LetterText.Clean(text, out _);
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>A reason and a wish to be asked again are one answer; two reasons are two.</summary>
    private static IEnumerable<LetterProposal> Refusals(
        PhraseReading reading, List<PhraseHit> refusals, MessageHeader header, DateOnly today)
    {
        var reasons = refusals.Select(hit => (Reason: hit.Phrase.Reason ?? ReasonUnfilled.Other, hit.Phrase.Name))
            .Concat(reading.ReasonNumbers.Select(number => (
                number, Name: $"reason {((int)number).ToString(CultureInfo.InvariantCulture)}")))
            .DistinctBy(reason => reason.Item1).ToList();
        // "We cannot supply" gives no reason of its own beside "it is at the bindery".
        if (reasons.Any(reason => reason.Item1 != ReasonUnfilled.Other))
            reasons.RemoveAll(reason => reason.Item1 == ReasonUnfilled.Other);
        var retry = refusals.FirstOrDefault(hit => hit.Phrase.Verb == PhraseVerb.Retry);
        foreach (var (reason, name) in reasons)
        {
            AnswerResult result = retry is null
                ? new AnswerResult.Unfilled(reason)
                : new AnswerResult.Retry(ReasonsOfRetry.Contains(reason) ? reason : ReasonUnfilled.Other, After(retry, today));
            yield return new LetterProposal(
                new IllMessage.Answer { Header = header, Result = result }, Rule(reading, name));
        }
    }

    /// <summary>"Sent today, please return it by 4 May, no renewals" is one message, not three.</summary>
    private static bool BelongsToShipment(PhraseHit hit, PhraseReading reading) =>
        hit.Phrase.Verb is PhraseVerb.Recall or PhraseVerb.RenewRefused
        && reading.Hits.Any(other => other.Phrase.Verb == PhraseVerb.Shipped);

    private static IEnumerable<IllMessage> Messages(
        PhraseHit hit, PhraseReading reading, MessageHeader header, DateOnly today)
    {
        switch (hit.Phrase.Verb)
        {
            case PhraseVerb.Shipped:
                yield return Shipped(hit, reading, header, today);
                break;
            case PhraseVerb.ReturnedOrCheckedIn:
                yield return new IllMessage.Returned { Header = header, ReturnedOn = Past(hit, today) };
                yield return new IllMessage.CheckedIn { Header = header, CheckedInOn = Past(hit, today) };
                break;
            default:
                if ((Answer(hit, header, today) ?? Tracking(hit, reading, header, today)) is { } message)
                    yield return message;
                break;
        }
    }

    private static IllMessage? Answer(PhraseHit hit, MessageHeader header, DateOnly today)
    {
        AnswerResult? result = hit.Phrase.Verb switch
        {
            PhraseVerb.WillSupply => new AnswerResult.WillSupply(
                ReasonWillSupply.BeingProcessedForSupply, After(hit, today)),
            PhraseVerb.Conditional => new AnswerResult.Conditional(hit.Phrase.Condition ?? Condition.Other, null),
            PhraseVerb.HoldPlaced => new AnswerResult.HoldPlaced(After(hit, today), null),
            _ => null,
        };
        return result is null ? null : new IllMessage.Answer { Header = header, Result = result };
    }

    private static IllMessage? Tracking(
        PhraseHit hit, PhraseReading reading, MessageHeader header, DateOnly today) => hit.Phrase.Verb switch
    {
        PhraseVerb.ConditionAccepted => new IllMessage.ConditionalReply { Header = header, Accepts = true },
        PhraseVerb.ConditionRefused => new IllMessage.ConditionalReply { Header = header, Accepts = false },
        PhraseVerb.Received => new IllMessage.Received
        {
            Header = header, ReceivedOn = Past(hit, today), ServiceType = LetterOpenings.ServiceType,
        },
        PhraseVerb.Returned => new IllMessage.Returned { Header = header, ReturnedOn = Past(hit, today) },
        PhraseVerb.CheckedIn => new IllMessage.CheckedIn { Header = header, CheckedInOn = Past(hit, today) },
        PhraseVerb.Renew => new IllMessage.Renew { Header = header, DesiredDueOn = hit.Date },
        PhraseVerb.RenewGranted => new IllMessage.RenewAnswer { Header = header, Grants = true, Due = Due(hit, reading) },
        PhraseVerb.RenewRefused => new IllMessage.RenewAnswer { Header = header, Grants = false },
        PhraseVerb.Cancel => new IllMessage.Cancel { Header = header },
        PhraseVerb.CancelAccepted => new IllMessage.CancelReply { Header = header, Agrees = true },
        PhraseVerb.CancelRefused => new IllMessage.CancelReply { Header = header, Agrees = false },
        // Without a date nobody knows which loan is meant to be overdue since when.
        PhraseVerb.Overdue => Due(hit, reading) is { } due ? new IllMessage.Overdue { Header = header, Due = due } : null,
        PhraseVerb.Recall => new IllMessage.Recall { Header = header, DueOn = hit.Date },
        PhraseVerb.Damaged => new IllMessage.Damaged { Header = header },
        PhraseVerb.Lost => new IllMessage.Lost { Header = header },
        PhraseVerb.StatusQuery => new IllMessage.StatusQuery { Header = header },
        _ => null,
    };

    private static IllMessage.Shipped Shipped(
        PhraseHit hit, PhraseReading reading, MessageHeader header, DateOnly today)
    {
        bool isRenewable = !reading.Hits.Any(other => other.Phrase.Verb == PhraseVerb.RenewRefused);
        var due = reading.DueDates.Count == 1 ? new DueDate(reading.DueDates[0], isRenewable) : null;
        return new IllMessage.Shipped
        {
            Header = header,
            ServiceType = hit.Phrase.Service ?? (due is null ? LetterOpenings.ServiceType : ServiceType.Loan),
            Supply = new SupplyDetails { ShippedOn = Past(hit, today, due?.On), Due = due },
        };
    }

    private static DueDate? Due(PhraseHit hit, PhraseReading reading) =>
        reading.DueDates.Count == 1 ? new DueDate(reading.DueDates[0])
        : reading.DueDates.Count == 0 && hit.Date is { } date ? new DueDate(date) : null;

    /// <summary>When it happened: a day at or before that of the letter, else that of the letter.</summary>
    private static DateOnly Past(PhraseHit hit, DateOnly today, DateOnly? other = null) =>
        hit.Date is { } date && date <= today && date != other ? date : today;

    private static DateOnly? After(PhraseHit hit, DateOnly today) =>
        hit.Date ?? (hit.PeriodDays is { } days ? today.AddDays(days) : null);

    private static string Rule(PhraseReading reading, string name) => $"phrase {reading.Language}/{name}";
}
