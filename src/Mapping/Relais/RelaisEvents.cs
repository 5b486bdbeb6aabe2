using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Relais;

/// <summary>The request that a status is about, as far as its meaning depends on it.</summary>
/// <param name="Header">Transaction and parties; the time is that of the look.</param>
/// <param name="IsSupplied">True once we know that it was supplied.</param>
public sealed record RelaisAbout(MessageHeader Header, bool IsSupplied);

/// <summary>What Relais says to a request. Source: feeds reference, 3.5.</summary>
public static class RelaisEvents
{
    /// <summary>The messages of a status, in their order; none where it tells nothing new. Statuses can be passed between two
    /// looks: what is on loan or complete was shipped before.</summary>
    public static IReadOnlyList<IllMessage> ToCanonical(RelaisRequest request, RelaisAbout about)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(about);
        var header = about.Header with { At = request.StatusAt ?? about.Header.At, ResponderReference = request.Number };
        IllMessage[] shipment = about.IsSupplied ? [] : [Shipped(header, request.Status, ServiceType.Loan)];
        return request.Status.ToUpperInvariant() switch
        {
            "ENTERED" or "IN_PROCESS" => about.IsSupplied ? [] : [InProcess(header, request.Status)],
            "CANCELLED" or "UNFILLED" => about.IsSupplied
                ? [InWords(header, request)]
                : [Unfilled(header, ReasonUnfilled.Other, request.Status)],
            "SHIPPED" or "ON_LOAN" => shipment,
            "ARTICLE_SENT" => about.IsSupplied ? [] : [Shipped(header, request.Status, ServiceType.CopyNonReturnable)],
            "OVERDUE" =>
            [
                .. shipment,
                new IllMessage.Overdue
                {
                    Header = header, Note = request.Status, Due = new DueDate(header.At.Date.AddDays(-1)),
                },
            ],
            "COMPLETE" =>
            [
                .. shipment, new IllMessage.CheckedIn { Header = header, Note = request.Status, CheckedInOn = header.At.Date },
            ],
            _ => [InWords(header, request)],
        };
    }

    /// <summary>Relais has taken the request.</summary>
    public static IllMessage Taken(string number, string words, MessageHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return InProcess(header with { ResponderReference = number }, $"Request {number}. {words}".Trim());
    }

    /// <summary>Nobody in the partnership supplies it.</summary>
    public static IllMessage Unfilled(MessageHeader header, ReasonUnfilled reason, string words) =>
        new IllMessage.Answer { Header = header, Note = words, Result = new AnswerResult.Unfilled(reason) };

    private static IllMessage.Message InWords(MessageHeader header, RelaisRequest request) => new()
    {
        Header = header,
        Note = $"Request {request.Number}: {(request.Status.Length == 0 ? "no status" : request.Status)}",
    };

    private static IllMessage.StatusOrErrorReport InProcess(MessageHeader header, string note) => new()
    {
        Header = header,
        Report = new Report.Status(CurrentState.InProcess, new HistoryReport
        {
            LastTransitionOn = header.At.Date,
            LastService = IllService.IllRequest,
            LastServiceOn = header.At.Date,
            LastServiceBy = header.Requester ?? new Party { Name = "requester" },
            LastNote = note,
        }),
    };

    private static IllMessage.Shipped Shipped(MessageHeader header, string note, ServiceType service) => new()
    {
        Header = header, Note = note, ServiceType = service, Supply = new SupplyDetails { ShippedOn = header.At.Date },
    };
}
