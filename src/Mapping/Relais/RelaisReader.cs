using System.Globalization;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Relais;

/// <summary>Reads answers. Never throws. Source: feeds reference, 3.5.</summary>
public static class RelaisReader
{
    private const int MaxNumber = 60;
    private const int MaxAuthorisation = 500;

    private static readonly string[] TimeForms = ["yyyyMMddHHmmss", "yyyyMMdd"];

    /// <summary>To a login.</summary>
    public static RelaisAnswer<RelaisSession> Login(ReadOnlyMemory<byte> octets) => Read(octets, "AuthorizationId", fields =>
        fields.Text("AuthorizationId") is { Length: > 0 and < MaxAuthorisation } id
            ? new RelaisSession(id, fields.Flag("AllowLoanAddRequest"))
            : null);

    /// <summary>To the question whether it can be had.</summary>
    public static RelaisAnswer<RelaisAvailability> Available(ReadOnlyMemory<byte> octets) => Read(octets, "Available", fields =>
        fields.Flag("Available") is { } isAvailable
            ? new RelaisAvailability(isAvailable, Message(fields), [.. fields.Each("PickupLocation")
                .Select(one => one.Text("PickupLocationCode")).Where(code => code.Length > 0).Take(RelaisLimits.MaxPickups)])
            : null);

    /// <summary>To a request for an item.</summary>
    public static RelaisAnswer<RelaisAdded> Added(ReadOnlyMemory<byte> octets) => Read(octets, "RequestNumber", fields =>
        fields.Text("RequestNumber") is { Length: > 0 } number
            ? IsNumber(number) ? new RelaisAdded(number, Message(fields)) : null
            : fields.Within("RequestLink") is not null ? new RelaisAdded("", Message(fields)) : null);

    /// <summary>To the question for the user's requests.</summary>
    public static RelaisAnswer<RelaisRequests> MyRequests(ReadOnlyMemory<byte> octets) =>
        Read(octets, "MyRequestRecords", fields =>
        {
            var requests = fields.Each("MyRequestRecords").Select(Request).OfType<RelaisRequest>()
                .Take(RelaisLimits.MaxRequests + 1).ToArray();
            return fields.Has("MyRequestRecords") && requests.Length <= RelaisLimits.MaxRequests
                ? new RelaisRequests(requests)
                : null;
        });

    /// <summary>A request number is letters, digits and hyphens.</summary>
    public static bool IsNumber(string? text) =>
        text is { Length: > 0 and <= MaxNumber } && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_');

    private static RelaisAnswer<T> Read<T>(ReadOnlyMemory<byte> octets, string sign, Func<JsonFields, T?> read)
        where T : class
    {
        var (root, fault) = JsonTree.Read(octets, RelaisLimits.Json);
        if (root is not { ValueKind: JsonValueKind.Object } element)
            return new RelaisAnswer<T>.Unreadable(root is null ? fault : "not an object");
        var fields = new JsonFields(element, RelaisLimits.MaxText);
        if (Problem(fields) is { } problem)
            return new RelaisAnswer<T>.Failed(problem);
        return read(fields) is { } value
            ? new RelaisAnswer<T>.Said(value)
            : new RelaisAnswer<T>.Unreadable($"no {sign} that could be used");
    }

    /// <summary>Problems come in four shapes. An authorisation that is fine also has a state.</summary>
    private static RelaisProblem? Problem(JsonFields fields)
    {
        if (fields.Within("Error") is { } error)
            return Problem(error.Text("ErrorNumber"), error.Text("ErrorMessage"));
        if ((fields.Within("Authentication")?.Within("Problem") ?? fields.Within("Problem")) is { } problem)
        {
            return Problem(
                FirstOf(problem.Text("ErrorCode"), problem.Text("Code")),
                FirstOf(problem.Text("ErrorMessage"), problem.Text("Message")));
        }

        return fields.Within("AuthorizationState")?.Text("State").ToUpperInvariant() is "FAILED" or "FALSE"
            ? new RelaisProblem(RelaisProblemKind.NotSignedIn, "", "not authorised")
            : null;
    }

    private static RelaisProblem Problem(string code, string message) => new(
        code.ToUpperInvariant() switch
        {
            "PUBFI002" or "PUBRI003" or "PUBRI004" => RelaisProblemKind.NoResult,
            "PUBFI003" or "PUBRI002" => RelaisProblemKind.NotSignedIn,
            _ => RelaisProblemKind.Other,
        },
        code, message);

    private static string FirstOf(string one, string other) => one.Length > 0 ? one : other;

    private static string Message(JsonFields fields) => fields.Within("RequestLink")?.Text("RequestMessage") ?? "";

    private static RelaisRequest? Request(JsonFields fields) => fields.Text("RequestNumber") is var number && IsNumber(number)
        ? new RelaisRequest
        {
            Number = number,
            Status = fields.Text("RequestStatus"),
            StatusAt = Time(fields.Text("ISO8601RequestStatusDate")),
            SubmittedAt = Time(fields.Text("ISO8601DateSubmitted")),
            Title = fields.Text("Title"),
            Isbn = fields.Text("Isbn"),
            Issn = fields.Text("Issn"),
        }
        : null;

    private static ServiceTime? Time(string text) =>
        DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new ServiceTime(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time))
            : null;
}
