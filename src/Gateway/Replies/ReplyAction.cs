using System.Collections.Immutable;

namespace ResourceSharing.Gateway.Replies;

/// <summary>What a partner can answer on a page: first what a lender says, then what a borrower says.</summary>
internal enum ReplyAction
{
    WillSupply = 1,
    Shipped,
    CannotSupply,
    Conditional,
    Upload,
    CancelYes,
    CancelNo,
    RenewYes,
    RenewNo,
    CheckedIn,
    Received,
    Renew,
    Returned,
    Accept,
    Decline,
    Cancel,
    Lost,
    Damaged,
    Question,
}

/// <summary>What stands in a field.</summary>
internal enum FieldKind
{
    Date = 1,
    Line,
    Text,
    Cost,
    Currency,
    Reason,
    Condition,
    Service,
    File,
}

/// <summary>A field of a form.</summary>
/// <param name="Name">Its name in the form.</param>
/// <param name="Kind">What stands in it.</param>
/// <param name="Label">The name of its label among the words of pages.</param>
/// <param name="IsNeeded">True when it must be filled in.</param>
internal sealed record ReplyField(string Name, FieldKind Kind, string Label, bool IsNeeded = false)
{
    /// <summary>True when today is what most people would write.</summary>
    public bool IsToday { get; init; }
}

/// <summary>The fields of each form.</summary>
internal static class ReplyFields
{
    private static readonly ReplyField Note = new("note", FieldKind.Text, "note");

    /// <summary>The fields in their order.</summary>
    public static ImmutableArray<ReplyField> Of(ReplyAction action) => action switch
    {
        ReplyAction.WillSupply => [Date("expected-on", isNeeded: false), Note],
        ReplyAction.Shipped =>
        [
            new("as", FieldKind.Service, "as", IsNeeded: true), Day("sent-on"), new("due", FieldKind.Date, "due"),
            new("barcode", FieldKind.Line, "item-barcode"), new("cost", FieldKind.Cost, "cost"),
            new("currency", FieldKind.Currency, "currency"), Note,
        ],
        ReplyAction.CannotSupply => [new("reason", FieldKind.Reason, "reason", IsNeeded: true), Note],
        ReplyAction.Conditional =>
            [new("condition", FieldKind.Condition, "condition", IsNeeded: true), Date("reply-by", isNeeded: false), Note],
        ReplyAction.Upload => [new("file", FieldKind.File, "file", IsNeeded: true), Note],
        ReplyAction.RenewYes => [new("due", FieldKind.Date, "new-due", IsNeeded: true), Note],
        ReplyAction.CheckedIn => [Day("back-on"), Note],
        ReplyAction.Received => [Day("arrived-on"), Note],
        ReplyAction.Renew => [Date("keep-until", isNeeded: false), Note],
        ReplyAction.Returned => [Day("sent-back-on"), Note],
        ReplyAction.Question => [new("note", FieldKind.Text, "message", IsNeeded: true)],
        _ => [Note],
    };

    private static ReplyField Date(string label, bool isNeeded) => new("date", FieldKind.Date, label, isNeeded);

    private static ReplyField Day(string label) => Date(label, isNeeded: true) with { IsToday = true };
}
