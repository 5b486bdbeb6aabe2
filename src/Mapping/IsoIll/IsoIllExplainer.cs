using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Says a message in plain English lines, for a librarian who looks at what a partner sent. The
/// lines name the patron, as the message does: they are for the screen, never for a log.</summary>
public static class IsoIllExplainer
{
    /// <summary>Explains a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>One fact a line; the first says what the message is.</returns>
    public static IReadOnlyList<string> Explain(IllMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var lines = new List<string> { $"{IsoCode.Name(message.Service).ToUpperInvariant()}: {Meaning(message)}" };
        AddHeader(lines, message.Header);
        AddContent(lines, message);
        Add(lines, "Note", message.Note);
        return lines;
    }

    private static void Add(List<string> lines, string name, object? value)
    {
        if (value is not null and not "")
            lines.Add($"{name}: {value}");
    }

    private static void AddDate(List<string> lines, string name, DateOnly? date) =>
        Add(lines, name, date is { } day ? $"{day:yyyy-MM-dd}" : null);

    private static string Meaning(IllMessage message) => message switch
    {
        IllMessage.Request => "the borrower asks for an item.",
        IllMessage.ForwardNotification => "the lender passed the request on to another library.",
        IllMessage.Shipped shipped => $"the item is on its way ({IsoCode.Words(shipped.ServiceType)}).",
        IllMessage.Answer answer => Meaning(answer.Result),
        IllMessage.ConditionalReply reply =>
            $"the borrower {(reply.Accepts ? "accepts" : "refuses")} the condition.",
        IllMessage.Cancel => "the borrower wants to cancel the request.",
        IllMessage.CancelReply reply =>
            $"the lender {(reply.Agrees ? "agrees" : "does not agree")} to the cancellation.",
        IllMessage.Received => "the item has arrived at the borrower.",
        IllMessage.Recall => "the lender wants the item back now.",
        IllMessage.Returned => "the item is on its way back.",
        IllMessage.CheckedIn => "the item is back at the lender; the loan is closed.",
        IllMessage.Overdue => "the loan is past its due date.",
        IllMessage.Renew => "the borrower wants to keep the item longer.",
        IllMessage.RenewAnswer answer => $"the renewal is {(answer.Grants ? "granted" : "refused")}.",
        IllMessage.Lost => "the item is lost.",
        IllMessage.Damaged => "the item is damaged.",
        IllMessage.Message => "a message in words.",
        IllMessage.StatusQuery => "what is the state on your side?",
        IllMessage.StatusOrErrorReport { Report: Report.Status status } =>
            $"the state is {IsoCode.Words(status.State)}.",
        IllMessage.StatusOrErrorReport { Report: Report.Error error } => $"an error: {Explain(error.Problem)}.",
        IllMessage.StatusOrErrorReport => "no state can be reported.",
        _ => "the lender's time for the request has run out.",
    };

    private static string Meaning(AnswerResult result) => result switch
    {
        AnswerResult.Conditional conditional => $"yes, on a condition: {IsoCode.Words(conditional.Condition)}.",
        AnswerResult.Retry { Reason: { } reason } => $"not now, ask again: {IsoCode.Words(reason)}.",
        AnswerResult.Retry => "not now, ask again.",
        AnswerResult.Unfilled unfilled => $"no: {IsoCode.Words(unfilled.Reason)}.",
        AnswerResult.LocationsProvided => "no, but these libraries may have it.",
        AnswerResult.WillSupply will => $"yes, it will be supplied: {IsoCode.Words(will.Reason)}.",
        AnswerResult.HoldPlaced => "a hold was placed.",
        AnswerResult.Estimate estimate => $"an estimate of the cost: {estimate.Cost}.",
        _ => "an answer.",
    };

    private static string Explain(Problem problem) => problem switch
    {
        Problem.General general => IsoCode.Words(general.Kind),
        Problem.Transaction transaction => IsoCode.Words(transaction.Kind),
        Problem.StateTransitionProhibited prohibited =>
            $"{IsoCode.Words(prohibited.Service)} is not possible in the state {IsoCode.Words(prohibited.State)}",
        Problem.Unable unable => "unable to perform, " + IsoCode.Words(unable.Kind)
            + string.Concat(unable.Elements.Select(fault => $"; {fault.Element} {fault.Text}")),
        Problem.Security security => $"security, {security.Text}",
        Problem.AlreadyForwarded forwarded => $"already forwarded to {forwarded.Responder}",
        _ => "the intermediary cannot send onward",
    };

    private static void AddHeader(List<string> lines, MessageHeader header)
    {
        Add(lines, "Transaction", header.Transaction);
        Add(lines, "Requester", header.Requester);
        Add(lines, "Responder", header.Responder);
        Add(lines, "Sent", $"{header.At} (the sender's local time)");
        Add(lines, "Repeats a message of", header.OriginallyAt);
        Add(lines, "Requester's number", header.RequesterReference);
        Add(lines, "Responder's number", header.ResponderReference);
    }

    private static void AddContent(List<string> lines, IllMessage message)
    {
        switch (message)
        {
            case IllMessage.Request request:
                AddRequest(lines, request.Content);
                break;
            case IllMessage.ForwardNotification forward:
                Add(lines, "Passed on by", forward.Intermediary);
                break;
            case IllMessage.Shipped shipped:
                AddSupply(lines, shipped.Supply);
                Add(lines, "Supplier", shipped.Supplier);
                Add(lines, "Barcode", shipped.Barcode);
                Add(lines, "Return to", shipped.ReturnTo is { } to ? string.Join(", ", to.Lines()) : null);
                break;
            case IllMessage.Answer answer:
                AddAnswer(lines, answer.Result);
                break;
            case IllMessage.StatusOrErrorReport { Report: Report.Status status }:
                AddHistory(lines, status.History);
                break;
            case IllMessage.StatusOrErrorReport { Report: Report.Error error }:
                Add(lines, "About", error.Correlation);
                break;
            default:
                AddTracking(lines, message);
                break;
        }
    }

    private static void AddTracking(List<string> lines, IllMessage message)
    {
        switch (message)
        {
            case IllMessage.Received received:
                AddDate(lines, "Received", received.ReceivedOn);
                break;
            case IllMessage.Recall recall:
                AddDate(lines, "Due", recall.DueOn);
                break;
            case IllMessage.Returned returned:
                AddDate(lines, "Returned", returned.ReturnedOn);
                Add(lines, "Via", returned.Via);
                Add(lines, "Insured for", returned.InsuredFor);
                break;
            case IllMessage.CheckedIn checkedIn:
                AddDate(lines, "Checked in", checkedIn.CheckedInOn);
                break;
            case IllMessage.Overdue overdue:
                AddDue(lines, overdue.Due);
                break;
            case IllMessage.Renew renew:
                AddDate(lines, "Until, if possible", renew.DesiredDueOn);
                break;
            case IllMessage.RenewAnswer answer:
                AddDue(lines, answer.Due);
                break;
            case IllMessage.Damaged damaged when damaged.Units.Count > 0:
                Add(lines, "Damaged units", string.Join(", ", damaged.Units));
                break;
            default:
                break;
        }
    }

    private static void AddRequest(List<string> lines, IllRequest request)
    {
        AddCitation(lines, request.Citation);
        Add(lines, "Wanted as", string.Join(", else ", request.Services.Select(IsoCode.Words)));
        AddDate(lines, "Needed by", request.NeededBy);
        AddDate(lines, "Expires", request.ExpiresOn);
        Add(lines, "Maximum cost", request.Cost?.MaximumCost);
        Add(lines, "Deliver to", request.DeliverTo?.Postal is { } to ? string.Join(", ", to.Lines()) : null);
        Add(lines, "Deliver electronically to", Words(request.DeliverTo?.Electronic));
        Add(lines, "Patron", request.Patron?.Name ?? request.Patron?.Identifier);
        Add(lines, "Patron's mail", request.Patron?.Email);
        Add(lines, "Copyright", request.CopyrightCompliance);
        Add(lines, "Note of the library that passed it on", request.ForwardNote);
    }

    private static void AddCitation(List<string> lines, Citation citation)
    {
        Add(lines, "Article", citation.ArticleTitle);
        Add(lines, "Article by", citation.ArticleAuthor);
        Add(lines, "Title", citation.Title ?? citation.UniformTitle);
        Add(lines, "Author", citation.Author);
        Add(lines, "Published", Join(citation.PlaceOfPublication, citation.Publisher, citation.PublicationDate));
        Add(lines, "Edition", Join(citation.Edition, citation.ThisEditionOnly ? "no other will do" : null));
        Add(lines, "Volume", citation.Volume ?? citation.VolumeAndIssue);
        Add(lines, "Issue", Join(citation.Issue, citation.IssueDate));
        Add(lines, "Pages", citation.Pages);
        Add(lines, "ISBN", citation.Isbn);
        Add(lines, "ISSN", citation.Issn);
        Add(lines, "DOI", citation.Doi);
        Add(lines, "PubMed", citation.PubMedId);
        Add(lines, "OCLC", citation.OclcNumber);
        Add(lines, "LCCN", citation.LccNumber);
        Add(lines, "Call number", citation.CallNumber);
    }

    private static void AddSupply(List<string> lines, Canonical.SupplyDetails supply)
    {
        AddDate(lines, "Shipped", supply.ShippedOn);
        AddDue(lines, supply.Due);
        Add(lines, "Cost", supply.Cost);
        Add(lines, "Condition", supply.Condition is { } condition ? IsoCode.Words(condition) : null);
        Add(lines, "Via", supply.Via);
        Add(lines, "Sent electronically to", Words(supply.Electronic));
    }

    private static void AddAnswer(List<string> lines, AnswerResult result)
    {
        AddDate(lines, "Reply by", (result as AnswerResult.Conditional)?.ReplyBy);
        AddDate(lines, "Ask again from", (result as AnswerResult.Retry)?.On);
        AddDate(lines, "Expected",
            (result as AnswerResult.WillSupply)?.On ?? (result as AnswerResult.HoldPlaced)?.AvailableOn);
        foreach (var location in result.Locations)
            Add(lines, "Location", Join(location.Library.ToString(), location.Note));
    }

    private static void AddHistory(List<string> lines, Canonical.HistoryReport history)
    {
        var service = IsoCode.Name(history.LastService).ToUpperInvariant();
        Add(lines, "Last service", $"{service} by {history.LastServiceBy} on {history.LastServiceOn:yyyy-MM-dd}");
        AddDate(lines, "In this state since", history.LastTransitionOn);
        AddDate(lines, "Requested", history.RequestedOn);
        Add(lines, "Title", history.ArticleTitle ?? history.Title);
        Add(lines, "Its note", history.LastNote);
    }

    private static void AddDue(List<string> lines, DueDate? due) => Add(
        lines, "Due", due is null ? null : $"{due.On:yyyy-MM-dd}{(due.Renewable ? "" : ", cannot be renewed")}");

    private static string? Words(ElectronicAddress? address) => Join(address?.Service, address?.Address);

    private static string? Join(params ReadOnlySpan<string?> parts)
    {
        var words = string.Join(", ", parts.ToArray().Where(part => part is not null));
        return words.Length == 0 ? null : words;
    }
}
