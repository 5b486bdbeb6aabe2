using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Replies;

/// <summary>What a partner has filled in, read.</summary>
internal sealed record ReplyAnswer
{
    /// <summary>The day that the form asks for.</summary>
    public DateOnly? On { get; init; }

    /// <summary>The due date.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Why not.</summary>
    public ReasonUnfilled Reason { get; init; } = ReasonUnfilled.Other;

    /// <summary>The condition.</summary>
    public Condition Condition { get; init; } = Condition.Other;

    /// <summary>Loan or copy.</summary>
    public ServiceType Service { get; init; } = ServiceType.Loan;

    /// <summary>The item's barcode.</summary>
    public string? Barcode { get; init; }

    /// <summary>What it costs.</summary>
    public Money? Cost { get; init; }

    /// <summary>What the partner wrote.</summary>
    public string? Note { get; init; }

    /// <summary>The message that says it; null for a file, which staff put in its place.</summary>
    /// <param name="action">What is said.</param>
    /// <param name="transaction">Of which transaction.</param>
    /// <param name="at">Now.</param>
    public IllMessage? ToMessage(ReplyAction action, TransactionId transaction, DateTimeOffset at)
    {
        var header = new MessageHeader { Transaction = transaction, At = ServiceTime.From(at) };
        var on = On ?? DateOnly.FromDateTime(at.DateTime);
        IllMessage? message = action switch
        {
            ReplyAction.WillSupply => Says(header, new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, On)),
            ReplyAction.CannotSupply => Says(header, new AnswerResult.Unfilled(Reason)),
            ReplyAction.Conditional => Says(header, new AnswerResult.Conditional(Condition, On)),
            ReplyAction.Shipped => new IllMessage.Shipped
            {
                Header = header, ServiceType = Service, Barcode = Barcode,
                Supply = new SupplyDetails { ShippedOn = on, Due = Due is { } due ? new DueDate(due) : null, Cost = Cost },
            },
            ReplyAction.CancelYes or ReplyAction.CancelNo =>
                new IllMessage.CancelReply { Header = header, Agrees = action == ReplyAction.CancelYes },
            ReplyAction.RenewYes or ReplyAction.RenewNo => new IllMessage.RenewAnswer
            {
                Header = header, Grants = action == ReplyAction.RenewYes, Due = Due is { } due ? new DueDate(due) : null,
            },
            ReplyAction.CheckedIn => new IllMessage.CheckedIn { Header = header, CheckedInOn = on },
            ReplyAction.Received => new IllMessage.Received { Header = header, ReceivedOn = on, ServiceType = Service },
            ReplyAction.Renew => new IllMessage.Renew { Header = header, DesiredDueOn = On },
            ReplyAction.Returned => new IllMessage.Returned { Header = header, ReturnedOn = on },
            ReplyAction.Accept or ReplyAction.Decline =>
                new IllMessage.ConditionalReply { Header = header, Accepts = action == ReplyAction.Accept },
            ReplyAction.Cancel => new IllMessage.Cancel { Header = header },
            ReplyAction.Lost => new IllMessage.Lost { Header = header },
            ReplyAction.Damaged => new IllMessage.Damaged { Header = header },
            ReplyAction.Question => new IllMessage.Message { Header = header },
            ReplyAction.Upload => null,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an answer of this set"),
        };
        return message is null ? null : message with { Note = Note };
    }

    private static IllMessage.Answer Says(MessageHeader header, AnswerResult result) =>
        new() { Header = header, Result = result };
}
