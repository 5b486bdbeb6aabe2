using System.Globalization;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Illiad;

/// <summary>Reads answers of the interface. Never throws.</summary>
public static class IlliadReader
{
    private const int MaxDigits = 18;
    private const int OldestYear = 1990;

    private static readonly string[] TimeForms =
        ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "M/d/yyyy h:mm:ss tt", "M/d/yyyy H:mm:ss", "yyyy-MM-dd", "M/d/yyyy"];

    /// <summary>One transaction, or null and what is wrong.</summary>
    /// <param name="octets">The answer.</param>
    /// <param name="reference">The field that holds our references.</param>
    public static (IlliadTransaction? Transaction, string Fault) Transaction(
        ReadOnlyMemory<byte> octets, IlliadReferenceField reference)
    {
        var (root, fault) = JsonTree.Read(octets, IlliadLimits.Json);
        if (root is not { } element)
            return (null, fault);
        return Transaction(new JsonFields(element, IlliadLimits.MaxText), reference) is { } transaction
            ? (transaction, "")
            : (null, "not a transaction with a number");
    }

    /// <summary>A list of transactions, or null and what is wrong.</summary>
    /// <param name="octets">The answer.</param>
    /// <param name="reference">The field that holds our references.</param>
    public static (IReadOnlyList<IlliadTransaction>? Transactions, string Fault) Transactions(
        ReadOnlyMemory<byte> octets, IlliadReferenceField reference)
    {
        var (root, fault) = JsonTree.Read(octets, IlliadLimits.Json);
        if (root is not { } element)
            return (null, fault);
        if (element.ValueKind != JsonValueKind.Array)
            return (null, "not a list");
        var all = JsonFields.Each(element, IlliadLimits.MaxText).Select(one => Transaction(one, reference))
            .OfType<IlliadTransaction>().Take(IlliadLimits.MaxTransactions + 1).ToArray();
        return all.Length > IlliadLimits.MaxTransactions ? (null, "more transactions than the limit") : (all, "");
    }

    /// <summary>What an error says, in the server's words; empty when it says nothing.</summary>
    public static string Words(ReadOnlyMemory<byte> octets)
    {
        if (JsonTree.Read(octets, IlliadLimits.Json).Root is not { } element)
            return "";
        var fields = new JsonFields(element, IlliadLimits.MaxText);
        return fields.Text("Message") is { Length: > 0 } message ? message : fields.Text("error");
    }

    /// <summary>The answer as the journal keeps it: the password of a file is struck out, in its length.</summary>
    public static ReadOnlyMemory<byte> WithoutPassword(ReadOnlyMemory<byte> octets)
    {
        if (JsonTree.Read(octets, IlliadLimits.Json).Root is null)
            return octets;
        var struck = octets.ToArray();
        var mark = struck.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var reader = new Utf8JsonReader(struck.AsSpan(mark));
        var isNext = false;
        while (reader.Read())
        {
            if (isNext && reader.TokenType == JsonTokenType.String)
                struck.AsSpan(mark + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length).Fill((byte)'*');
            isNext = reader.TokenType == JsonTokenType.PropertyName
                && (reader.GetString() ?? "").Contains("password", StringComparison.OrdinalIgnoreCase);
        }

        return struck;
    }

    /// <summary>A number of a transaction is digits, so that it can stand in an address.</summary>
    public static bool IsNumber(string? text) => text is { Length: > 0 and <= MaxDigits } && text.All(char.IsAsciiDigit);

    private static IlliadTransaction? Transaction(JsonFields fields, IlliadReferenceField reference)
    {
        if (fields.Text("TransactionNumber") is not { } number || !IsNumber(number))
            return null;
        return new IlliadTransaction
        {
            Number = number,
            Status = fields.Text("TransactionStatus"),
            StatusAt = Time(fields.Text("TransactionDate")),
            IsLoan = fields.Text("RequestType").ToUpperInvariant() switch
            {
                "LOAN" => true,
                "ARTICLE" => false,
                _ => null,
            },
            DueOn = Time(fields.Text("DueDate"))?.Date,
            ReasonForCancellation = fields.Text("ReasonForCancellation"),
            FileAt = Uri.TryCreate(fields.Text("ArticleExchangeUrl"), UriKind.Absolute, out var uri)
                && uri.Scheme == Uri.UriSchemeHttps ? uri : null,
            LendingLibrary = fields.Text("LendingLibrary"),
            RenewalsAllowed = fields.Flag("RenewalsAllowed"),
            LibraryUseOnly = fields.Flag("LibraryUseOnly") == true,
            Reference = fields.Text(reference.ToString()),
        };
    }

    /// <summary>Dates come in two forms. A year before ILLiad is what programs write for "none".</summary>
    private static ServiceTime? Time(string text)
    {
        var fraction = text.IndexOf('.', StringComparison.Ordinal);
        var plain = (fraction > 0 ? text[..fraction] : text).TrimEnd('Z');
        return DateTime.TryParseExact(plain, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && time.Year >= OldestYear
                ? new ServiceTime(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time))
                : null;
    }
}
