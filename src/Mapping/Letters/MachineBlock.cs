using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// The lines that end the text part of every letter: what a program needs to place an answer, as <c>key:
/// value</c>, one line each and never wrapped. Dates are ISO 8601. Source: feeds reference, 4.2 (the keys
/// are ours). </summary>
internal static class MachineBlock
{
    /// <summary>The first line; the version grows when a key changes its meaning.</summary>
    internal const string FirstLine = "-- ILL-DATA v1";

    internal static string Render(LetterContext context, LetterCode code, LossLog losses)
    {
        var block = new StringBuilder(FirstLine);
        foreach (var (key, value) in Lines(context, code))
        {
            string line = LetterText.OneLine(LetterText.Clean(value, out _));
            if (line.Length > LetterLimits.MachineValueMaxChars)
                losses.Add($"machineBlock.{key}", LossKind.Dropped, "Longer than the block takes.");
            else if (line.Length > 0)
                block.Append('\n').Append(key).Append(": ").Append(line);
        }
        return block.ToString();
    }

    private static IEnumerable<(string Key, string? Value)> Lines(LetterContext context, LetterCode code)
    {
        var (message, about) = (context.Message, context.About);
        yield return ("service", IsoCode.Name(message.Service));
        yield return ("letter", code.ToString());
        string written = context.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        yield return ("written", written);
        yield return ("from", context.Sender.Symbol.Text);
        yield return ("to", context.Recipient.Symbol.Text);
        yield return ("request", about.ExternalId);
        yield return ("our-request", about.OurReference);
        yield return ("initial-requester", message.Header.Transaction.InitialRequester?.Text);
        yield return ("group-qualifier", message.Header.Transaction.GroupQualifier);
        yield return ("qualifier", message.Header.Transaction.Qualifier);
        yield return ("sub-qualifier", message.Header.Transaction.SubQualifier);
        foreach (var line in Content(message))
            yield return line;
    }

    private static (string Key, string? Value)[] Content(IllMessage message) => message switch
    {
        IllMessage.Request request =>
        [
            ("service-type", string.Join(", ", request.Content.Services.Select(IsoCode.Name))),
            ("needed-by", LetterWords.Iso(request.Content.NeededBy)),
        ],
        IllMessage.Shipped shipped =>
        [
            ("service-type", IsoCode.Name(shipped.ServiceType)),
            ("shipped", LetterWords.Iso(shipped.Supply.ShippedOn)),
            ("due", LetterWords.Iso(shipped.Supply.Due?.On)),
            ("barcode", shipped.Barcode),
        ],
        IllMessage.Answer answer => [("answer", IsoCode.Name(answer.Result.Kind)), .. Answer(answer.Result)],
        IllMessage.ConditionalReply reply => [("accepts", YesNo(reply.Accepts))],
        IllMessage.CancelReply reply => [("agrees", YesNo(reply.Agrees))],
        IllMessage.Received received => [("received", LetterWords.Iso(received.ReceivedOn))],
        IllMessage.Recall recall => [("due", LetterWords.Iso(recall.DueOn))],
        IllMessage.Returned returned => [("returned", LetterWords.Iso(returned.ReturnedOn))],
        IllMessage.CheckedIn checkedIn => [("checked-in", LetterWords.Iso(checkedIn.CheckedInOn))],
        IllMessage.Overdue overdue => [("due", LetterWords.Iso(overdue.Due.On))],
        IllMessage.Renew renew => [("desired-due", LetterWords.Iso(renew.DesiredDueOn))],
        IllMessage.RenewAnswer answer =>
            [("grants", YesNo(answer.Grants)), ("due", LetterWords.Iso(answer.Due?.On))],
        _ => [],
    };

    private static (string Key, string? Value)[] Answer(AnswerResult result) => result switch
    {
        AnswerResult.Conditional conditional =>
            [("condition", Name(conditional.Condition)), ("reply-by", LetterWords.Iso(conditional.ReplyBy))],
        AnswerResult.Retry retry => [("reason", Name(retry.Reason)), ("retry-on", LetterWords.Iso(retry.On))],
        AnswerResult.Unfilled unfilled => [("reason", Name(unfilled.Reason))],
        AnswerResult.LocationsProvided locations => [("reason", Name(locations.Reason))],
        AnswerResult.WillSupply will =>
            [("reason", Name(will.Reason)), ("expected", LetterWords.Iso(will.On))],
        AnswerResult.HoldPlaced hold => [("expected", LetterWords.Iso(hold.AvailableOn))],
        _ => [],
    };

    private static string Name<T>(T code)
        where T : struct, Enum => IsoCode.Name(code);

    private static string? Name(ReasonUnfilled? reason) => reason is { } code ? IsoCode.Name(code) : null;

    private static string YesNo(bool value) => value ? "yes" : "no";
}
