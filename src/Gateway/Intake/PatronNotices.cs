using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>What follows for the patron from a decision.</summary>
/// <param name="State">The request, with an alert where the letter cannot be sent.</param>
/// <param name="Text">A line for the history; null when nothing follows.</param>
/// <param name="Entry">What goes into the outbox; null for nothing.</param>
internal sealed record PatronNotice(RequestState State, string? Text, OutboxEntry? Entry)
{
    /// <summary>The event's name in the history.</summary>
    public const string Event = "patron-letter";

    /// <summary>The alert of a letter that could not be sent.</summary>
    public const string Alert = "patron-letter";
}

/// <summary>Letters to patrons: whether the library sends them, whether they can be sent, and what stands in the outbox. Like
/// messages to partners they are kept, tried again, and seen there.</summary>
internal static class PatronNotices
{
    /// <summary>What follows.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="before">The request as it was.</param>
    /// <param name="after">As it is now.</param>
    /// <param name="event">What happened.</param>
    /// <param name="network">Ours.</param>
    /// <param name="isSilent">Whether another system tells the patron.</param>
    public static PatronNotice After(
        IUnitOfWork work, RequestState before, RequestState after, RequestEvent @event, Network network,
        Func<Effect, bool>? isSilent = null)
    {
        var state = PatronLetters.Remember(before, after, @event);
        var letter = PatronLetters.Of(before, after, @event, network.PatronDueOn(after));
        if (letter is null || !network.Snapshot.Gateway.PatronLetters.Sends(letter.Code)
            || isSilent?.Invoke(new Effect.NotifyPatron(letter)) == true)
        {
            return new PatronNotice(state, null, null);
        }

        var patron = after.Content.Patron!;
        if (IsDocument(letter.Code) && network.WhyNotDeliver(after) is { } forbidden)
        {
            return new PatronNotice(state, Forbidden(forbidden), null);
        }

        var why = network.Find(JournalEntry.Patrons) is null ? "no mail leaves this gateway"
            : PatronAddress.Of(work.Circulation, patron).Email is null ? "no mail address of the patron is known"
            : null;
        return why is null
            ? new PatronNotice(state, $"Letter to the patron: {Words(letter)}.", Entry(state, letter, @event.At, network))
            : new PatronNotice(
                TaskRules.Alerted(state, PatronNotice.Alert, Unsent(letter, why), @event.At), Unsent(letter, why), null);
    }

    /// <summary>A file that came is not offered to the patron, since a rule forbids it.</summary>
    public static void Withhold(IUnitOfWork work, RequestState state, string forbidden, RequestEvent @event) =>
        work.AppendHistory(new HistoryEntry(
            state.Number, @event.At, PatronNotice.Event, state.Status, state.Status, @event.By, Forbidden(forbidden), null));

    /// <summary>A letter will not arrive: staff have to tell the patron. Ends the row.</summary>
    public static void GiveUp(
        IUnitOfWork work, OutboxRow row, OutboxState end, string detail, string why, string by, DateTimeOffset at)
    {
        work.FinishOutbox(row.Id, end, at, detail);
        if (row.Entry is not { Letter: { } letter, Request: { } number } || work.FindRequest(number) is not { } state)
        {
            return;
        }

        var text = Unsent(letter, why);
        if (end != OutboxState.Cancelled)
        {
            work.UpdateRequest(TaskRules.Alerted(LetterNotes.Next(state, at), PatronNotice.Alert, text, at));
        }

        work.AppendHistory(new HistoryEntry(number, at, PatronNotice.Event, state.Status, state.Status, by, text, row.Message));
    }

    private static bool IsDocument(PatronLetterCode code) => code
        is PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter
        or PatronLetterCode.FulDigitizationNotificationItemLetter;

    private static string Forbidden(string why) => $"No letter to the patron: {why}";

    private static string Unsent(PatronLetter letter, string why) => $"The patron was not told by mail ({Words(letter)}): {why.TrimEnd('.')}.";

    private static string Words(PatronLetter letter) => letter.Code switch
    {
        PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter => "the document can be fetched by a link",
        PatronLetterCode.FulDigitizationNotificationItemLetter => "the document, attached",
        PatronLetterCode.FulPlaceOnHoldShelfLetter => "ready for pickup",
        PatronLetterCode.FulCancelRequestLetter => "the request has ended without the item",
        PatronLetterCode.FulBorrowingInfoLetter => letter.IsGranted ? "renewal granted" : "renewal not granted",
        PatronLetterCode.FulUserOverdueNoticeLetter => "overdue",
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "not a letter of this set"),
    };

    private static OutboxEntry Entry(RequestState state, PatronLetter letter, DateTimeOffset at, Network network)
    {
        var message = new IllMessage.Message
        {
            Header = new MessageHeader
            {
                // A request that ended before anybody was asked has no transaction.
                Transaction = state.Transaction ?? new TransactionId
                {
                    InitialRequester = state.OurSymbol, GroupQualifier = state.Id, Qualifier = "0",
                },
                At = ServiceTime.From(at),
            },
        };
        return new OutboxEntry(state.Number, JournalEntry.Patrons, Correspondence.Address(message, state, network), at, at)
        {
            Letter = letter,
        };
    }
}
