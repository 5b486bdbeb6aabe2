using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Which letter to the patron follows from what has happened to a request. Pure; what the library wants of them is
/// decided elsewhere.</summary>
internal static class PatronLetters
{
    /// <summary>The letter; null for none.</summary>
    /// <param name="before">The request as it was.</param>
    /// <param name="after">As it is now.</param>
    /// <param name="event">What happened.</param>
    /// <param name="dueOn">The patron's due date now.</param>
    public static PatronLetter? Of(RequestState before, RequestState after, RequestEvent @event, DateOnly? dueOn)
    {
        if (after is not { Side: Side.Borrowing, Content.Patron: not null })
        {
            return null;
        }

        return EventKinds.Of(Side.Borrowing, @event) switch
        {
            EventKind.Receive or EventKind.ShipDigitally => Received(after, Fields(@event), dueOn),
            EventKind.Approve when before.Digitisation is { File: HeldFile.Held } && DigitisationGate.MayRelease(after) =>
                Received(after, Fields(@event), dueOn),
            EventKind.RenewAnswerYesArrived when before.IsRenewalForPatron =>
                new PatronLetter(PatronLetterCode.FulBorrowingInfoLetter) { IsGranted = true, DueOn = dueOn },
            EventKind.RenewAnswerNoArrived or EventKind.PatronRenewalRefused when before.IsRenewalForPatron =>
                new PatronLetter(PatronLetterCode.FulBorrowingInfoLetter)
                {
                    DueOn = dueOn, Note = LifecycleRules.Text(Fields(@event).PatronNote),
                },
            EventKind.PatronDueDatePassed => new PatronLetter(PatronLetterCode.FulUserOverdueNoticeLetter) { DueOn = dueOn },
            EventKind.ChangeStatus => null,
            var kind when before.Status != after.Status => Ended(kind, before, after, @event),
            _ => null,
        };
    }

    /// <summary>What staff say for the patron with a cancellation is kept until the supplier has agreed to it.</summary>
    public static RequestState Remember(RequestState before, RequestState after, RequestEvent @event)
    {
        var word = after.Status != Status.CancelReply ? null
            : @event is RequestEvent.Staff { Action: StaffAction.Cancel, Fields: var fields } ? WordOf(fields)
            : before.PatronWord;
        return word == after.PatronWord ? after : after with { PatronWord = word };
    }

    /// <summary>Where a file can be fetched by a patron; null for anything that is no link of the web.</summary>
    public static string? LinkOf(OfferedFile? file) => file?.Address?.Address is { } address
        && Uri.TryCreate(address, UriKind.Absolute, out var link) && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp)
        ? address
        : null;

    private static PatronLetter? Received(RequestState after, ActionFields fields, DateOnly? dueOn)
    {
        if (fields.NotifyPatron == false)
        {
            return null;
        }

        PatronLetterCode? code = after.Status switch
        {
            Status.ReceivedPhysically or Status.ReceivedNotForLoan => PatronLetterCode.FulPlaceOnHoldShelfLetter,
            Status.ReceivedDigitally or Status.RequestCompleted => after.File switch
            {
                { Document: { IsAttached: true, Number: not null } } => PatronLetterCode.FulDigitizationNotificationItemLetter,
                { } file when LinkOf(file) is not null => PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter,
                _ => null,
            },
            _ => null,
        };
        return code is { } known
            ? new PatronLetter(known)
            {
                DueOn = known == PatronLetterCode.FulPlaceOnHoldShelfLetter && !after.IsCopy() ? dueOn : null,
                Note = LifecycleRules.Text(fields.PatronNote),
            }
            : null;
    }

    private static PatronLetter? Ended(EventKind kind, RequestState before, RequestState after, RequestEvent @event)
    {
        var word = kind is EventKind.Cancel or EventKind.ApprovalRefused ? WordOf(Fields(@event)) : before.PatronWord;
        PatronEnding? ending = after.Status switch
        {
            Status.Expired => PatronEnding.Expired,
            Status.Cancelled => PatronEnding.NotSupplied,
            Status.CancelledByStaff when kind == EventKind.ApprovalRefused => PatronEnding.NotApproved,
            Status.CancelledByStaff when kind is EventKind.NotLocated or EventKind.AutoCancelDue
                || before.Status is Status.Rejected or Status.LocateFailed => PatronEnding.NotSupplied,
            Status.CancelledByStaff => PatronEnding.ByLibrary,
            _ => null,
        };
        return ending is { } end && word is not { IsWanted: false }
            ? new PatronLetter(PatronLetterCode.FulCancelRequestLetter) { Ending = end, Reason = word?.Reason, Note = word?.Note }
            : null;
    }

    /// <summary>A reason that is none of the standard's is told in its own words.</summary>
    private static PatronWord WordOf(ActionFields fields)
    {
        ReasonUnfilled? reason = IsoCode.TryParse<ReasonUnfilled>(fields.Reason ?? "", out var code) ? code : null;
        string?[] words = [reason is null ? LifecycleRules.Text(fields.Reason) : null, LifecycleRules.Text(fields.PatronNote)];
        var note = string.Join('\n', words.OfType<string>());
        return new PatronWord(fields.NotifyPatron != false, reason, note.Length == 0 ? null : note);
    }

    private static ActionFields Fields(RequestEvent @event) =>
        @event is RequestEvent.Staff staff ? staff.Fields : ActionFields.None;
}
