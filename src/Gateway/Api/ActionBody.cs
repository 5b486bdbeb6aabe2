using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>The body of an action.</summary>
internal static class ActionBody
{
    /// <summary>Reads the fields that staff say with an action; an empty body says nothing.</summary>
    public static (ActionFields? Fields, ApiProblem? Problem) Read(JsonBody body)
    {
        var fields = new FieldReader(body);
        var said = new ActionFields
        {
            DueDate = fields.Date("dueDate"),
            DesiredDueDate = fields.Date("desiredDueDate"),
            DateForReply = fields.Date("dateForReply"),
            Barcode = fields.Line("barcode", ApiLimits.WordChars),
            Reason = fields.Line("reason", ApiLimits.WordChars),
            Answer = fields.Bool("answer"),
            Note = fields.Note("note"),
            InternalNote = fields.Note("internalNote"),
            Format = fields.Choice("format", Words.Formats) switch
            {
                null => null,
                SupplyFormat.Physical => ServiceType.Loan,
                _ => ServiceType.CopyNonReturnable,
            },
            Cost = fields.Money("cost"),
            Status = fields.Choice("status", Words.Statuses),
        };
        fields.Finish();
        return fields.Faults.Count > 0 ? (null, ApiProblem.InvalidFields(fields.Faults)) : (said, null);
    }
}
