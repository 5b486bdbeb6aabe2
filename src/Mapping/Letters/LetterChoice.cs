using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Which letter says what a message says. Source: lifecycle reference, sections 4.3 and
/// 5.</summary>
public static class LetterChoice
{
    /// <summary>The letter; null for the two messages that no letter can say: status or error reports and forward
    /// notifications.</summary>
    public static LetterCode? For(IllMessage message) => message switch
    {
        IllMessage.Request => LetterCode.FulOutgoingEmailLetter,
        IllMessage.Cancel => LetterCode.FulCancelEmailLetter,
        IllMessage.Renew => LetterCode.FulRenewEmailLetter,
        IllMessage.Lost => LetterCode.FulLostEmailLetter,
        IllMessage.Damaged => LetterCode.FulDamagedEmailLetter,
        IllMessage.Received => LetterCode.BorrowerReceiveEmailLetter,
        IllMessage.Returned => LetterCode.BorrowerReturnEmailLetter,
        IllMessage.ConditionalReply => LetterCode.BorrowerConditionalReplyEmailLetter,
        IllMessage.Shipped => LetterCode.LenderShipEmailLetter,
        IllMessage.Answer answer => ForAnswer(answer.Result),
        IllMessage.RenewAnswer => LetterCode.LenderRenewResponseEmailLetter,
        IllMessage.CheckedIn => LetterCode.LenderCheckedInEmailLetter,
        IllMessage.Recall => LetterCode.LendingRecallEmailLetter,
        IllMessage.Overdue => LetterCode.BorrowerOverdueEmailLetter,
        IllMessage.CancelReply => LetterCode.LenderCancelReplyEmailLetter,
        IllMessage.Expired => LetterCode.LenderExpiredEmailLetter,
        IllMessage.Message { IsClaim: true } => LetterCode.BorrowerClaimEmailLetter,
        IllMessage.Message => LetterCode.GeneralMessageEmailLetter,
        IllMessage.StatusQuery => LetterCode.StatusQueryEmailLetter,
        IllMessage.StatusOrErrorReport or IllMessage.ForwardNotification => null,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.Service, "No known service."),
    };

    /// <summary>Is there anything that the reader could answer? Not to a letter that ends the request.</summary>
    internal static bool WantsAnswer(LetterCode code) => code switch
    {
        LetterCode.LenderRejectEmailLetter or LetterCode.LenderAnswerEmailLetter
            or LetterCode.LenderCheckedInEmailLetter or LetterCode.LenderExpiredEmailLetter => false,
        _ => true,
    };

    /// <summary>Why a message has no letter, for the staff.</summary>
    internal static string WhyNone(IllMessage message) => message switch
    {
        IllMessage.ForwardNotification =>
            "A forward notification is not sent by letter: this system never forwards a partner's request.",
        _ => "A status or error report answers a system; a partner who reads letters has none.",
    };

    private static LetterCode ForAnswer(AnswerResult result) => result switch
    {
        AnswerResult.Unfilled => LetterCode.LenderRejectEmailLetter,
        AnswerResult.WillSupply or AnswerResult.HoldPlaced => LetterCode.LenderWillSupplyEmailLetter,
        AnswerResult.Conditional => LetterCode.LenderConditionalEmailLetter,
        AnswerResult.Retry or AnswerResult.LocationsProvided or AnswerResult.Estimate =>
            LetterCode.LenderAnswerEmailLetter,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result.Kind, "No known result."),
    };
}
