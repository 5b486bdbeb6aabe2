using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Illiad;

/// <summary>The calls of ILLiad's Web Platform. Source: feeds reference, 3.3.</summary>
public static class IlliadCalls
{
    /// <summary>Creates a transaction.</summary>
    public static JsonCall Create(string body) => new("POST", "Transaction/", body);

    /// <summary>Shows a transaction.</summary>
    /// <param name="number">Its number; digits.</param>
    public static JsonCall Read(string number) => new("GET", $"Transaction/{number}", null);

    /// <summary>Lists the borrowing transactions of a user that bear our reference.</summary>
    /// <param name="user">The user name as a segment of a path.</param>
    /// <param name="field">The field that holds our references.</param>
    /// <param name="reference">Our reference.</param>
    public static JsonCall Search(string user, IlliadReferenceField field, string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var filter = $"ProcessType eq 'Borrowing' and {field} eq '{reference.Replace("'", "''", StringComparison.Ordinal)}'";
        return new JsonCall("GET", $"Transaction/UserRequests/{user}?$filter={Uri.EscapeDataString(filter)}", null);
    }

    /// <summary>Moves a transaction to another queue.</summary>
    public static JsonCall Route(string number, string status) => new(
        "PUT", $"transaction/{number}/route", JsonText.Object(json => json.WriteString("Status", status)));

    /// <summary>Adds a note for the staff there.</summary>
    public static JsonCall Note(string number, string text) => new("POST", $"transaction/{number}/notes", JsonText.Object(json =>
    {
        json.WriteString("Note", JsonText.Cut(text, IlliadLimits.MaxNote));
        json.WriteString("NoteType", "Staff");
    }));

    /// <summary>The same note at the address that other versions have for it.</summary>
    public static JsonCall NoteElsewhere(JsonCall note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return note with { Target = note.Target[..^"notes".Length] + "Note" };
    }

    /// <summary>Shows a user.</summary>
    /// <param name="user">The user name as a segment of a path.</param>
    public static JsonCall User(string user) => new("GET", $"Users/{user}", null);

    /// <summary>Creates a user.</summary>
    public static JsonCall CreateUser(string body) => new("POST", "Users", body);
}

/// <summary>Fields of a transaction in which a site can keep our reference; their names are those of the
/// interface.</summary>
public enum IlliadReferenceField
{
    /// <summary>The first field that is free for the site.</summary>
    ItemInfo1 = 1,

    /// <summary>The second.</summary>
    ItemInfo2,

    /// <summary>The third.</summary>
    ItemInfo3,

    /// <summary>The fourth.</summary>
    ItemInfo4,

    /// <summary>The fifth.</summary>
    ItemInfo5,

    /// <summary>The reference number.</summary>
    ReferenceNumber,
}
