using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>What the answer to one of our own calls means: a closed set.</summary>
public abstract record BldssReply
{
    private BldssReply()
    {
    }

    /// <summary>The British Library has it and says something about the request.</summary>
    /// <param name="Message">What.</param>
    public sealed record Said(IllMessage Message) : BldssReply;

    /// <summary>Not now.</summary>
    /// <param name="Detail">Why, in the server's words.</param>
    public sealed record Later(string Detail) : BldssReply;

    /// <summary>The call was not accepted, and never will be as it is.</summary>
    /// <param name="Detail">Why, in the server's words.</param>
    public sealed record Refused(string Detail) : BldssReply;
}

/// <summary>Reads the status of answers. Source: feeds reference, 1.3 (status codes seen).</summary>
public static class BldssReplies
{
    private const int ServiceUnavailable = 9;

    /// <summary>To an order.</summary>
    public static BldssReply ToOrder(BldssAnswer answer, MessageHeader header)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Status switch
        {
            0 when answer.NewOrder is { } order => new BldssReply.Said(Ordered(order, header)),
            0 => new BldssReply.Refused("the answer names no order line"),
            ServiceUnavailable => new BldssReply.Later(Words(answer)),
            111 => Said(new AnswerResult.Unfilled(ReasonUnfilled.Other)),
            112 or 113 or (>= 700 and <= 705) => Said(new AnswerResult.Retry(ReasonUnfilled.Other, null)),
            _ => new BldssReply.Refused(Words(answer)),
        };

        BldssReply.Said Said(AnswerResult result) =>
            new(new IllMessage.Answer { Header = header, Result = result, Note = Words(answer) });
    }

    /// <summary>To a cancellation. 162 is a refusal; what 161 says is not published, so the staff read it.</summary>
    public static BldssReply ToCancel(BldssAnswer answer, MessageHeader header)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Status switch
        {
            0 => new BldssReply.Said(new IllMessage.CancelReply { Header = header, Agrees = true }),
            162 => new BldssReply.Said(new IllMessage.CancelReply { Header = header, Agrees = false, Note = Words(answer) }),
            161 => new BldssReply.Said(new IllMessage.Message { Header = header, Note = $"Cancellation: {Words(answer)}" }),
            ServiceUnavailable => new BldssReply.Later(Words(answer)),
            _ => new BldssReply.Refused(Words(answer)),
        };
    }

    /// <summary>To a renewal. The new due date comes with an event, if at all.</summary>
    public static BldssReply ToRenew(BldssAnswer answer, MessageHeader header)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Status switch
        {
            0 => new BldssReply.Said(new IllMessage.RenewAnswer { Header = header, Grants = true, Due = DueIn(answer.Message) }),
            ServiceUnavailable => new BldssReply.Later(Words(answer)),
            1 or 5 => new BldssReply.Refused(Words(answer)),
            _ => new BldssReply.Said(new IllMessage.RenewAnswer { Header = header, Grants = false, Note = Words(answer) }),
        };
    }

    /// <summary>An order that was found again, after nobody knew whether it had arrived.</summary>
    public static IllMessage Found(BldssOrderLine order, MessageHeader header)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Report(header with { ResponderReference = order.OrderLine }, order.OverallStatus);
    }

    private static IllMessage Ordered(BldssNewOrder order, MessageHeader header)
    {
        var known = header with { ResponderReference = order.OrderLine };
        var cost = order.TotalCost is { } total ? string.Create(CultureInfo.InvariantCulture, $"Cost {total} GBP. ") : "";
        var note = $"Order line {order.OrderLine}. {cost}{order.Note}".Trim();
        return order.Despatch is { } day
            ? new IllMessage.Answer
            {
                Header = known, Note = note,
                Result = new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, day),
            }
            : Report(known, note);
    }

    private static IllMessage.StatusOrErrorReport Report(MessageHeader header, string note) => new()
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

    private static DueDate? DueIn(string text) => BldssDates.In(text) is { } due ? new DueDate(due) : null;

    private static string Words(BldssAnswer answer) =>
        string.Create(CultureInfo.InvariantCulture, $"status {answer.Status}: {answer.Message}");
}
