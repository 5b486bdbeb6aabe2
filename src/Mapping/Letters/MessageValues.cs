using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Puts what a message itself says into words.</summary>
internal static class MessageValues
{
    internal static void Put(LetterValues values, IllMessage message, LetterWords words)
    {
        values.Say("note", message.Note);
        string? Date(DateOnly? date) => words.Date(date);
        switch (message)
        {
            case IllMessage.Request request:
                RequestValues.Put(values.Say, request.Content, words);
                break;
            case IllMessage.Shipped shipped:
                PutShipped(values, shipped, words);
                break;
            case IllMessage.Answer answer:
                PutAnswer(values, answer.Result, words);
                break;
            case IllMessage.ConditionalReply reply:
                values.Know("isGranted", words.Flag(reply.Accepts));
                break;
            case IllMessage.CancelReply reply:
                values.Know("isGranted", words.Flag(reply.Agrees));
                break;
            case IllMessage.Received received:
                values.Say("receivedOn", Date(received.ReceivedOn));
                values.Say("service", words.Words(received.ServiceType));
                values.Say("supplier", received.Supplier?.ToString());
                break;
            case IllMessage.Recall recall:
                PutRecall(values, Date(recall.DueOn));
                break;
            case IllMessage.Returned returned:
                values.Say("returnedOn", Date(returned.ReturnedOn));
                values.Say("via", returned.Via);
                values.Say("insuredFor", returned.InsuredFor?.ToString());
                break;
            case IllMessage.CheckedIn checkedIn:
                values.Say("checkedInOn", Date(checkedIn.CheckedInOn));
                break;
            case IllMessage.Overdue overdue:
                PutDue(values, overdue.Due, words);
                break;
            case IllMessage.Renew renew:
                values.Say("desiredDueOn", Date(renew.DesiredDueOn));
                break;
            case IllMessage.RenewAnswer answer:
                values.Know("isGranted", words.Flag(answer.Grants));
                PutDue(values, answer.Due, words);
                break;
            case IllMessage.Damaged damaged:
                values.Say("damagedUnits", string.Join(", ", damaged.Units.Select(Number)));
                break;
        }
    }

    private static void PutShipped(LetterValues values, IllMessage.Shipped shipped, LetterWords words)
    {
        var supply = shipped.Supply;
        values.Say("service", words.Words(shipped.ServiceType));
        values.Say("shippedOn", words.Date(supply.ShippedOn));
        PutDue(values, supply.Due, words);
        values.Say("chargeableUnits", supply.ChargeableUnits is { } units ? Number(units) : null);
        values.Say("cost", supply.Cost?.ToString());
        values.Say("condition", words.Condition(supply.Condition));
        values.Say("via", supply.Via);
        values.Say("electronicSupply", LetterWords.Address(supply.Electronic));
        values.Say("fileAttached", supply.Document is { IsAttached: true, Name: var name } ? name : null);
        values.Say("fileViews", supply.Document?.MaxViews is { } views ? Number(views) : null);
        values.Say("fileUntil", words.Date(supply.Document?.AvailableUntil));
        values.Say("insuredFor", supply.InsuredFor?.ToString());
        values.Say("returnInsurance", supply.ReturnInsurance?.ToString());
        values.Say("units", words.Units(supply.Units));
        values.Say("supplier", shipped.Supplier?.ToString());
        values.Say("returnTo", LetterWords.Address(shipped.ReturnTo));
        values.Say("barcode", shipped.Barcode);
    }

    private static void PutAnswer(LetterValues values, AnswerResult result, LetterWords words)
    {
        string? Date(DateOnly? date) => words.Date(date);
        values.Say("locations", string.Join('\n', result.Locations.Select(LetterWords.Location)));
        switch (result)
        {
            case AnswerResult.Conditional conditional:
                values.Say("condition", words.Condition(conditional.Condition));
                values.Say("replyBy", Date(conditional.ReplyBy));
                break;
            case AnswerResult.Retry retry:
                values.Say("isRetryLater", words.Flag(true));
                values.Say("reason", words.Reason(retry.Reason));
                values.Say("askAgainOn", Date(retry.On));
                break;
            case AnswerResult.Unfilled unfilled:
                values.Say("reason", words.Reason(unfilled.Reason));
                break;
            case AnswerResult.LocationsProvided locations:
                values.Say("reason", words.Reason(locations.Reason));
                break;
            case AnswerResult.WillSupply will:
                values.Say("isUnderWay", words.Flag(true));
                values.Say("reason", words.Reason(will.Reason));
                values.Say("supplyOn", Date(will.On));
                values.Say("returnTo", LetterWords.Address(will.ReturnTo));
                break;
            case AnswerResult.HoldPlaced hold:
                values.Say("supplyOn", Date(hold.AvailableOn));
                values.Say("holdMedium", hold.Medium is { } medium ? words.Medium(medium) : null);
                break;
            case AnswerResult.Estimate estimate:
                values.Say("estimate", estimate.Cost);
                break;
        }
    }

    /// <summary>A recall without a date means at once: the date so far must not be read as the new
    /// one.</summary>
    private static void PutRecall(LetterValues values, string? newDate)
    {
        string soFar = values["dueOn"];
        if (values["originalDueOn"].Length == 0 && soFar != newDate)
            values.Know("originalDueOn", soFar);
        values.Know("dueOn", null);
        values.Say("dueOn", newDate);
    }

    private static void PutDue(LetterValues values, DueDate? due, LetterWords words)
    {
        values.Say("dueOn", words.Date(due?.On));
        values.Say("notRenewable", words.Flag(due is { Renewable: false }));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
