using System.Globalization;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>What a patron wants to do.</summary>
internal enum PatronAction
{
    /// <summary>Ask for an item.</summary>
    Request = 1,

    /// <summary>Take an item home.</summary>
    CheckOut,

    /// <summary>Keep an item for longer.</summary>
    Renew,
}

/// <summary>What a patron may do. Pure: the record in, the reason out.</summary>
internal static class PatronRules
{
    // The standard blocks name what they block; any other one blocks everything.
    private static readonly (string Word, PatronAction Action)[] Named =
    [
        ("request", PatronAction.Request), ("check out", PatronAction.CheckOut), ("checkout", PatronAction.CheckOut),
        ("renew", PatronAction.Renew),
    ];

    /// <summary>Why not, in words without a name; null when it may be.</summary>
    public static string? WhyNot(PatronRecord record, PatronAction action, DateOnly today)
    {
        if (record.ValidFrom > today)
        {
            return $"The patron may use the library from {Day(record.ValidFrom.Value)} on.";
        }

        if (record.ValidUntil < today)
        {
            return $"The patron could use the library until {Day(record.ValidUntil.Value)}.";
        }

        return record.Blocks.Any(block => Blocks(block.Code, action)) ? "The patron is blocked." : null;
    }

    /// <summary>The same as a refusal.</summary>
    public static Refused? Refusal(
        LibraryPatron patron, PatronAction action, DateOnly today, CirculationFault fault = CirculationFault.UserBlocked) =>
        WhyNot(patron.Record, action, today) is { } why ? new Refused(fault, why, CirculationField.Patron) : null;

    /// <summary>What of a record is told. Blocks belong to the privileges, too: to some systems they are told as a
    /// status.</summary>
    public static PatronRecord? Told(PatronRecord record, PatronParts parts) =>
        (parts & ~(PatronParts.Loans | PatronParts.Holds | PatronParts.Fees)) == PatronParts.None ? null : new PatronRecord
        {
            Ids = parts.HasFlag(PatronParts.Ids) ? record.Ids : [],
            Name = parts.HasFlag(PatronParts.Name) ? record.Name : null,
            GivenName = parts.HasFlag(PatronParts.Name) ? record.GivenName : null,
            Surname = parts.HasFlag(PatronParts.Name) ? record.Surname : null,
            Email = parts.HasFlag(PatronParts.Addresses) ? record.Email : null,
            Phone = parts.HasFlag(PatronParts.Addresses) ? record.Phone : null,
            Postal = parts.HasFlag(PatronParts.Addresses) ? record.Postal : null,
            Group = parts.HasFlag(PatronParts.Privileges) ? record.Group : null,
            Privileges = parts.HasFlag(PatronParts.Privileges) ? record.Privileges : [],
            ValidFrom = parts.HasFlag(PatronParts.Privileges) ? record.ValidFrom : null,
            ValidUntil = parts.HasFlag(PatronParts.Privileges) ? record.ValidUntil : null,
            Blocks = (parts & (PatronParts.Blocks | PatronParts.Privileges)) != PatronParts.None ? record.Blocks : [],
            BornOn = parts.HasFlag(PatronParts.BirthDate) ? record.BornOn : null,
            Languages = parts.HasFlag(PatronParts.Languages) ? record.Languages : [],
        };

    private static bool Blocks(string code, PatronAction action)
    {
        var named = Named.Where(pair => code.Contains(pair.Word, StringComparison.OrdinalIgnoreCase)).ToArray();
        return named.Length == 0 || named.Any(pair => pair.Action == action);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
