using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>The body of an action.</summary>
/// <param name="Staff">What the rules of the lifecycle read.</param>
/// <param name="Task">What is read for actions on requests as tasks.</param>
/// <param name="ExternalId">The borrower's number for a copy.</param>
/// <param name="Files">Ship-digitally: which file goes along.</param>
internal sealed record ActionBody(ActionFields Staff, TaskFields Task, string? ExternalId, FileWish Files)
{
    private const int MostNotes = 1_000_000;

    /// <summary>Reads the fields that staff say with an action; an empty body says nothing.</summary>
    public static (ActionBody? Fields, ApiProblem? Problem) Read(JsonBody body)
    {
        var fields = new FieldReader(body);
        var said = Read(fields);
        fields.Finish();
        return fields.Faults.Count > 0 ? (null, ApiProblem.InvalidFields(fields.Faults)) : (said, null);
    }

    /// <summary>Reads the fields; what is wrong with them stays with the reader.</summary>
    public static ActionBody Read(FieldReader fields)
    {
        var staff = ReadStaff(fields);
        var task = ReadTask(fields) with { Note = staff.Note, InternalNote = staff.InternalNote };
        return new ActionBody(staff, task, fields.Line("externalId", ApiLimits.WordChars), ReadFiles(fields));
    }

    private static FileWish ReadFiles(FieldReader fields)
    {
        var documents = fields.Numbers("documents", DocumentLimits.PerRequest, "[12]");
        var zip = fields.Bool("zip") == true;
        var delivery = fields.Choice("delivery", Words.Deliveries);
        return documents.Count == 0 && !zip && delivery is null ? FileWish.None : new FileWish(documents, zip, delivery);
    }

    private static ActionFields ReadStaff(FieldReader fields) => new()
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
        Complete = fields.Bool("complete"),
        Title = fields.Line("title"),
        NotifyPatron = fields.Bool("notifyPatron"),
        PatronNote = fields.Note("patronNote"),
        Department = fields.Line("department", ApiLimits.WordChars),
        Task = fields.Choice("task", Words.Approvals),
    };

    private static TaskFields ReadTask(FieldReader fields) => new()
    {
        To = fields.Line("to", ApiLimits.WordChars),
        Notify = fields.Bool("notify"),
        Active = fields.Bool("active"),
        Number = fields.Whole("number", MostNotes),
        CitationType = fields.Choice("citationType", RequestDraft.CitationTypes),
        Citation = ReadCitation(fields),
        CopyrightStatus = fields.Line("copyrightStatus", ApiLimits.WordChars),
    };

    private static Citation? ReadCitation(FieldReader fields)
    {
        if (fields.Object("citation", """{"title": "Atlas", "author": "Ek, Ida"}""") is not { } inner)
        {
            return null;
        }

        var citation = RequestDraft.ReadCitation(inner);
        inner.Finish();
        return citation;
    }
}
